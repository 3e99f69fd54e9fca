"""Deadlines: how a lawyer sees one, what a client reads of hers, and which ask for a reminder now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from cases.legal.models import Deadline, LegalCase, Membership
from cases.legal.models.choices import RULE_WORDS, WHEN_FREE_WORDS, act_words
from cases.legal.permissions import can_read_words, stands_in
from cases.legal.queries.access import desk_of
from cases.legal.queries.words import words_of
from cases.legal.rules import RULES, WARN_DAYS, asked_stage, due_day, stage
from cases.requests.workflow import SEALED_OFF
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role


@dataclass
class DeadlineLine:
    """One deadline with its rule in words; no rule is "unknown"."""

    deadline: Deadline
    rule: Promise | str = ""
    source: str = ""
    moved: Promise | str = ""
    counted: date | None = None  # the plain end of the term, where the calendar has moved it

    @property
    def is_confirmed(self) -> bool:
        return self.deadline.confirmed_at is not None

    @property
    def days_left(self) -> int | None:
        return (self.deadline.due_on - timezone.localdate()).days if self.deadline.due_on else None

    @property
    def tone(self) -> str:
        """How near it is, as a colour."""
        left = self.days_left
        if self.deadline.done_at is not None or left is None:
            return "plain"
        return "danger" if left <= 3 else "warn" if left <= 14 else "info"


def line_of(deadline: Deadline) -> DeadlineLine:
    """The deadline as its rule explains it."""
    line = DeadlineLine(deadline)
    found = due_day(deadline.kind, deadline.document_on)
    if found is None:
        return line
    line.rule, line.source = RULE_WORDS[deadline.kind], RULES[deadline.kind].source
    if found.moved:
        line.moved, line.counted = WHEN_FREE_WORDS[found.rule.when_free.value], found.counted
    return line


def days_of(help_requests: Iterable[UUID]) -> list[tuple[UUID, Promise, date]]:
    """What clients read in their inboxes: request, what is to be done, and the confirmed last day.

    Also the day that a request carries since it left its case, until somebody changes its deadline.
    """
    mine = Deadline.objects.filter(membership__help_request__in=list(help_requests))
    rows = mine.running() | mine.carried()
    found = rows.order_by("due_on", "id").values_list("membership__help_request", "kind", "due_on")
    return [(request_id, act_words(kind), due_on) for request_id, kind, due_on in dict.fromkeys(found)]


def to_remind(today: date) -> QuerySet[Deadline]:
    """Days that are near, past or unknown, confirmed or not, with what tells who hears of them."""
    near: QuerySet[Deadline] = Deadline.objects.unfinished().due_by(today + timedelta(days=max(WARN_DAYS)))
    return near.filter(Q(reminded=None) | Q(reminded__gt=0)).select_related(
        "membership__legal_case__lawyer",
        "membership__legal_case__deputy",
        "membership__legal_case__office",
        "membership__help_request",
    )


def stage_of(deadline: Deadline, today: date) -> int | None:
    """Which reminder it asks for: by its day, else by how long it has waited for somebody to find the day."""
    if deadline.day is None:
        return asked_stage(timezone.localdate(deadline.made_at), today)
    return stage(deadline.day, today)


def hearers_of(membership: Membership, today: date, *, others_too: bool = False) -> list[User]:
    """The lawyer; while she is away, or when it is late, also whoever stands in for her."""
    legal_case = membership.legal_case
    hearers = [legal_case.lawyer] if legal_case.lawyer is not None else []
    if others_too or is_away(legal_case, today):
        sealed = legal_case.is_sealed or membership.help_request.sensitivity >= SEALED_OFF
        hearers += [one for one in stand_ins(legal_case, is_sealed=sealed) if one not in hearers]
    return hearers


def own_cases(legal_case: LegalCase, user: User) -> list[LegalCase]:
    """All open cases of the same lawyer in the same office, as far as this user knows them."""
    if legal_case.lawyer_id is None:
        return [legal_case]
    cases = LegalCase.objects.visible_to(user).open().select_related("office")
    return list(cases.filter(lawyer=legal_case.lawyer_id, office=legal_case.office_id).order_by("pk"))


def file_number_of(membership: Membership, *, by: User) -> str:
    """The office's number of her matter: for the lawyer of the case, with an entry in the log."""
    if not membership.file_number or not can_read_words(by, membership.legal_case):
        return ""
    return words_of([membership], ["file_number"], by=by, subject=membership)[0]["file_number"]


def is_away(legal_case: LegalCase, today: date) -> bool:
    """Nobody reads what is told to the lawyer: she is away, gone, or was never named."""
    lawyer = legal_case.lawyer
    if lawyer is None or not lawyer.is_active or lawyer.frozen_at is not None:
        return True
    return legal_case.away_until is not None and legal_case.away_until >= today


def stand_ins(legal_case: LegalCase, *, is_sealed: bool) -> list[User]:
    """Who hears in the lawyer's place: the deputy, else the desk of the office.

    Of what is sealed off the coordinators hear, who can let somebody in by name: a deputy cannot open it.
    """
    deputy = legal_case.deputy
    is_here = deputy is not None and deputy.is_active and deputy.frozen_at is None
    here = [deputy] if deputy is not None and is_here and stands_in(deputy, legal_case) else []
    if is_sealed:
        return [*here, *(one for one in desk_of(legal_case.office_id) if one not in here)]
    if here:
        return here
    desk = User.objects.filter(
        office=legal_case.office_id,
        is_active=True,
        frozen_at=None,
        role_grants__role__in=[Role.COORDINATOR.value, Role.OPERATOR.value],
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
    )
    return list(desk.distinct().order_by("pk"))
