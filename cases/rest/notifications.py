"""Who hears of a signal: the person first, contentless; the coordinators of her office later."""

from __future__ import annotations

from cases.rest.models import RestSignal
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def tell_the_person(signal: RestSignal) -> None:
    tell_staff(signal.user, Kind.DIGEST)


def tell_coordinators(signal: RestSignal) -> None:
    colleagues = User.objects.filter(
        office=signal.user.office_id, is_active=True, role_grants__role=Role.COORDINATOR.value
    ).distinct()
    for coordinator in colleagues.prefetch_related("role_grants"):
        if coordinator.can(Permission.SEE_WORKLOAD) and coordinator.pk != signal.user_id:
            tell_staff(coordinator, Kind.DIGEST)
