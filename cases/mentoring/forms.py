"""What is typed in mentoring; shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.mentoring.models import MOOD_CHOICES
from cases.mentoring.queries import possible_mentors
from cases.mentoring.steps import DAYS
from helpdesk.accounts.models import User
from helpdesk.ui.forms import PlainForm


class MentorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Volunteers by name, with how many households each has already."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        words = ngettext(
            "%(name)s (%(count)d household)", "%(name)s (%(count)d households)", obj.household_count
        )
        return words % {"name": obj, "count": obj.household_count}


class StartForm(PlainForm):
    """A mentor for a household."""

    mentor = MentorField(label=_("Mentor"))
    brief = forms.CharField(
        label=_("What the mentor should know"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Sealed. Only this mentor and operators of the office read it. Write no surname."),
    )

    def __init__(self, *args: Any, office_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "mentor", possible_mentors(office_id))


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

    deputy = MentorField(label=_("Who takes over"))

    def __init__(self, *args: Any, office_id: int | None, mentor_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "deputy", possible_mentors(office_id).exclude(pk=mentor_id))


class ExtendForm(PlainForm):
    """More days, with a reason from a short list."""

    days = forms.IntegerField(label=_("How many more days"), min_value=1, max_value=DAYS, initial=14)
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            ("office_slow", _("An office is slow")),
            ("illness", _("Illness in the household or of the mentor")),
            ("new_need", _("A new need came up")),
        ],
    )


def _offer(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
