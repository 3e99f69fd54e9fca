"""Whom an alarm reaches; contentless, at once."""

from __future__ import annotations

from helpdesk.accounts.roles import Role
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind
from helpdesk.team.queries import people_with_role


def warn_auditors() -> None:
    """Somebody reads what is unusual."""
    for user in people_with_role(Role.AUDITOR):
        tell_staff(user, Kind.DANGER)


def warn_of_the_log() -> None:
    """The chain is broken: auditors and administrators."""
    for user in people_with_role(Role.AUDITOR, Role.ADMINISTRATOR):
        tell_staff(user, Kind.DANGER)


def digest_is_ready() -> None:
    for user in people_with_role(Role.AUDITOR):
        tell_staff(user, Kind.DIGEST)
