"""What is typed about consultations; shapes only."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.ui.forms import PlainForm


class MeetingForm(PlainForm):
    """A consultation: day, time, place, seats."""

    on_date = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    at_time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(
        label=_("Place"), max_length=200, help_text=_("Shown only to those who are invited.")
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=200, initial=12)

    def starts_at(self) -> datetime:
        """The moment in the office's own time zone."""
        day, clock = self.cleaned_data["on_date"], self.cleaned_data["at_time"]
        return timezone.make_aware(datetime.combine(day, clock))


class AnswerForm(PlainForm):
    """The answer of somebody who called instead of clicking."""

    accept = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    seats = forms.IntegerField(min_value=1, max_value=12, required=False)
    needs_interpreter = forms.BooleanField(required=False)
