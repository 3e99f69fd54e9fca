"""Inviting a partner, and the form that the partner signs for one person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.doors.forms.contact import TypedContact
from cases.intake.forms.fields import UNKNOWN, StoryField, topic_choices
from cases.intake.rules import look_again_on
from cases.requests.actions import Need
from cases.requests.models.choices import COUNTRY_CHOICES, HEARD_CHOICES, URGENCY_CHOICES
from cases.requests.workflow import Channel, Urgency
from helpdesk import languages
from helpdesk.ui.forms import PlainForm
from knowledge.articles.models import Topic


class InviteForm(PlainForm):
    """The organisation that gets a link; known names are offered while typing."""

    partner = forms.CharField(
        label=_("Partner organisation"),
        max_length=120,
        help_text=_("The name of the organisation, not of a person."),
        widget=forms.TextInput(attrs={"list": "known-partners"}),
    )


class HandOverForm(TypedContact):
    """One person, handed over by a partner with her consent."""

    field_order = ("form_id", "consent", "story", "topic", "urgency", "language", "country", "city")

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    consent = forms.BooleanField(
        label=_("The person knows of this form and agrees that we get what is written in it."),
        error_messages={"required": _("Without the person's own yes we cannot take this form.")},
    )
    story = StoryField(label=_("What happened, in her words"), rows=8)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCY_CHOICES, initial=Urgency.NORMAL.value)
    language = forms.ChoiceField(label=_("The language we should answer in"), choices=languages.CHOICES)
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRY_CHOICES)
    city = forms.CharField(label=_("City"), required=False, max_length=60)
    heard_from = forms.ChoiceField(
        label=_("How did the person hear of us?"),
        choices=[("", _("I do not know")), *HEARD_CHOICES],
        initial="partner",
        required=False,
    )
    signer = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("You sign with it. It is kept sealed, beside the name of your organisation."),
    )

    def __init__(self, *args: Any, groups: Iterable[tuple[Topic, list[Topic]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topic_choices(groups)  # type: ignore[attr-defined]
        self.fields["contact"].label = _("How may we reach the person?")

    def to_need(self, topics: dict[str, Topic]) -> Need:
        values = self.cleaned_data
        return Need(
            story=values["story"],
            language=values["language"],
            country=values["country"],
            city=values["city"],
            channel=Channel.PARTNER,
            topic=topics.get(values["topic"] or UNKNOWN),
            urgency=Urgency(values["urgency"]),
            look_again_on=look_again_on("three_days", timezone.localdate()),
            heard_from=values["heard_from"],
        )
