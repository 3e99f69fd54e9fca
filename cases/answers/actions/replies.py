"""Answering: words into the client's inbox, an article pinned at its revision, and a word to her."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from cases.answers.actions.canned import filled
from cases.answers.notifications import answered
from cases.answers.queries import revision_for
from cases.answers.rules import compose
from cases.requests.actions import add_staff_message, change_status, locked
from cases.requests.models import HelpRequest, Message
from cases.requests.permissions import can_write
from cases.requests.workflow import Status, Turn
from cases.rest.rules import WhyOver
from cases.triage.actions import assign
from cases.triage.permissions import can_assign, can_work_on
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from knowledge.articles.models import Revision

# In these an answer is one word among many; the request stays where it is.
STAYS = frozenset({Status.IN_CASE, Status.WITH_VOLUNTEER, Status.REFERRED})


@dataclass(frozen=True)
class Draft:
    """An answer as typed. `language` is that of the free words; `once` makes the same form one answer."""

    words: str
    language: str
    once: UUID
    blocks: tuple[str, ...] = ()
    article: str = ""  # slug
    canned: UUID | None = None
    fields: Mapping[str, str] = field(default_factory=dict)  # of the canned reply, as typed
    keeps_turn: bool = False
    seen: int | None = None


@action
def reply(*, help_request: HelpRequest, draft: Draft, by: User) -> list[Message]:
    """One answer: a message in the client's language, and a second one when the free words are in another.

    Raises NotNow when the request is closed, or when something happened since the page was made.
    """
    if not can_write(by, help_request):
        raise Refused
    fresh = locked(help_request)
    sent = list(Message.objects.filter(pk__in=_ids(draft.once)))
    if any(message.help_request_id != fresh.pk or message.from_client for message in sent):
        raise NotNow(_("This form is out of date. Open the request again and copy your words there."))
    if sent:
        return sent
    if fresh.status == Status.CLOSED.value:
        raise NotNow(_("This request is closed. Open it again first."))
    if draft.seen is not None and draft.seen != fresh.version:
        raise NotNow(
            _("Something has happened here while you were writing. Look, then send: nothing is lost.")
        )
    messages = _write(fresh, draft, by)
    if not fresh.assigned_to_id and can_assign(by, fresh) and can_work_on(by, fresh):
        assign(help_request=fresh, to=by, by=by, why=WhyOver.KNOWS.value)  # she has just answered
    _move_on(fresh, draft, by)
    record("request.answer", fresh, by=by)
    answered(fresh)
    return messages


def _ids(once: UUID) -> tuple[UUID, UUID]:
    return once, uuid5(once, "free words")


def _write(help_request: HelpRequest, draft: Draft, by: User) -> list[Message]:
    reader = help_request.client.language
    revision = _pinned(draft.article, reader)
    first, second = _ids(draft.once)
    words = draft.words.strip()
    opening = filled(draft.canned, draft.fields, help_request, revision) if draft.canned else ""
    blocks = draft.blocks or (("article",) if revision and not (words or opening) else ())
    if draft.language == reader or not words:
        bodies = [(first, compose(blocks, reader, words, opening), reader, revision)]
    elif blocks or opening:
        bodies = [
            (first, compose(blocks, reader, opening=opening), reader, revision),
            (second, words, draft.language, None),
        ]
    else:
        bodies = [(first, words, draft.language, revision)]
    return [
        add_staff_message(
            help_request=help_request, body=body, language=language, by=by, revision=pinned, message_id=key
        )
        for key, body, language, pinned in bodies
    ]


def _pinned(slug: str, reader: str) -> Revision | None:
    if not slug:
        return None
    revision = revision_for(slug, reader)
    if revision is None:
        raise NotNow(_("This article is not published any more. Choose another one."))
    return revision


def _move_on(help_request: HelpRequest, draft: Draft, by: User) -> None:
    now = Status(help_request.status)
    turn = Turn.US if draft.keeps_turn else Turn.CLIENT
    if now in STAYS:
        to = now
    else:
        to = Status.TRIAGED if draft.keeps_turn else Status.ANSWERED
    change_status(help_request=help_request, to=to, by=by, kind="answered", turn=turn)
