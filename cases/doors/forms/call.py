"""The phone screen: everything an operator hears or pastes, on one page, what is asked most first."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.doors.forms.contact import TypedContact
from cases.intake.forms.fields import UNKNOWN, DayField, StoryField, topic_choices
from cases.requests.actions import Contact, Need
from cases.requests.models.choices import (
    CHANNEL_CHOICES,
    COUNTRY_CHOICES,
    FLAG_CHOICES,
    HEARD_CHOICES,
    PART_OF_DAY_CHOICES,
    URGENCY_CHOICES,
)
from cases.requests.workflow import Channel, Urgency
from helpdesk import languages
from knowledge.articles.models import Topic

DOORS = (Channel.PHONE, Channel.MESSENGER, Channel.EMAIL, Channel.WALK_IN, Channel.PARTNER)
ANY_TIME = [("", _("any time of the day"))]
DOOR_CHOICES = [choice for choice in CHANNEL_CHOICES if choice[0] in DOORS]


class CallForm(TypedContact):
    """One call, message or visit. Only the story is needed; a caller may stay unnamed."""

    field_order = ("form_id", "story", "contact", "contact_channel")

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    story = StoryField(label=_("What happened"), rows=6)
    ring_back = forms.BooleanField(label=_("We ring back"), required=False)
    look_again_on = DayField(
        label=_("On which day"), required=False, help_text=_("The day that you agreed with the person.")
    )
    ring_back_part = forms.ChoiceField(
        label=_("At what time"),
        choices=[("", _("any time of the day")), *PART_OF_DAY_CHOICES],
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("How it reached us"), choices=DOOR_CHOICES, initial=Channel.PHONE.value
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages.CHOICES)
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRY_CHOICES)
    city = forms.CharField(label=_("City"), required=False, max_length=60)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCY_CHOICES, initial=Urgency.NORMAL.value)
    deadline_on = DayField(label=_("Deadline"), required=False)
    heard_from = forms.ChoiceField(
        label=_("Heard of us from"), choices=[("", _("not asked")), *HEARD_CHOICES], required=False
    )
    flags = forms.MultipleChoiceField(
        label=_("What must not be overlooked"),
        choices=FLAG_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    earliest_hour = forms.IntegerField(
        label=_("Not before"), min_value=0, max_value=23, initial=9, required=False
    )
    latest_hour = forms.IntegerField(
        label=_("Not after"), min_value=1, max_value=24, initial=20, required=False
    )
    may_leave_message = forms.BooleanField(label=_("May leave a message"), required=False)

    def __init__(self, *args: Any, groups: Iterable[tuple[Topic, list[Topic]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topic_choices(groups)  # type: ignore[attr-defined]
        self.fields["story"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        day = values.get("look_again_on")
        if values.get("ring_back") and "look_again_on" in values and not day:
            self.add_error("look_again_on", _("Please choose the day of the call."))
        if values.get("ring_back") and day and day < timezone.localdate():
            self.add_error("look_again_on", _("This day has passed. Please choose a day to come."))
        if values.get("ring_back") and values.get("contact_channel") in {"none", "email"}:
            self.add_error("contact", _("To ring back we need a number or a messenger."))
        earliest, latest = self._hours(values)
        if earliest >= latest:
            self.add_error("latest_hour", _("This hour must be later than the first one."))
        return values

    @staticmethod
    def _hours(values: dict[str, Any]) -> tuple[int, int]:
        first, last = values.get("earliest_hour"), values.get("latest_hour")
        return 9 if first is None else first, 20 if last is None else last

    def to_need(self, topics: dict[str, Topic]) -> Need:
        values = self.cleaned_data
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
            look_again_on=values["look_again_on"],
            ring_back=values["ring_back"],
            ring_back_part=values["ring_back_part"] if values["ring_back"] else "",
            heard_from=values["heard_from"],
        )

    def to_contact(self, **rules: Any) -> Contact:
        earliest, latest = self._hours(self.cleaned_data)
        return super().to_contact(
            earliest_hour=earliest,
            latest_hour=latest,
            leave_no_message=not self.cleaned_data["may_leave_message"],
            **rules,
        )
