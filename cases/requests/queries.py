"""What all rooms ask about requests: the topics to choose from, and what happened in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.dispatch import Signal
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.requests.models import Consent, Event, HelpRequest
from cases.requests.workflow import Purpose
from helpdesk import languages
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.models import Office, User
from knowledge.articles.models import Topic

# Sent before a status becomes closed, with `help_request`, `by` and `outcome`: a room above that still needs
# something raises NotNow.
before_closing = Signal()
# Sent when a consent was taken back, with `consent` and `by`: a room above that lives on it stops.
consent_withdrawn = Signal()
# Sent before work is given to a colleague, with `to`, `by`, `on` (its day) and `may` (who else could have
# it): a room above gives back who takes it in her place, or raises NotNow.
work_is_given = Signal()
TOPICS_FOR = 60  # seconds that a renamed topic may show its old name at the desk

# What happened, as the desk's timeline says it, with the picture and colour beside it.
EVENT_WORDS: dict[str, tuple[str | Promise, str, str]] = {
    "received": (_("The request came in"), "inbox", "info"),
    "read": (_("A person read it"), "eye", ""),
    "danger": (_("The program found words of danger"), "siren", "danger"),
    "danger_seen": (_("Somebody on duty saw the emergency"), "bell-ring", "ok"),
    "assigned": (_("Somebody took it"), "user-check", ""),
    "unassigned": (_("It was given back to the queue"), "user-minus", ""),
    "triaged": (_("Sorted: topic, urgency or flags"), "tags", ""),
    "answered": (_("An answer was sent"), "reply", "ok"),
    "corrected": (_("A correction was sent: an article has changed"), "refresh-cw", "warn"),
    "file_came": (_("The person sent a file"), "paperclip", "info"),
    "file_added": (_("A file was added for the person"), "paperclip", ""),
    "client_wrote": (_("The person wrote"), "message-circle", "info"),
    "joined_case": (_("It joined a legal case"), "scale", "info"),
    "left_case": (_("It left the legal case"), "scale", ""),
    "invited": (_("An invitation to a meeting was sent"), "calendar", "info"),
    "accepted": (_("The person will come to the meeting"), "calendar-check", "ok"),
    "declined": (_("The person will not come to the meeting"), "calendar-x", "warn"),
    "task_made": (_("A task for a volunteer was made"), "layout-list", "info"),
    "task_taken": (_("A volunteer took the task"), "hand-helping", "info"),
    "task_done": (_("The volunteer finished the task"), "circle-check", "ok"),
    "task_withdrawn": (_("The task was taken off the board"), "circle-x", ""),
    "task_expired": (_("Nobody took the task in time"), "timer-off", "warn"),
    "task_not_done": (_("The task was not done"), "circle-x", "warn"),
    "task_needs_lawyer": (_("The volunteer says: this needs a lawyer"), "scale", "warn"),
    "office_awaited": (_("We wait for an office"), "hourglass", ""),
    "office_answered": (_("The office has answered"), "stamp", "info"),
    "question_left": (
        _("A question to the mentor has had no answer for two days"),
        "message-circle-question",
        "warn",
    ),
    "mentor_gone": (_("The mentor is with this household no more"), "heart-off", "warn"),
    "mentor_given": (_("A mentor was given"), "heart-handshake", "info"),
    "waits_for_seat": (_("The person waits for a seat at the meeting"), "hourglass", "warn"),
    "moved_up": (_("A seat was free: the person moved up"), "calendar-check", "ok"),
    "meeting_changed": (_("The meeting was changed"), "calendar-clock", "info"),
    "meeting_called_off": (_("The meeting was called off"), "calendar-off", "warn"),
    "came": (_("The person came to the meeting"), "calendar-check", "ok"),
    "did_not_come": (_("The person did not come to the meeting"), "calendar-x", "warn"),
    "rung": (_("We spoke with the person on the phone"), "phone-call", "ok"),
    "not_reached": (_("We rang and did not reach the person"), "phone-missed", "warn"),
    "rung_in_vain": (_("We stopped ringing: the person was not reached"), "phone-off", "warn"),
    "given_back": (_("The thread was given back to the person's new receipt"), "key-round", "info"),
    "waiting_list": (_("It was put on the waiting list"), "hourglass", ""),
    "put_on_waiting_list": (_("It was put on the waiting list"), "hourglass", ""),
    "left_waiting_list": (_("It was taken off the waiting list"), "hourglass", ""),
    "off_waiting_list": (_("It was taken off the waiting list"), "hourglass", ""),
    "topic_open_again": (_("The topic opened again: it is in the queue"), "play", "info"),
    "referral_asked": (_("The person is asked whether we may pass it on"), "send", "info"),
    "referral_agreed": (_("The person agreed to pass it on"), "circle-check", "ok"),
    "referral_refused": (_("The person does not want it passed on"), "circle-x", "warn"),
    "referral_without": (_("Two of us decided to pass it on without consent"), "triangle-alert", "warn"),
    "referred": (_("It was passed on to a partner"), "send", "info"),
    "referral_accepted": (_("The partner took it"), "circle-check", "ok"),
    "referral_declined": (_("The partner cannot take it"), "circle-x", "warn"),
    "referral_done": (_("The partner has finished it"), "circle-check", "ok"),
    "referral_replayed": (_("A used code of the hand-over was typed again"), "shield-alert", "danger"),
    "referral_silent": (_("The partner does not answer"), "timer-off", "warn"),
    "referral_unsent": (_("The hand-over was not sent by the day agreed"), "timer-off", "warn"),
    "referral_cancelled": (_("The hand-over was called off"), "circle-x", ""),
    "duplicate": (_("The same matter runs in another request of this household"), "copy", ""),
    "moved_office": (_("Another office took it over"), "building-2", "info"),
    "withdrawn": (_("The person withdrew it"), "undo-2", "warn"),
    "screened": (_("Questions about protection were answered"), "shield-check", "info"),
    "screening_withdrawn": (_("The person took the consent to these questions back"), "shield-x", "warn"),
    "step_decided": (_("A required step was decided"), "shield-check", "ok"),
    "rated": (_("The person rated our help"), "star", "ok"),
    "sealed_off": (_("It was sealed off"), "lock-keyhole", "warn"),
    "unsealed": (_("Two people opened it to the office again"), "lock-keyhole-open", "info"),
    "paper_came": (_("The person said which file is which paper"), "file-check", "info"),
    "paper_again": (_("A paper has to be sent again"), "file-x", "warn"),
    "closed": (_("It was closed"), "archive", "ok"),
    "reopened": (_("It was opened again"), "archive-restore", "warn"),
    "undone": (_("The last decision was undone"), "undo-2", ""),
}


def event_words(kind: str) -> tuple[str | Promise, str, str]:
    """Text, icon and tone of an event; an unknown kind shows its own name."""
    return EVENT_WORDS.get(kind, (kind.replace("_", " "), "circle", ""))


NO_CHANGE = ("read", "danger_seen")  # somebody looked; the request stands as it stood


def latest_change(help_request: HelpRequest) -> str:
    """What happened last to a request, and through which colleague, in the reader's language."""
    events = Event.objects.filter(help_request=help_request).exclude(kind__in=NO_CHANGE)
    last = events.select_related("user").order_by("-pk").first()
    if last is None:
        return str(_("Somebody decided"))
    words = str(event_words(last.kind)[0])
    return f"{words} ({last.user})" if last.user else words


# What a person agrees to, in the words that are kept with her consent.
CONSENT_WORDS: dict[Purpose, str | Promise] = {
    Purpose.VOLUNTEER: _("A volunteer who helps me may be told what help I need."),
    Purpose.INTERPRETER: _("An interpreter may be there when we talk."),
    Purpose.PARTNER: _("My request may be passed to a partner organisation."),
    Purpose.EXAMPLE: _("My story may help others as an example, without my name and place."),
}


def taker(to: User, *, by: Actor, may: Callable[[User], bool], on: date | None = None) -> User:
    """Who takes the work: she, or whoever stands in for her. NotNow while she is away and nobody does."""
    answers: list[tuple[Any, Any]] = work_is_given.send(  # whoever answers gives back a colleague
        HelpRequest, to=to, by=by, may=may, on=on or timezone.localdate()
    )
    return next((answer for _receiver, answer in answers if answer is not None), to)


def has_agreed(client_id: UUID, purpose: Purpose) -> bool | None:
    """True while a consent holds, False since she took it back, None where she was never asked."""
    rows = Consent.objects.filter(client=client_id, purpose=purpose.value)
    ends = list(rows.values_list("withdrawn_at", flat=True))
    return None in ends if ends else None


@dataclass(frozen=True)
class State:
    """All that a decision at the desk may change on a request, and its version; kept for the undo."""

    status: str
    turn: str
    turn_since: datetime
    assigned_to_id: UUID | None
    topic_id: int | None
    urgency: str
    flags: tuple[str, ...]
    flags_suggested: bool
    deadline_on: date | None
    version: int


def state_of(help_request: HelpRequest) -> State:
    """How the request stands now."""
    row = HelpRequest.objects.only(*State.__dataclass_fields__).get(pk=help_request.pk)
    found = {name: getattr(row, name) for name in State.__dataclass_fields__}
    return State(**{**found, "flags": tuple(row.flags)})


@dataclass(frozen=True)
class TopicName:
    """A topic as lists of choices need it."""

    pk: int
    slug: str
    name: str
    parent_id: int | None
    countries: tuple[str, ...]


def topic_names() -> list[TopicName]:
    """All topics in their order, named in the reader's language; asked of the database once a minute."""
    language = (get_language() or languages.DEFAULT).split("-")[0]
    known: list[TopicName] | None = cache.get(f"topics:{language}")
    if known is None:
        known = [
            TopicName(topic.pk, topic.slug, str(topic), topic.parent_id, tuple(topic.countries))
            for topic in Topic.objects.order_by("order", "slug")
        ]
        cache.set(f"topics:{language}", known, TOPICS_FOR)
    return known


def topic_choices(country: str = "") -> list[tuple[str, str]]:
    """(slug, name) of the topics that are on in this country, a second-level one below its parent."""
    topics = [topic for topic in topic_names() if not country or country in topic.countries]
    choices = []
    for root in (topic for topic in topics if topic.parent_id is None):
        choices.append((root.slug, root.name))
        choices += [(child.slug, f"— {child.name}") for child in topics if child.parent_id == root.pk]
    return choices


def office_choices() -> list[tuple[str, str]]:
    """(slug, name) of all offices; asked of the database once a minute."""
    known: list[tuple[str, str]] | None = cache.get("offices")
    if known is None:
        known = list(Office.objects.filter(closed_on=None).order_by("name").values_list("slug", "name"))
        cache.set("offices", known, TOPICS_FOR)
    return known
