"""What all rooms ask about requests: the topics to choose from, and what happened in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.requests.workflow import Purpose
from helpdesk import languages
from knowledge.articles.models import Topic

# Sent before a status becomes closed, with `help_request`, `by` and `outcome`: a room above that still needs
# something raises NotNow.
before_closing = Signal()
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
    "mentor_gone": (_("The mentor is with this household no more"), "heart-off", "warn"),
    "mentor_given": (_("A mentor was given"), "heart-handshake", "info"),
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
    "duplicate": (_("The same matter runs in another request of this household"), "copy", ""),
    "withdrawn": (_("The person withdrew it"), "undo-2", "warn"),
    "screened": (_("Questions about protection were answered"), "shield-check", "info"),
    "screening_withdrawn": (_("The person took the consent to these questions back"), "shield-x", "warn"),
    "step_decided": (_("A required step was decided"), "shield-check", "ok"),
    "rated": (_("The person rated our help"), "star", "ok"),
    "closed": (_("It was closed"), "archive", "ok"),
    "reopened": (_("It was opened again"), "archive-restore", "warn"),
}


def event_words(kind: str) -> tuple[str | Promise, str, str]:
    """Text, icon and tone of an event; an unknown kind shows its own name."""
    return EVENT_WORDS.get(kind, (kind.replace("_", " "), "circle", ""))


# What a person agrees to, in the words that are kept with her consent.
CONSENT_WORDS: dict[Purpose, str | Promise] = {
    Purpose.VOLUNTEER: _("A volunteer who helps me may be told what help I need."),
    Purpose.INTERPRETER: _("An interpreter may be there when we talk."),
    Purpose.PARTNER: _("My request may be passed to a partner organisation."),
    Purpose.EXAMPLE: _("My story may help others as an example, without my name and place."),
}


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
