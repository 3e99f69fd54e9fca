"""Reads of the legal room: the list of cases, one case's members, and who may be invited."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from cases.legal.models import Consultation, Invitation, LegalCase, Membership, MemberStep
from cases.legal.permissions import can_read_words
from cases.legal.workflow import StepState
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.sealing.actions import reveal
from helpdesk.sealing.reasons import Reason


@dataclass
class CaseView:
    """Everything the case page shows; the words are empty for those who may see only the frame."""

    legal_case: LegalCase
    members: list[Membership]
    consultations: list[Consultation]
    may_read: bool
    title: str = ""
    notes: str = ""
    former: list[Membership] = field(default_factory=list)

    @property
    def languages(self) -> list[str]:
        """The languages the members read, so that the draft form asks for just these."""
        return sorted({member.help_request.language for member in self.members})


def cases_for(user: User) -> QuerySet[LegalCase]:
    """The cases this user may open, open ones first, with how many members and the next date."""
    live = Q(memberships__left_at=None)
    return (
        LegalCase.objects.visible_to(user)
        .select_related("case_type", "lawyer", "case_type__topic", "case_key")
        .annotate(
            member_count=Count("memberships", filter=live, distinct=True),
            language_count=Count("memberships__help_request__language", filter=live, distinct=True),
        )
        .order_by("-status", "-opened_at", "id")
    )


def titles_of(cases: list[LegalCase], *, by: User) -> None:
    """Puts `shown_title` on each case: the lawyer's own words where she may read them, else the case type."""
    own = [case for case in cases if can_read_words(by, case)]
    words = reveal(own, ["title"], by=by, reason=Reason.LEGAL_CASE, subject=by) if own else []
    titles = {case.pk: opened["title"] for case, opened in zip(own, words, strict=True)}
    for case in cases:
        case.shown_title = titles.get(case.pk) or str(case.case_type)  # type: ignore[attr-defined]


def case_view(legal_case: LegalCase, *, by: User) -> CaseView:
    """One case with its members, steps, meetings and, for its lawyer, the words."""
    everybody = list(_members(legal_case))
    consultations = list(_consultations(legal_case))
    members = [member for member in everybody if member.left_at is None]
    view = CaseView(legal_case, members, consultations, can_read_words(by, legal_case))
    view.former = [member for member in everybody if member.left_at is not None]
    for member in everybody:
        steps = list(member.steps.all())  # type: ignore[attr-defined]
        member.done_count = sum(step.state != StepState.TODO.value for step in steps)  # type: ignore[attr-defined]
        member.shown_label = ""  # type: ignore[attr-defined]
    if view.may_read:
        _open_words(view, by=by)
    return view


def _open_words(view: CaseView, *, by: User) -> None:
    case = view.legal_case
    words = reveal(case, ["title", "notes"], by=by, reason=Reason.LEGAL_CASE)[0]
    view.title, view.notes = words["title"], words["notes"]
    for member in view.members:
        member.legal_case = case
    labels = reveal(view.members, ["label", "file_number"], by=by, reason=Reason.LEGAL_CASE, subject=case)
    for member, opened in zip(view.members, labels, strict=True):
        member.shown_label = opened["label"]  # type: ignore[attr-defined]
        member.shown_number = opened["file_number"]  # type: ignore[attr-defined]
    for meeting in view.consultations:
        meeting.legal_case = case
    places = reveal(view.consultations, ["place"], by=by, reason=Reason.LEGAL_CASE, subject=case)
    for meeting, opened in zip(view.consultations, places, strict=True):
        meeting.shown_place = opened["place"]  # type: ignore[attr-defined]


def _members(legal_case: LegalCase) -> QuerySet[Membership]:
    steps = MemberStep.objects.select_related("template").order_by("template__position")
    return (
        Membership.objects.filter(legal_case=legal_case)
        .select_related("help_request__client__household", "help_request__topic")
        .prefetch_related(Prefetch("steps", queryset=steps))
        .order_by("joined_at", "id")
    )


def _consultations(legal_case: LegalCase) -> QuerySet[Consultation]:
    invitations = Invitation.objects.select_related("membership__help_request__client").order_by(
        "invited_at", "id"
    )
    return (
        Consultation.objects.filter(legal_case=legal_case)
        .prefetch_related(Prefetch("invitations", queryset=invitations))
        .order_by("-starts_at")
    )


def languages_of(legal_case: LegalCase) -> list[str]:
    """The languages the present members read."""
    live = Membership.objects.filter(legal_case=legal_case, left_at=None)
    return sorted(live.values_list("help_request__language", flat=True).distinct())


def lawyers_of(office_id: int | None) -> QuerySet[User]:
    """People who can take a case of this office, by name."""
    return User.objects.filter(
        office_id=office_id,
        is_active=True,
        frozen_at=None,
        role_grants__role=Role.LAWYER.value,
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
    ).distinct()


def open_invitations(client_id: object) -> QuerySet[Invitation]:
    """A client's invitations to meetings that are still ahead, for her inbox."""
    return (
        Invitation.objects.filter(
            membership__help_request__client_id=client_id,
            membership__left_at=None,
            consultation__starts_at__gte=timezone.now(),
            consultation__cancelled_at=None,
        )
        .select_related("consultation", "membership__help_request__inbox_key", "membership__help_request")
        .order_by("consultation__starts_at")
    )


def steps_due(user: User, until: object) -> QuerySet[MemberStep]:
    """Open steps of this lawyer's members that are due by `until`."""
    return (
        MemberStep.objects.filter(
            membership__legal_case__lawyer=user,
            membership__left_at=None,
            membership__office_awaited_since=None,
            state=StepState.TODO.value,
            due_on__lte=until,
        )
        .select_related("template", "membership__help_request__client", "membership__legal_case")
        .order_by("due_on")
    )
