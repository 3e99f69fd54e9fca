"""Reads of conversations: a helper's, logged; a client's own, with her key only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from uuid import UUID

from django.utils import timezone

from cases.relay.models import Conversation, RelayMessage
from cases.relay.permissions import is_helper
from cases.relay.rules import Purpose, is_visible
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import open_page_with, reveal_page
from helpdesk.sealing.inbox import InboxKey
from helpdesk.sealing.reasons import Reason

MOST_LINES = 200


@dataclass(frozen=True)
class Line:
    """One message as its reader sees it; None stands for her own words on a device that may be searched."""

    is_mine: bool
    text: str | None
    at: datetime


@dataclass
class Talk:
    """One conversation as one side sees it."""

    conversation: Conversation
    lines: list[Line] = field(default_factory=list)
    number: str = ""  # of the other side, in the hours around the meeting
    i_share: bool = False
    they_share: bool = False
    may_write: bool = True
    once: str = field(default_factory=lambda: token_hex(8))  # a second click is the same line


def talk_of_helper(conversation: Conversation, *, by: User) -> Talk:
    """Every line, opened and logged once; the number only when both agreed and the meeting is near."""
    shares = bool(conversation.helper_phone), bool(conversation.client_phone)
    talk = Talk(conversation, [], "", *shares, may_write=is_helper(by, conversation))
    messages = _messages([conversation.pk])
    for message in messages:
        message.conversation = conversation
    shown = talk.may_write and all(shares) and _is_now(conversation)
    parts = [(conversation, ["client_phone"] if shown else []), *((one, ["body"]) for one in messages)]
    parts = [(thing, names) for thing, names in parts if names]
    if not parts:
        return talk
    task = conversation.purpose == Purpose.TASK.value
    reason = Reason.TASK if task else Reason.MENTORSHIP
    opened = reveal_page(parts, by=by, reason=reason, subject=conversation)
    talk.number = opened.pop(0)["client_phone"] if shown else ""
    for message, words in zip(messages, opened, strict=True):
        talk.lines.append(Line(not message.from_client, words["body"], message.sent_at))
    return talk


def talks_of_client(client_id: UUID, key: InboxKey, *, hidden: bool) -> list[Talk]:
    """Her live conversations; with `hidden` her own words stay closed (her device may be searched)."""
    rows = Conversation.objects.live().filter(client=client_id, relay_key__isnull=False)
    found = {row.pk: row for row in rows.select_related("relay_key")}
    talks = {pk: Talk(row, [], "", *_shared(row)) for pk, row in found.items()}
    messages = _messages(list(found))
    for message in messages:
        message.conversation = found[message.conversation_id]
    shown = [row for row in found.values() if all(_shared(row)) and _is_now(row)]
    wanted = [one for one in messages if not (hidden and one.from_client)]
    parts = [*((row, ["helper_phone"]) for row in shown), *((one, ["body"]) for one in wanted)]
    opened = open_page_with(key, parts) if parts else []
    for row, words in zip(shown, opened, strict=False):
        talks[row.pk].number = words["helper_phone"]
    texts = {one.pk: words["body"] for one, words in zip(wanted, opened[len(shown) :], strict=True)}
    for message in messages:
        line = Line(message.from_client, texts.get(message.pk), message.sent_at)
        talks[message.conversation_id].lines.append(line)
    return list(talks.values())


def has_talk(client_id: UUID, purpose: Purpose) -> bool:
    """Whether somebody may be written to about this now."""
    return Conversation.objects.live().filter(client=client_id, purpose=purpose.value).exists()


def live_talk(user: User, client_id: UUID, purpose: Purpose) -> Conversation | None:
    """The helper's conversation with this client, if it lives."""
    rows = Conversation.objects.visible_to(user).live().filter(helper=user, client=client_id)
    talk: Conversation | None = rows.filter(purpose=purpose.value).first()
    return talk


def _shared(row: Conversation) -> tuple[bool, bool]:
    """Whether she shares her number, and whether the helper does."""
    return bool(row.client_phone), bool(row.helper_phone)


def _is_now(row: Conversation) -> bool:
    return is_visible(meets_at=row.meets_at, now=timezone.now())


def _messages(conversations: Sequence[UUID]) -> list[RelayMessage]:
    """The last lines, oldest first."""
    rows = RelayMessage.objects.filter(conversation__in=conversations).order_by("-sent_at", "-id")
    return list(rows[:MOST_LINES])[::-1]
