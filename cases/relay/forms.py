"""What is typed in a conversation."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.relay.rules import MOST_CHARACTERS, is_number
from helpdesk.ui.forms import PlainForm


class SayForm(PlainForm):
    """One line."""

    body = forms.CharField(
        label=_("Write"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3})
    )


class NumberForm(PlainForm):
    """A number for the hours around the meeting; empty takes it back."""

    number = forms.CharField(
        label=_("Your phone number"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=_("Seen by the other side only if both share one, two hours before and after the meeting."),
    )

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        if number and not is_number(number):
            raise ValidationError(_("This does not look like a phone number."))
        return number


class MeetingForm(PlainForm):
    """When the two meet."""

    meets_at = forms.DateTimeField(
        label=_("When you meet"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
