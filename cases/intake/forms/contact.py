"""The third page: when she can look again, and whether and how we may reach her."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.forms.fields import check_contact
from cases.intake.rules import normalise_contact
from cases.requests.actions import Contact
from cases.requests.models.choices import CONTACT_CHOICES, HEARD_CHOICES
from helpdesk.sealing.receipts import contact_mark
from helpdesk.ui.forms import PlainForm

LOOK_CHOICES = [
    ("tomorrow", _("Tomorrow evening")),
    ("three_days", _("In three days")),
    ("week", _("In a week")),
    ("ring", _("Please ring me")),
]
HOUR_CHOICES = [(str(hour), f"{hour:02d}:00") for hour in range(7, 23)]


class ContactForm(PlainForm):
    """Everything but the first question is optional."""

    look_again = forms.ChoiceField(
        label=_("When can you look here again?"),
        choices=LOOK_CHOICES,
        widget=forms.RadioSelect,
        help_text=_("Our answer waits for you here. You open it with a receipt that we show next."),
        error_messages={"required": _("Please choose when you can look again.")},
    )
    contact_channel = forms.ChoiceField(
        label=_("May we also contact you?"),
        choices=CONTACT_CHOICES,
        initial="none",
        required=False,
        widget=forms.RadioSelect,
    )
    contact = forms.CharField(
        label=_("Number or address"),
        required=False,
        max_length=120,
        help_text=_("A number with its country code, an e-mail address, or your name in the messenger."),
    )
    earliest_hour = forms.ChoiceField(
        label=_("Not before"), choices=HOUR_CHOICES, initial="9", required=False
    )
    latest_hour = forms.ChoiceField(label=_("Not after"), choices=HOUR_CHOICES, initial="20", required=False)
    may_leave_message = forms.BooleanField(
        label=_("You may leave a message if I do not answer"), required=False
    )
    safe_word = forms.CharField(
        label=_("A word by which you will know us"),
        required=False,
        max_length=40,
        help_text=_("Any word you like. When we write, we say it, so that you know it is us."),
    )
    device_may_be_searched = forms.BooleanField(
        label=_("Somebody may look into my phone or computer"),
        required=False,
        help_text=_("Then your own words are not shown when you come back, only our answers."),
    )
    heard_from = forms.ChoiceField(
        label=_("How did you hear of us?"),
        choices=[("", _("I do not want to say")), *HEARD_CHOICES],
        required=False,
        help_text=_("We only count the answers."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name, message in check_contact(values, may_be_none=True).items():
            self.add_error(name, message)
        wants_ring = values.get("look_again") == "ring"
        if wants_ring and values.get("contact_channel") not in {"phone", "messenger"} and not self.errors:
            self.add_error("contact_channel", _("To ring you we need a phone number or a messenger."))
        if (
            values.get("contact_channel", "none") != "none"
            and self._hours(values)[0] >= self._hours(values)[1]
        ):
            self.add_error("latest_hour", _("This hour must be later than the first one."))
        return values

    @staticmethod
    def _hours(values: dict[str, Any]) -> tuple[int, int]:
        return int(values.get("earliest_hour") or 9), int(values.get("latest_hour") or 20)

    def to_contact(self) -> Contact:
        """The safe-contact profile; without a channel nothing typed into the other fields is kept."""
        values = self.cleaned_data
        channel = values["contact_channel"] or "none"
        searched = values["device_may_be_searched"]
        if channel == "none":
            return Contact(safe_word="", device_may_be_searched=searched)
        earliest, latest = self._hours(values)
        return Contact(
            channel=channel,
            address=values["contact"],
            mark=contact_mark(normalise_contact(channel, values["contact"])),
            safe_word=values["safe_word"],
            earliest_hour=earliest,
            latest_hour=latest,
            leave_no_message=not values["may_leave_message"],
            device_may_be_searched=searched,
        )
