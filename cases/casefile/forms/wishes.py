"""Shape in for the client's own pages: a further request, how to reach her, consents, names to keep away."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.forms.contact import HOUR_CHOICES
from cases.intake.forms.fields import StoryField, check_contact, topic_choices
from cases.intake.rules import normalise_contact
from cases.referrals.models import DATA_SET_CHOICES
from cases.requests.actions.wishes import Reach
from cases.requests.models import Client
from cases.requests.models.choices import CONTACT_CHOICES, COUNTRY_CHOICES
from cases.requests.workflow import Purpose
from helpdesk.sealing.receipts import contact_mark
from helpdesk.ui.forms import PlainForm
from knowledge.articles.models import Topic

# What she can agree to by herself; passing something to a partner is asked about a partner, when it comes up.
HER_PURPOSES = (Purpose.VOLUNTEER, Purpose.INTERPRETER, Purpose.EXAMPLE)


class MoreForm(PlainForm):
    """A further need of somebody whom we know already; the one paper opens this one, too."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    story = StoryField(label=_("What happened, and what do you need?"), rows=8)
    topic = forms.ChoiceField(label=_("What is it about?"), required=False)
    country = forms.ChoiceField(
        label=_("Which country are you in?"), choices=COUNTRY_CHOICES, widget=forms.RadioSelect
    )
    city = forms.CharField(label=_("Which city or town?"), required=False, max_length=60)
    in_danger = forms.BooleanField(label=_("Yes, I am in danger now"), required=False)

    def __init__(self, *args: Any, groups: Iterable[tuple[Topic, list[Topic]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topic_choices(groups)  # type: ignore[attr-defined]


class ReachForm(PlainForm):
    """Her safe-contact profile. Number, address and word are never shown again: empty keeps what is there."""

    contact_channel = forms.ChoiceField(
        label=_("May we contact you?"),
        choices=CONTACT_CHOICES,
        widget=forms.RadioSelect,
        help_text=_("An e-mail only says that there is something new. A person calls you, no machine does."),
    )
    contact = forms.CharField(
        label=_("Number or address"),
        required=False,
        max_length=120,
        help_text=_("Leave it empty to keep the one we have."),
    )
    earliest_hour = forms.ChoiceField(label=_("Not before"), choices=HOUR_CHOICES)
    latest_hour = forms.ChoiceField(label=_("Not after"), choices=HOUR_CHOICES)
    may_leave_message = forms.BooleanField(
        label=_("You may leave a message if I do not answer"), required=False
    )
    safe_word = forms.CharField(
        label=_("A word by which you will know us"),
        required=False,
        max_length=40,
        help_text=_("Any word you like. Leave it empty to keep the one we have."),
    )
    device_may_be_searched = forms.BooleanField(
        label=_("Somebody may look into my phone or computer"),
        required=False,
        help_text=_("Then your own words and files are not shown here, only our answers."),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        self.client = client
        now = {
            "contact_channel": client.contact_channel,
            "earliest_hour": str(client.earliest_hour),
            "latest_hour": str(client.latest_hour),
            "may_leave_message": not client.leave_no_message,
            "device_may_be_searched": client.device_may_be_searched,
        }
        super().__init__(*args, initial=now, **kwargs)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        channel = values.get("contact_channel") or "none"
        keeps = channel == self.client.contact_channel and not values.get("contact")
        if not (keeps and self.client.contact):
            for name, message in check_contact(values, may_be_none=False).items():
                self.add_error(name, message)
        hours = values.get("earliest_hour"), values.get("latest_hour")
        if channel != "none" and all(hours) and int(hours[0] or 0) >= int(hours[1] or 0):
            self.add_error("latest_hour", _("This hour must be later than the first one."))
        return values

    def to_reach(self) -> Reach:
        values = self.cleaned_data
        channel, address = values["contact_channel"], values["contact"]
        kept = not address and channel == self.client.contact_channel
        return Reach(
            channel=channel,
            address=None if kept else address,
            mark=None if kept else contact_mark(normalise_contact(channel, address)),
            safe_word=values["safe_word"] or None,
            earliest_hour=int(values["earliest_hour"]),
            latest_hour=int(values["latest_hour"]),
            leave_no_message=not values["may_leave_message"],
            device_may_be_searched=values["device_may_be_searched"],
        )


class GiveForm(PlainForm):
    """She agrees to one more thing."""

    purpose = forms.ChoiceField(choices=[(purpose.value, purpose.value) for purpose in HER_PURPOSES])


class ConsentForm(PlainForm):
    """Names one of her consents."""

    consent = forms.UUIDField()


class NameForm(PlainForm):
    """The name of somebody who is to see nothing of hers."""

    name = forms.CharField(
        label=_("Name of the person"),
        min_length=2,
        max_length=80,
        help_text=_("Write it as you know it, in any language."),
        error_messages={"required": _("Please write a name.")},
    )


class EntryForm(PlainForm):
    """Names one line of her list of names."""

    entry = forms.UUIDField()


class PassingForm(PlainForm):
    """Which hand-over she answers, and what she ticked."""

    referral = forms.UUIDField(widget=forms.HiddenInput)
    agreed = forms.MultipleChoiceField(required=False, choices=DATA_SET_CHOICES)
