"""Who may have which piece, who is away, and who stands in for her."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.duty.models import Shift
from cases.duty.permissions import can_be_on_duty
from cases.mentoring.permissions import can_mentor
from cases.moving.models import Absence
from cases.moving.rules import CHOSEN_KINDS, Kind, Piece
from cases.requests.models import Exclusion
from cases.requests.queries import work_is_given
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.ui.dates import day

WORKING = [Role.OPERATOR.value, Role.LAWYER.value, Role.COORDINATOR.value, Role.VOLUNTEER.value]


def colleagues(office_id: int | None) -> QuerySet[User]:
    """Everybody of this office who may have any work at all, with what `can` asks. Two queries."""
    people = User.objects.filter(
        office_id=office_id or 0,
        is_active=True,
        frozen_at=None,
        role_grants__role__in=WORKING,
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
    )
    rows = people.distinct().select_related("volunteer_profile").prefetch_related("role_grants")
    return rows.order_by("name", "pk")


def may_have(kind: Kind, person: User, office_id: int | None) -> bool:
    """By her roles and her office alone."""
    if person.office_id != office_id:
        return False
    if kind is Kind.REQUEST:
        return person.can(Permission.ANSWER)
    if kind in {Kind.CASE, Kind.MEETING, Kind.STAND_IN}:
        return person.has_role(Role.LAWYER) and person.can(Permission.RUN_CASES)
    if kind is Kind.TASK:
        return person.can(Permission.APPROVE_CLAIM)
    if kind is Kind.REFERRAL:
        return person.can(Permission.REFER) and person.has_role(Role.OPERATOR)
    if kind is Kind.SHIFT:
        return can_be_on_duty(person, office_id or 0)
    return can_mentor(person)


def able_colleagues(office_id: int | None) -> list[User]:
    """Those who may have at least one kind; of volunteers only who may accompany a household."""
    people = list(colleagues(office_id))
    return [one for one in people if any(may_have(kind, one, office_id) for kind in CHOSEN_KINDS)]


def who_may(
    kind: Kind,
    people: Sequence[User],
    pieces: Sequence[Piece],
    *,
    office_id: int | None,
    even_away: bool = False,
) -> dict[UUID, list[UUID]]:
    """For each piece the people who may hold it; never its holder, nor whom a client keeps away."""
    able = [person for person in people if may_have(kind, person, office_id)]
    kept, households = _kept(able)
    away = {} if even_away else away_days(person.pk for person in able)
    busy = _busy(able) if kind is Kind.SHIFT else {}
    found: dict[UUID, list[UUID]] = {}
    for piece in pieces:
        day = piece.due if kind is Kind.SHIFT else None
        found[piece.pk] = [
            person.pk
            for person in able
            if person.pk not in {piece.holder, piece.other}
            and not kept.get(person.pk, set()) & piece.clients
            and not households.get(person.pk, set()) & piece.households
            and not is_away_on(away.get(person.pk, []), day or timezone.localdate())
            and not _overlaps(busy.get(person.pk, []), piece)
        ]
    return found


def _kept(people: Iterable[User]) -> tuple[dict[UUID, set[UUID]], dict[UUID, set[UUID]]]:
    """By person: the clients and the households that keep her away. One query."""
    clients: dict[UUID, set[UUID]] = {}
    households: dict[UUID, set[UUID]] = {}
    rows = Exclusion.objects.filter(user__in=[person.pk for person in people])
    for user, client, household in rows.values_list("user", "client", "client__household"):
        clients.setdefault(user, set()).add(client)
        if household is not None:
            households.setdefault(user, set()).add(household)
    return clients, households


Days = list[tuple[date, date]]


def away_days(people: Iterable[UUID]) -> dict[UUID, Days]:
    """By person: from when to when she is away. One query."""
    found: dict[UUID, Days] = {}
    rows = Absence.objects.live().filter(user__in=list(people))
    for user, first, last in rows.values_list("user", "from_on", "until_on"):
        found.setdefault(user, []).append((first, last))
    return found


def is_away_on(days: Days, day: date) -> bool:
    return any(first <= day <= last for first, last in days)


def _busy(people: Iterable[User]) -> dict[UUID, list[Shift]]:
    found: dict[UUID, list[Shift]] = {}
    for shift in Shift.objects.filter(user__in=[one.pk for one in people], ends_at__gt=timezone.now()):
        found.setdefault(shift.user_id, []).append(shift)
    return found


def _overlaps(shifts: Iterable[Shift], piece: Piece) -> bool:
    if piece.starts is None or piece.ends is None:
        return False
    return any(shift.starts_at < piece.ends and shift.ends_at > piece.starts for shift in shifts)


def absence_on(user: User, day: date) -> Absence | None:
    """In which of her absences this day lies."""
    rows = Absence.objects.live().filter(user=user, from_on__lte=day, until_on__gte=day)
    found: Absence | None = rows.select_related("deputy", "user").order_by("-until_on").first()
    return found


@receiver(work_is_given, dispatch_uid="moving")
def take_in_her_place(
    *, to: User, by: Actor, may: Callable[[User], bool], on: date, **_signal: Any
) -> User | None:
    """Who is away gets nothing new: whoever stands in for her takes it, or nobody does until she is back.

    Raises NotNow with the last day of her absence. What she gives herself is hers.
    """
    absence = absence_on(to, on) if to != by else None
    if absence is None:
        return None
    deputy = absence.stands_in
    if deputy is not None and may(deputy) and absence_on(deputy, on) is None:
        return deputy
    words = {"name": to, "day": day(absence.until_on)}
    raise NotNow(_("%(name)s is away until %(day)s. Choose somebody else.") % words)
