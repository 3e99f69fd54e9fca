"""What is typed and ticked on the way back; shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.forms.fields import DayField
from cases.returning.models import CALL_CHOICES, GROUND_CHOICES
from cases.returning.rules import WAYS, Call, Ground
from helpdesk.ui.forms import PlainForm

WAY_CHOICES = [
    ("tomorrow", _("Tomorrow evening")),
    ("three_days", _("In three days")),
    ("week", _("In a week")),
    ("two_weeks", _("In two weeks")),
]
assert {way for way, _words in WAY_CHOICES} == set(WAYS)


class DayForm(PlainForm):
    """When she can look again, for one of her requests."""

    thread = forms.UUIDField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label=_("When can you look again?"),
        choices=WAY_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose when you can look again.")},
    )


class CallForm(PlainForm):
    """How a call ended, and when we try again."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("How did it end?"), choices=CALL_CHOICES, widget=forms.RadioSelect)
    again_on = DayField(
        label=_("We ring again on"),
        required=False,
        help_text=_("After “not reached” a day is needed; after “reached” only if you agreed on one."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        missing = values.get("outcome") == Call.NOT_REACHED.value and not values.get("again_on")
        if missing and "again_on" not in self.errors:
            self.add_error("again_on", _("Please choose the day on which we try again."))
        return values


class FindForm(PlainForm):
    """The alias that the person says, or a code from a paper."""

    words = forms.CharField(
        label=_("Alias or code of the earlier request"),
        max_length=40,
        help_text=_("As the person says it: a word and four digits."),
    )
    ground = forms.ChoiceField(label=_("Why do you think it is her?"), choices=GROUND_CHOICES)

    def clean_ground(self) -> Ground:
        return Ground(self.cleaned_data["ground"])


class GroundForm(PlainForm):
    """Why the threads shall be given back."""

    ground = forms.ChoiceField(label=_("Why are you sure that it is her?"), choices=GROUND_CHOICES)

    def clean_ground(self) -> Ground:
        return Ground(self.cleaned_data["ground"])
