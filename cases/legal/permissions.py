"""One sentence each: what a user may do to one legal case."""

from __future__ import annotations

from django.utils import timezone

from cases.legal.models import CaseGrant, LegalCase
from cases.legal.workflow import WhyGranted
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role


def can_read_words(user: User, legal_case: LegalCase) -> bool:
    """Title, notes and labels are the lawyer's own; others see the case without its words."""
    return user.has_role(Role.LAWYER) and legal_case.lawyer_id == user.pk


def can_change_members(user: User, legal_case: LegalCase) -> bool:
    """Operators and coordinators of the office, and the lawyer of the case."""
    return user.can(Permission.GROUP) and _is_of_the_case(user, legal_case)


def holds_grant(user: User, legal_case: LegalCase) -> bool:
    """Let into this case by name, and the last day has not gone by."""
    if not (user.has_role(Role.LAWYER) or user.has_role(Role.OPERATOR)):
        return False
    return CaseGrant.objects.live().named().filter(legal_case=legal_case, user=user).exists()


def can_read_privileged(user: User, legal_case: LegalCase) -> bool:
    """Privileged notes are for lawyers of the case: its own, and those let into it by name.

    Nobody who stands in, whoever the deputy is now: that opens the case and its members, and nothing more.
    """
    if not user.has_role(Role.LAWYER) or legal_case.lawyer_id == user.pk:
        return user.has_role(Role.LAWYER)
    grants = CaseGrant.objects.live().named().filter(legal_case=legal_case, user=user)
    return grants.exclude(why=WhyGranted.STAND_IN.value).exists()


def can_seal_case(user: User, legal_case: LegalCase) -> bool:
    """Sealing off protects, so whoever may change the case may do it alone."""
    return user.can(Permission.SEAL) and can_change_members(user, legal_case)


def can_unseal_case(user: User, legal_case: LegalCase) -> bool:
    """One of the two: a lawyer of the case, or a coordinator of its office."""
    if not user.can(Permission.UNSEAL):
        return False
    if user.has_role(Role.COORDINATOR) and user.office_id == legal_case.office_id:
        return True
    return can_read_privileged(user, legal_case)


def can_grant(user: User, legal_case: LegalCase) -> bool:
    """Who lets somebody in by name: operators who may open the case, and coordinators of its office.

    A coordinator may also name people for a sealed case, which she cannot open herself.
    """
    if not user.can(Permission.ASSIGN):
        return False
    if user.has_role(Role.COORDINATOR) and user.office_id == legal_case.office_id:
        return True
    return _is_of_the_case(user, legal_case)


def can_confirm_grant(user: User, grant: CaseGrant) -> bool:
    """That it is still needed says the lawyer of the case or who may grant; nobody says it of herself."""
    if grant.user_id == user.pk:
        return False
    return can_read_words(user, grant.legal_case) or can_grant(user, grant.legal_case)


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
    """A last day is a lawyer's word: one of the case's, or of whoever stands in for her."""
    return can_read_privileged(user, legal_case) or stands_in(user, legal_case)


def can_record_minutes(user: User, legal_case: LegalCase) -> bool:
    """What a meeting cost is the lawyer's word, or her deputy's; without a lawyer that of whoever runs it."""
    if legal_case.lawyer_id is None:
        return can_run(user, legal_case)
    return user.can(Permission.RUN_CASES) and can_confirm_days(user, legal_case)


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
    if office_roles and legal_case.office_id == user.office_id and not legal_case.is_sealed:
        return True
    return holds_grant(user, legal_case)
