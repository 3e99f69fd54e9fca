"""One sentence each: what a user may do to one legal case."""

from __future__ import annotations

from django.utils import timezone

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
    """Meetings, attendance, steps, messages: operators of the office, the lawyer of the case, her deputy."""
    return user.can(Permission.RUN_CASES) and (
        _is_of_the_case(user, legal_case) or stands_in(user, legal_case)
    )


def stands_in(user: User, legal_case: LegalCase) -> bool:
    """The deputy, up to the last day of the lawyer's absence."""
    until = legal_case.away_until
    named = user.has_role(Role.LAWYER) and legal_case.deputy_id == user.pk
    return named and until is not None and until >= timezone.localdate()


def can_confirm_days(user: User, legal_case: LegalCase) -> bool:
    """A last day is a lawyer's word: hers of the case, or of whoever stands in for her."""
    return can_read_words(user, legal_case) or stands_in(user, legal_case)


def can_name_deputy(user: User, legal_case: LegalCase) -> bool:
    """The lawyer of the case, and those who could hand it over."""
    return can_read_words(user, legal_case) or can_hand_over(user, legal_case)


def can_hand_over(user: User, legal_case: LegalCase) -> bool:
    """Naming another lawyer opens every member to her: operators and coordinators of the office."""
    return user.can(Permission.ASSIGN) and can_change_members(user, legal_case)


def _is_of_the_case(user: User, legal_case: LegalCase) -> bool:
    if user.has_role(Role.LAWYER) and legal_case.lawyer_id == user.pk:
        return True
    office_roles = user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR)
    return office_roles and legal_case.office_id == user.office_id
