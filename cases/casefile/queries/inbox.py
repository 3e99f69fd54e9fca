"""The inbox of one client: her threads, what happened last, and by role who works on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.casefile.queries.invitations import Invited, invitations_of
from cases.casefile.queries.papers import PaperLine, lines_of
from cases.intake.queries import told_lines
from cases.legal.models import CaseGrant, Invitation, Membership
from cases.legal.queries import days_of
from cases.mentoring.models import Mentorship
from cases.requests.models import Client, Event, HelpRequest, Message
from cases.requests.workflow import Status, Turn
from cases.volunteering.models import Claim
from cases.volunteering.workflow import ClaimState
from cases.waiting.queries import Place, places_of, wait_words
from helpdesk.accounts.roles import Role
from helpdesk.sealing.actions import open_page_with, open_with
from helpdesk.sealing.inbox import InboxKey

# What she reads about her request; kinds that are not here stay inside the house.
PUBLIC_WORDS: dict[str, Promise] = {
    "received": _("Your request reached us."),
    "read": _("A person read it."),
    "triaged": _("A person read it and sorted it."),
    "assigned": _("A person works on it."),
    "answered": _("We answered you."),
    "corrected": _("We corrected something that we told you before."),
    "client_wrote": _("You wrote to us."),
    "file_came": _("You sent us a file."),
    "joined_case": _("A lawyer works on it."),
    "left_case": _("The lawyer gave it back to the help desk."),
    "invited": _("We invited you to a meeting."),
    "accepted": _("You said that you will come to the meeting."),
    "declined": _("You said that you will not come to the meeting."),
    "waits_for_seat": _("You wait for a free seat at the meeting."),
    "moved_up": _("Seats at the meeting are free for you."),
    "meeting_changed": _("Something about the meeting has changed."),
    "meeting_called_off": _("The meeting was called off."),
    "task_made": _("We look for a volunteer who can help you."),
    "task_taken": _("A volunteer helps you."),
    "mentor_given": _("A mentor was found for you."),
    "danger_seen": _("A person on duty saw your request."),
    "rung": _("We spoke with you on the phone."),
    "not_reached": _("We rang you and did not reach you. We try again."),
    "rung_in_vain": _("We rang you several times and did not reach you. Please write here."),
    "given_back": _("It can be opened with your new receipt now."),
    "office_awaited": _("We wait for an answer from an office."),
    "referred": _("A partner organisation looks at it."),
    "waiting_list": _("It stands on the waiting list. Nothing is lost."),
    "paper_came": _("You told us which file is which paper."),
    "paper_again": _("One of your papers has to be sent again."),
    "withdrawn": _("You withdrew it."),
    "closed": _("It was closed. Write here if you need us again."),
    "reopened": _("It was opened again."),
}
NEXT_BY_TURN: dict[str, Promise] = {
    Turn.US.value: _("Next step: we answer you here."),
    Turn.CLIENT.value: _("Next step: read our answer, and write if something is missing."),
    Turn.OFFICE.value: _("Next step: the office answers, then we write to you here."),
}
NEXT_BY_PARTNER = _("Next step: the partner organisation answers, then we write to you here.")
ROLE_WORDS: dict[str, Promise] = {
    "operator": pgettext_lazy("role", "operator"),
    "lawyer": pgettext_lazy("role", "lawyer"),
    "volunteer": pgettext_lazy("role", "volunteer"),
    "mentor": pgettext_lazy("role", "mentor"),
}
EARLY = (Status.NEW.value, Status.TRIAGED.value, Status.WAITING_LIST.value)


@dataclass
class Said:
    """One message as she sees it; `text` is None for her own words on a device that may be searched."""

    is_hers: bool
    text: str | None
    language: str
    at: datetime
    is_new: bool = False
    article: str = ""
    article_title: str = ""


@dataclass
class Thread:
    """One request of hers."""

    help_request: HelpRequest
    said: list[Said] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)  # the form's questions and her answers
    last_words: Promise | str = ""
    last_at: datetime | None = None
    wait: str = ""  # of ten like hers, eight get their first answer within it
    place: Place | None = None
    is_waiting: bool = False  # for a first answer
    invited: list[Invited] = field(default_factory=list)
    days: list[tuple[Promise, date]] = field(default_factory=list)  # by when she must act, confirmed
    missing: list[PaperLine] = field(default_factory=list)  # papers that she still has to bring
    helpers: set[tuple[str, str]] = field(default_factory=set)
    files: list[Any] = field(default_factory=list)  # names of files, for the copy that she takes away

    @property
    def next_words(self) -> Promise | str:
        if self.help_request.status == Status.REFERRED.value:
            return NEXT_BY_PARTNER
        return NEXT_BY_TURN.get(self.help_request.turn, "")

    @property
    def roles(self) -> list[Promise]:
        """The roles of those who work on it, each once, in the house's order; never a name."""
        found = {role for role, _user in self.helpers}
        return [words for role, words in ROLE_WORDS.items() if role in found]

    @property
    def people(self) -> int:
        return len({user for _role, user in self.helpers})

    @property
    def may_rate(self) -> bool:
        return self.help_request.status in {Status.ANSWERED.value, Status.CLOSED.value}


def inbox_of(client: Client, key: InboxKey) -> list[Thread]:
    """Everything she may see, newest request first; opened with her key only."""
    requests = list(
        HelpRequest.objects.filter(client=client)
        .select_related("topic", "inbox_key", "assigned_to")
        .prefetch_related("assigned_to__role_grants")
        .order_by("-received_at", "id")
    )
    threads = {help_request.pk: Thread(help_request) for help_request in requests}
    alive = [item for item in requests if item.inbox_key is not None and item.inbox_key.erased_on is None]
    messages, invitations = _messages(alive), invitations_of(alive)
    _add_words(threads, alive, messages, invitations, key, hidden=client.device_may_be_searched)
    _add_events(threads)
    in_case = [row.pk for row in requests if row.status in {Status.IN_CASE.value, Status.REFERRED.value}]
    dated = [row.pk for row in requests if row.is_open and (row.deadline_on or row.pk in in_case)]
    for request_id, words, day in days_of(dated) if dated else []:
        threads[request_id].days.append((words, day))
    for request_id, lines in (lines_of(in_case, hers_only=True) if in_case else {}).items():
        threads[request_id].missing = [line for line in lines if line.is_missing]
    _add_helpers(threads, client)
    _add_waits(threads, requests)
    # What still runs stands above what is over.
    return sorted(threads.values(), key=lambda thread: not thread.help_request.is_open)


def helpers_of(client: Client) -> list[Thread]:
    """Her open requests with how many people work on each and in which roles; no words are opened."""
    requests = HelpRequest.objects.filter(client=client).open().defer("story")
    rows = (
        requests.select_related("topic", "assigned_to")
        .prefetch_related("assigned_to__role_grants")
        .order_by("-received_at", "id")
    )
    threads = {row.pk: Thread(row) for row in rows}
    _add_helpers(threads, client)
    return list(threads.values())


def _add_waits(threads: dict[UUID, Thread], requests: list[HelpRequest]) -> None:
    """How long it takes, or her place in the line; nothing is asked for what was answered."""
    places = places_of(requests)
    for key, thread in threads.items():
        row = thread.help_request
        thread.is_waiting = row.first_answered_at is None and row.status in EARLY
        if thread.is_waiting:
            thread.wait, thread.place = wait_words(row.topic, row.country), places.get(key)


def masked_contact(client: Client, key: InboxKey) -> str:
    """Enough to recognise one's own number, too little to use it."""
    if not client.contact or client.mailbox_key is None or client.mailbox_key.erased_on is not None:
        return ""
    contact = open_with(key, client, ["contact"])[0]["contact"]
    return "•" * 6 + contact[-2:]


def _messages(alive: Sequence[HelpRequest]) -> list[Message]:
    rows = list(Message.objects.filter(help_request__in=alive).select_related("revision__article"))
    by_id = {item.pk: item for item in alive}
    for row in rows:
        row.help_request = by_id[row.help_request_id]
    return rows


def _add_words(
    threads: dict[object, Thread],
    alive: Sequence[HelpRequest],
    messages: Sequence[Message],
    invitations: Sequence[Invitation],
    key: InboxKey,
    *,
    hidden: bool,
) -> None:
    """All words of the page, opened together; her own stay shut where her device may be searched."""
    parts: list[tuple[Model, list[str]]] = [(row, ["place", "link"]) for row in invitations]
    parts += [(row, ["body"]) for row in messages if not (hidden and row.from_client)]
    parts += [] if hidden else [(row, ["story", "answers"]) for row in alive]
    opened = open_page_with(key, parts)
    words = {row: texts for (row, _fields), texts in zip(parts, opened, strict=True)}
    for row in alive:
        own = words.get(row, {})
        threads[row.pk].told = told_lines(own.get("answers", ""))
        story = Said(is_hers=True, text=own.get("story"), language=row.language, at=row.received_at)
        threads[row.pk].said.append(story)
    for message in messages:
        text = words.get(message, {}).get("body")
        threads[message.help_request_id].said.append(_said(message, text))
    for invitation in invitations:
        thread = threads[invitation.membership.help_request_id]
        thread.invited.append(Invited(invitation, **words[invitation]))


def _said(message: Message, text: str | None) -> Said:
    revision = message.revision
    return Said(
        is_hers=message.from_client,
        text=text,
        language=message.language,
        at=message.sent_at,
        is_new=not message.from_client and message.read_by_client_at is None,
        article=revision.article.slug if revision else "",
        article_title=revision.title if revision else "",
    )


def _add_events(threads: dict[object, Thread]) -> None:
    events = Event.objects.filter(help_request__in=list(threads), kind__in=list(PUBLIC_WORDS))
    for event in events.order_by("happened_at", "id"):
        thread = threads[event.help_request_id]
        thread.last_words, thread.last_at = PUBLIC_WORDS[event.kind], event.happened_at


def _lawyers(members: QuerySet[Membership]) -> Iterator[tuple[UUID, UUID | None]]:
    """The lawyer of each one's case, and while she is away whoever stands in for her and can open it."""
    deputy = Q(legal_case__away_until__gte=timezone.localdate()) & Exists(
        CaseGrant.objects.live().filter(
            legal_case=OuterRef("legal_case"), user=OuterRef("legal_case__deputy")
        )
    )
    names = ("help_request", "legal_case__lawyer", "legal_case__deputy")
    for request_id, lawyer, stands_in, works in members.values_list(*names, deputy):
        yield request_id, lawyer
        if works:
            yield request_id, stands_in


def _add_helpers(threads: dict[object, Thread], client: Client) -> None:
    """Who works on what: whoever it is assigned to, lawyers of live cases, approved volunteers, mentors."""
    for thread in threads.values():
        user = thread.help_request.assigned_to
        if user is not None:
            role = "lawyer" if user.has_role(Role.LAWYER) else "operator"
            thread.helpers.add((role, str(user.pk)))
    cases = Membership.objects.filter(help_request__in=list(threads), left_at=None)
    claims = Claim.objects.filter(task__help_request__in=list(threads), state=ClaimState.APPROVED.value)
    found = [
        *(("lawyer", request_id, user_id) for request_id, user_id in _lawyers(cases)),
        *(("volunteer", *row) for row in claims.values_list("task__help_request", "volunteer")),
    ]
    if client.household_id:
        mentors = Mentorship.objects.running().filter(household_id=client.household_id)
        for mentor_id in mentors.values_list("mentor", flat=True):
            found += [("mentor", request_id, mentor_id) for request_id in threads]
    for role, request_id, user_id in found:
        if user_id is not None:
            threads[request_id].helpers.add((role, str(user_id)))
