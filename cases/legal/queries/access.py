"""Who may open which case by name, what waits for a second person, and what has to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.legal.models import CaseGrant, CaseSeal, Deadline, LegalCase, Membership
from cases.legal.permissions import can_confirm_grant, can_unseal_case
from cases.legal.rules import CONFIRM_WITHIN, WARN_DAYS
from cases.requests.models import Exclusion, RequestSeal
from cases.requests.permissions import can_unseal
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role


@dataclass
class GrantLine:
    """One live grant; `lapses_on` once it waits to be confirmed."""

    grant: CaseGrant
    may_confirm: bool

    @property
    def lapses_on(self) -> date | None:
        asked = self.grant.asked_at
        return timezone.localdate(asked) + CONFIRM_WITHIN if asked else None


@dataclass
class AccessPage:
    """What the page of grants and seals shows: of sealed things the code alone."""

    to_confirm: list[GrantLine] = field(default_factory=list)
    request_seals: list[RequestSeal] = field(default_factory=list)
    case_seals: list[CaseSeal] = field(default_factory=list)
    alone: list[LegalCase] = field(default_factory=list)  # sealed, a day is near, and its lawyer is away


def may_be_named(office_id: int | None) -> QuerySet[User]:
    """Lawyers and operators of this office: they may be let into a case by name."""
    return _with_roles(office_id, Role.LAWYER, Role.OPERATOR)


def desk_of(office_id: int | None) -> list[User]:
    """The coordinators of this office, else its operators."""
    found = list(_with_roles(office_id, Role.COORDINATOR))
    return found or list(_with_roles(office_id, Role.OPERATOR))


def _with_roles(office_id: int | None, *roles: Role) -> QuerySet[User]:
    people = User.objects.filter(
        office=office_id,
        is_active=True,
        frozen_at=None,
        role_grants__role__in=sorted(role.value for role in roles),
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
    )
    return people.distinct().order_by("name", "pk")


def grants_of(legal_case: LegalCase, *, by: User) -> list[GrantLine]:
    """The live grants of one case."""
    rows = CaseGrant.objects.live().filter(legal_case=legal_case).select_related("user", "given_by")
    found = list(rows)
    for row in found:
        row.legal_case = legal_case
    return [GrantLine(row, can_confirm_grant(by, row)) for row in found]


def live_seal(legal_case: LegalCase) -> CaseSeal | None:
    """The seal on a case, with who asked to open it."""
    if not legal_case.is_sealed:
        return None
    return CaseSeal.objects.filter(legal_case=legal_case, opened_at=None).select_related("asked_by").first()


def live_request_seal(request_id: UUID) -> RequestSeal | None:
    """The seal on a request, with who asked to open it."""
    rows = RequestSeal.objects.filter(help_request=request_id, opened_at=None)
    return rows.select_related("asked_by").first()


def access_page(user: User) -> AccessPage:
    """What waits for this user: grants to confirm, and unsealings that another person asked for."""
    page = AccessPage()
    waiting = CaseGrant.objects.live().filter(asked_at__isnull=False).exclude(user=user)
    waiting = waiting.filter(_responsible(user)).select_related("user", "legal_case__lawyer")
    page.to_confirm = [GrantLine(row, may_confirm=True) for row in waiting if can_confirm_grant(user, row)]
    page.alone = _alone(user)
    if not user.can(Permission.UNSEAL):
        return page
    asked = Q(opened_at=None, asked_by__isnull=False)
    kept = Exclusion.objects.clients_kept_from(user)
    requests = RequestSeal.objects.filter(asked).exclude(help_request__client__in=kept)
    cases = CaseSeal.objects.filter(asked)
    if not user.has_role(Role.LAWYER):
        requests = requests.filter(help_request__office=user.office_id)
        cases = cases.filter(legal_case__office=user.office_id)
    page.request_seals = [
        row
        for row in requests.select_related("help_request", "asked_by")[:50]
        if can_unseal(user, row.help_request)
    ]
    page.case_seals = [
        row
        for row in cases.select_related("legal_case", "asked_by")[:50]
        if can_unseal_case(user, row.legal_case)
    ]
    return page


def _alone(user: User) -> list[LegalCase]:
    """Sealed cases with a day near or unknown, which nobody can open now: somebody has to be let in."""
    if not user.has_role(Role.COORDINATOR):
        return []
    today = timezone.localdate()
    away = Q(lawyer=None) | Q(lawyer__is_active=False) | Q(lawyer__frozen_at__isnull=False)
    near = Deadline.objects.unfinished().due_by(today + timedelta(days=max(WARN_DAYS)))
    cases = LegalCase.objects.open().filter(
        away | Q(away_until__gte=today),
        office=user.office_id,
        is_sealed=True,
        pk__in=near.values("membership__legal_case"),
    )
    kept = Exclusion.objects.clients_kept_from(user)
    touched = Membership.objects.filter(help_request__client__in=kept).values("legal_case")
    let_in = CaseGrant.objects.live().named().values("legal_case")
    found = cases.exclude(pk__in=touched).exclude(pk__in=let_in).select_related("lawyer")
    return list(found.order_by("code")[:50])


def _responsible(user: User) -> Q:
    """Lawyers: their own cases. Operators and coordinators: the cases of their office."""
    mine = Q(legal_case__lawyer=user) if user.has_role(Role.LAWYER) else Q(pk__in=[])
    if user.can(Permission.ASSIGN):
        mine |= Q(legal_case__office=user.office_id)
    return mine


def sealed_case_by_code(user: User, code: str) -> LegalCase | None:
    """A case of the coordinator's office by the code that a colleague told her."""
    if not user.has_role(Role.COORDINATOR):
        return None
    found: LegalCase | None = LegalCase.objects.filter(office=user.office_id, code=code).first()
    return found
