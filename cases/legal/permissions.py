"""One sentence each: what a user may do to one legal case."""

from __future__ import annotations

from cases.legal.models import LegalCase
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role


def can_read_words(user: User, legal_case: LegalCase) -> bool:
    """Title, notes and labels are the lawyer's own; others see the case without its words."""
    return user.has_role(Role.LAWYER) and legal_case.lawyer_id == user.pk


def can_change_members(user: User, legal_case: LegalCase) -> bool:
    """Operators and coordinators of the office, and the lawyer of the case."""
    return user.can(Permission.GROUP) and _is_of_the_case(user, legal_case)


def can_run(user: User, legal_case: LegalCase) -> bool:
    """Meetings, attendance, steps and messages: operators of the office and the lawyer of the case."""
    return user.can(Permission.RUN_CASES) and _is_of_the_case(user, legal_case)


def can_hand_over(user: User, legal_case: LegalCase) -> bool:
    """Naming another lawyer opens every member to her: operators and coordinators of the office."""
    return user.can(Permission.ASSIGN) and can_change_members(user, legal_case)


def _is_of_the_case(user: User, legal_case: LegalCase) -> bool:
    if user.has_role(Role.LAWYER) and legal_case.lawyer_id == user.pk:
        return True
    office_roles = user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR)
    return office_roles and legal_case.office_id == user.office_id
