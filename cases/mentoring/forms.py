"""What is typed in mentoring; shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.mentoring.queries import possible_mentors
from helpdesk.accounts.models import User
from helpdesk.ui.forms import PlainForm

MOOD_CHOICES = [("well", _("It goes well")), ("so_so", _("So-so")), ("hard", _("It is hard"))]


class StartForm(PlainForm):
    """A mentor for a household."""

    mentor = forms.ModelChoiceField(label=_("Mentor"), queryset=User.objects.none())
    brief = forms.CharField(
        label=_("What the mentor should know"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Sealed. Only this mentor and operators of the office read it. Write no surname."),
    )

    def __init__(self, *args: Any, office_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = possible_mentors(office_id)  # type: ignore[attr-defined]


class CheckInForm(PlainForm):
    """How it goes."""

    mood = forms.ChoiceField(label=_("How does it go?"), choices=MOOD_CHOICES, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndForm(PlainForm):
    """The handover."""

    handover = forms.CharField(
        label=_("Handover: what is done, what is left"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Sealed. The desk reads it."),
    )


class DeputyForm(PlainForm):
    """Somebody else takes over."""

    deputy = forms.ModelChoiceField(label=_("Who takes over"), queryset=User.objects.none())

    def __init__(self, *args: Any, office_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = possible_mentors(office_id)  # type: ignore[attr-defined]


class ExtendForm(PlainForm):
    """More days, with a reason from a short list."""

    days = forms.IntegerField(label=_("How many more days"), min_value=1, max_value=30, initial=14)
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            ("office_slow", _("An office is slow")),
            ("illness", _("Illness in the household or of the mentor")),
            ("new_need", _("A new need came up")),
        ],
    )
