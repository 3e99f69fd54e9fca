"""The list of cases, one case's members, and who may be invited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, F, Min, Prefetch, Q, QuerySet, When
from django.utils import timezone

from cases.legal.models import Consultation, Deadline, LegalCase, Membership, MemberStep
from cases.legal.permissions import can_confirm_days, can_read_words, can_run
from cases.legal.queries.consultation_figures import Figures, total
from cases.legal.queries.consultations import MeetingCard, meeting_cards
from cases.legal.queries.deadlines import DeadlineLine, line_of
from cases.legal.workflow import CaseStatus, StepState
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.sealing.actions import reveal, reveal_page
from helpdesk.sealing.errors import KeyErased
from helpdesk.sealing.reasons import Reason
from helpdesk.text.details import Known

Part = tuple[models.Model, list[str]]


@dataclass
class CaseLine:
    """One line of the list: the lawyer's own title where she may read it, else nothing."""

    case: LegalCase
    title: str = ""
    waiting: list[Deadline] = field(default_factory=list)  # noted, and no lawyer has confirmed them
    next_day: DeadlineLine | None = None  # the nearest that a lawyer has confirmed

    @property
    def waits_by(self) -> date | None:
        """The nearest counted day of those that wait; None while no day of them is known."""
        return min((row.counted_to for row in self.waiting if row.counted_to), default=None)


@dataclass
class StepLine:
    """One checklist step of one member, with the reason why it is not needed."""

    step: MemberStep
    reason: str = ""


@dataclass
class MemberCard:
    """One member as the page shows her; label and file number only to the lawyer of the case."""

    membership: Membership
    steps: list[StepLine]
    label: str = ""
    file_number: str = ""
    deadlines: list[DeadlineLine] = field(default_factory=list)

    @property
    def next_day(self) -> DeadlineLine | None:
        """The nearest confirmed day that is not done."""
        ahead = [line for line in self.deadlines if line.is_confirmed and line.deadline.done_at is None]
        return min(ahead, key=lambda line: line.deadline.due_on or date.max, default=None)

    @property
    def waiting(self) -> list[DeadlineLine]:
        """What no lawyer has confirmed yet."""
        return [line for line in self.deadlines if not line.is_confirmed]

    @property
    def name(self) -> str:
        """The lawyer's own label, else the alias."""
        return self.label or self.membership.help_request.client.alias

    @property
    def done_count(self) -> int:
        return sum(line.step.state != StepState.TODO.value for line in self.steps)

    @property
    def next_step(self) -> MemberStep | None:
        """What is to be done first: the open step with the nearest date."""
        todo = [line.step for line in self.steps if line.step.state == StepState.TODO.value]
        return min(todo, key=lambda step: (step.due_on is None, step.due_on or date.max), default=None)


@dataclass
class CaseView:
    """Everything the case page shows; the words are empty for those who may see only the frame."""

    legal_case: LegalCase
    members: list[MemberCard]
    meetings: list[MeetingCard]
    may_read: bool
    may_run: bool
    may_confirm: bool
    former: list[Membership] = field(default_factory=list)
    title: str = ""
    notes: str = ""
    is_erased: bool = False  # the words are gone, their key with them

    @property
    def figures(self) -> Figures:
        """What the consultations that took place have brought."""
        return total(meeting.figures for meeting in self.meetings if meeting.has_begun)

    @property
    def languages(self) -> list[str]:
        """The languages the members read, so that the draft form asks for just these."""
        return sorted({card.membership.help_request.language for card in self.members})


def cases_for(user: User, status: CaseStatus, after: UUID | None = None) -> QuerySet[LegalCase]:
    """The cases this user may open, the newest first, with how many members and the next meeting.

    `after` is the last case of the page before: the list goes on behind it, however long it has become.
    """
    counted = Membership.objects.known_to(user).values("pk")
    known = Case(When(memberships__in=counted, then=F("memberships__pk")), default=None)
    live = Q(memberships__left_at=None)
    ahead = Q(consultations__starts_at__gte=timezone.now(), consultations__cancelled_at=None)
    cases: QuerySet[LegalCase] = LegalCase.objects.visible_to(user).filter(status=status.value)
    if after is not None:
        last = LegalCase.objects.filter(pk=after).values("opened_at")[:1]
        earlier = Q(opened_at__lt=models.Subquery(last))
        cases = cases.filter(earlier | Q(opened_at=models.Subquery(last), pk__gt=after))
    return (
        cases.select_related("case_type", "lawyer", "case_key")
        .annotate(
            member_count=Count(known, filter=live, distinct=True),
            next_meeting=Min("consultations__starts_at", filter=ahead),
        )
        .order_by("-opened_at", "id")
    )


def case_lines(cases: list[LegalCase], *, by: User) -> list[CaseLine]:
    """The cases with their days and, where she may read them, the titles: one entry in the log."""
    own = [case for case in cases if can_read_words(by, case) and case.title and case.case_key_id]
    words = reveal(own, ["title"], by=by, reason=Reason.LEGAL_CASE, subject=by) if own else []
    titles = {case.pk: opened["title"] for case, opened in zip(own, words, strict=True)}
    lines = {case.pk: CaseLine(case, titles.get(case.pk, "")) for case in cases}
    members = Membership.objects.known_to(by).filter(legal_case__in=cases)
    days = Deadline.objects.unfinished().filter(membership__in=members)
    for row in days.select_related("membership").order_by("due_on", "pk"):
        line = lines[row.membership.legal_case_id]
        if row.confirmed_at is None:
            line.waiting.append(row)
        else:
            line.next_day = line.next_day or DeadlineLine(row)
    return list(lines.values())


def case_view(legal_case: LegalCase, *, by: User) -> CaseView:
    """One case with its members, steps, meetings and, for its lawyer, the words."""
    everybody = list(_members(legal_case, by))
    for membership in everybody:
        membership.legal_case = legal_case
    cards = [
        MemberCard(
            row,
            [StepLine(step) for step in row.steps.all()],
            deadlines=[line_of(item) for item in row.deadlines.all()],
        )
        for row in everybody
        if row.left_at is None
    ]
    view = CaseView(
        legal_case,
        cards,
        [],
        may_read=can_read_words(by, legal_case),
        may_run=can_run(by, legal_case),
        may_confirm=can_confirm_days(by, legal_case),
    )
    view.former = [row for row in everybody if row.left_at is not None]
    view.meetings = meeting_cards(legal_case, everybody)
    _open_words(view, by=by)
    names = {card.membership.pk: card.name for card in view.members}
    for guest in (guest for meeting in view.meetings for guest in meeting.guests):
        guest.name = names.get(guest.invitation.membership_id, guest.name)
    return view


def _open_words(view: CaseView, *, by: User) -> None:
    """Opens what this user may read with one entry in the log, and puts it on the view."""
    parts = list(_sealed(view))
    view.is_erased = view.legal_case.case_key_id is None
    if not any(getattr(row, name) for row, names in parts for name in names):
        return
    try:
        opened = reveal_page(parts, by=by, reason=Reason.LEGAL_CASE, subject=view.legal_case)
    except KeyErased:
        view.is_erased = True
        return
    words = {(type(row), row.pk): texts for (row, _), texts in zip(parts, opened, strict=True)}
    for meeting in view.meetings:
        where = words[Consultation, meeting.consultation.pk]
        meeting.place, meeting.link = where["place"], where["link"]
    if not view.may_read:
        return
    case = words[LegalCase, view.legal_case.pk]
    view.title, view.notes = case["title"], case["notes"]
    for card in view.members:
        own = words[Membership, card.membership.pk]
        card.label, card.file_number = own["label"], own["file_number"]
        for line in card.steps:
            line.reason = words[MemberStep, line.step.pk]["reason"]


def _sealed(view: CaseView) -> Iterator[Part]:
    if view.may_run:
        for meeting in view.meetings:
            meeting.consultation.legal_case = view.legal_case
            yield meeting.consultation, ["place", "link"]
    if view.may_read:
        yield view.legal_case, ["title", "notes"]
        for card in view.members:
            yield card.membership, ["label", "file_number"]
            for line in card.steps:
                line.step.membership = card.membership
                yield line.step, ["reason"]


def _members(legal_case: LegalCase, user: User) -> QuerySet[Membership]:
    """Members and former ones, but not who keeps this user away, nor sealed-off ones that she may not see."""
    steps = MemberStep.objects.select_related("template").order_by("template__position")
    members: QuerySet[Membership] = Membership.objects.known_to(user).filter(legal_case=legal_case)
    return (
        members.select_related("help_request__client", "help_request__topic")
        .prefetch_related(
            Prefetch("steps", queryset=steps),
            Prefetch("deadlines", queryset=Deadline.objects.select_related("confirmed_by")),
        )
        .order_by("joined_at", "id")
    )


def names_in(legal_case: LegalCase, *, by: User) -> Known:
    """What this user knows the members by, former ones too; the labels where they are hers."""
    members = list(
        Membership.objects.known_to(by).filter(legal_case=legal_case).select_related("help_request__client")
    )
    aliases = [name for row in members for name in (row.help_request.client.alias, row.help_request.code)]
    labelled = [row for row in members if row.label or row.file_number]
    if not (labelled and legal_case.case_key_id and can_read_words(by, legal_case)):
        return Known(aliases)
    for row in labelled:
        row.legal_case = legal_case
    fields = ["label", "file_number"]
    opened = reveal(labelled, fields, by=by, reason=Reason.LEGAL_CASE, subject=legal_case)
    return Known(aliases, [words[name] for words in opened for name in fields if words[name]])


def languages_of(legal_case: LegalCase) -> list[str]:
    """The languages the present members read."""
    live = Membership.objects.filter(legal_case=legal_case, left_at=None)
    return sorted(set(live.values_list("help_request__language", flat=True)))


def lawyers_of(office_id: int | None) -> QuerySet[User]:
    """People who can take a case of this office, by name."""
    return User.objects.filter(
        office=office_id,
        is_active=True,
        frozen_at=None,
        role_grants__role=Role.LAWYER.value,
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
    ).distinct()


def steps_due(user: User, until: date) -> QuerySet[MemberStep]:
    """Open steps due by `until`, of the members of her cases and of those in which she stands in.

    Not while an office is awaited.
    """
    steps: QuerySet[MemberStep] = MemberStep.objects.filter(
        membership__in=Membership.objects.known_to(user).filter(
            legal_case__in=LegalCase.objects.run_by(user)
        ),
        membership__left_at=None,
        membership__office_awaited_since=None,
        state=StepState.TODO.value,
        due_on__lte=until,
    )
    return steps.select_related(
        "template", "membership__help_request__client", "membership__legal_case"
    ).order_by("due_on")
