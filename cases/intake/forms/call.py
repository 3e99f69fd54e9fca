"""The phone screen: everything an operator hears, on one page."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.intake.forms.fields import UNKNOWN, DayField, StoryField, check_contact, topic_choices
from cases.intake.rules import normalise_contact
from cases.requests.actions import Contact, Need
from cases.requests.models.choices import (
    CHANNEL_CHOICES,
    CONTACT_CHOICES,
    COUNTRY_CHOICES,
    FLAG_CHOICES,
    URGENCY_CHOICES,
)
from cases.requests.workflow import Channel, Urgency
from helpdesk import languages
from helpdesk.sealing.receipts import contact_mark
from helpdesk.ui.forms import PlainForm
from knowledge.articles.models import Topic

DOORS = (Channel.PHONE, Channel.MESSENGER, Channel.EMAIL, Channel.WALK_IN, Channel.PARTNER)
DOOR_CHOICES = [choice for choice in CHANNEL_CHOICES if choice[0] in DOORS]
HEARD_CHOICES = [
    ("", _("not asked")),
    ("friends", pgettext_lazy("heard from", "friends or family")),
    ("messenger", pgettext_lazy("heard from", "a messenger channel")),
    ("search", pgettext_lazy("heard from", "the internet")),
    ("partner", pgettext_lazy("heard from", "a partner")),
    ("media", pgettext_lazy("heard from", "press or radio")),
    ("before", pgettext_lazy("heard from", "was here before")),
]


class CallForm(PlainForm):
    """One call, message or visit."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    channel = forms.ChoiceField(
        label=_("How it reached us"), choices=DOOR_CHOICES, initial=Channel.PHONE.value
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages.CHOICES)
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRY_CHOICES)
    city = forms.CharField(label=_("City"), required=False, max_length=60)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCY_CHOICES, initial=Urgency.NORMAL.value)
    deadline_on = DayField(label=_("Deadline"), required=False)
    story = StoryField(label=_("What happened"), rows=8)
    flags = forms.MultipleChoiceField(
        label=_("What must not be overlooked"),
        choices=FLAG_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ring_back = forms.BooleanField(label=_("We ring back"), required=False)
    look_again_on = DayField(
        label=_("On which day"), required=False, help_text=_("The day that you agreed with the person.")
    )
    contact_channel = forms.ChoiceField(label=_("Contact"), choices=CONTACT_CHOICES, initial="none")
    contact = forms.CharField(label=_("Number or address"), required=False, max_length=120)
    earliest_hour = forms.IntegerField(
        label=_("Not before"), min_value=0, max_value=23, initial=9, required=False
    )
    latest_hour = forms.IntegerField(
        label=_("Not after"), min_value=1, max_value=24, initial=20, required=False
    )
    may_leave_message = forms.BooleanField(label=_("May leave a message"), required=False)
    heard_from = forms.ChoiceField(label=_("Heard of us from"), choices=HEARD_CHOICES, required=False)

    def __init__(self, *args: Any, groups: Iterable[tuple[Topic, list[Topic]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topic_choices(groups)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name, message in check_contact(values, may_be_none=True).items():
            self.add_error(name, message)
        if values.get("ring_back") and not values.get("look_again_on"):
            self.add_error("look_again_on", _("Please choose the day of the call."))
        if values.get("ring_back") and values.get("contact_channel") == "none":
            self.add_error("contact_channel", _("To ring back we need a number or a messenger."))
        return values

    def to_need(self, topics: dict[str, Topic]) -> Need:
        values = self.cleaned_data
        look_again_on: date | None = values["look_again_on"]
        return Need(
            story=values["story"],
            language=values["language"],
            country=values["country"],
            city=values["city"],
            channel=Channel(values["channel"]),
            topic=topics.get(values["topic"] or UNKNOWN),
            urgency=Urgency(values["urgency"]),
            flags=values["flags"],
            deadline_on=values["deadline_on"],
            look_again_on=look_again_on,
            ring_back=values["ring_back"],
            heard_from=values["heard_from"],
        )

    def to_contact(self) -> Contact:
        values = self.cleaned_data
        channel = values["contact_channel"]
        if channel == "none":
            return Contact()
        return Contact(
            channel=channel,
            address=values["contact"],
            mark=contact_mark(normalise_contact(channel, values["contact"])),
            earliest_hour=9 if values["earliest_hour"] is None else values["earliest_hour"],
            latest_hour=20 if values["latest_hour"] is None else values["latest_hour"],
            leave_no_message=not values["may_leave_message"],
        )
