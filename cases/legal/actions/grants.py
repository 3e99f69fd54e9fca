"""Who may open a case by name: for a reason, until a day, confirmed each quarter, ended with the case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.locks import lock_case, lock_members
from cases.legal.models import CaseGrant, LegalCase, Membership
from cases.legal.notifications import grants_to_confirm
from cases.legal.permissions import can_confirm_grant, can_grant
from cases.legal.queries import desk_of, may_be_named
from cases.legal.rules import ASK_EVERY, CONFIRM_WITHIN, LONGEST_GRANT
from cases.legal.workflow import CaseStatus, GrantEnd, WhyGranted
from cases.requests.models import Exclusion
from helpdesk.accounts.actors import SYSTEM, Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def give_grant(*, legal_case: LegalCase, user: User, why: WhyGranted, until: date, by: User) -> CaseGrant:
    """Lets a lawyer or operator of the office into one case, up to a day; a new one replaces the old one.

    Raises NotNow for a day that has gone by or lies too far ahead, and for somebody who cannot be named.
    """
    lock_case(legal_case)
    if not can_grant(by, legal_case) or why is WhyGranted.ASSIGNED or user.pk == by.pk:
        raise Refused
    if legal_case.status != CaseStatus.OPEN.value:
        raise NotNow(_("This case is closed. Make a new one."))
    today = timezone.localdate()
    if not today <= until <= today + LONGEST_GRANT:
        raise NotNow(_("Choose a last day from today on, within half a year."))
    named = may_be_named(legal_case.office_id).filter(pk=user.pk).exists()
    if not named or user.pk == legal_case.lawyer_id or _is_kept_away(user, legal_case):
        raise NotNow(_("This person cannot be let into this case."))
    _end(CaseGrant.objects.filter(legal_case=legal_case, user=user), GrantEnd.RENEWED, by=by)
    grant = CaseGrant(
        legal_case=legal_case, user=user, why=why.value, until=until, given_by=by, given_at=timezone.now()
    )
    grant.save(force_insert=True)
    record("case_group.grant", grant, by=by, reason=why.value)
    return grant


def _is_kept_away(user: User, legal_case: LegalCase) -> bool:
    kept = Exclusion.objects.clients_kept_from(user)
    return Membership.objects.filter(
        legal_case=legal_case, left_at=None, help_request__client__in=kept
    ).exists()


@action
def take_back_grant(*, grant: CaseGrant, by: User) -> None:
    """Ends a grant by name at once; the lawyer's own ends by handing the case over."""
    lock_case(grant.legal_case)
    if not can_confirm_grant(by, grant) or grant.why == WhyGranted.ASSIGNED.value:
        raise Refused
    _end(CaseGrant.objects.filter(pk=grant.pk), GrantEnd.TAKEN_BACK, by=by)


@action
def confirm_grant(*, grant: CaseGrant, by: User) -> None:
    """Somebody else than its holder says that it is still needed."""
    lock_case(grant.legal_case)
    if not can_confirm_grant(by, grant):
        raise Refused
    fresh: CaseGrant | None = CaseGrant.objects.live().filter(pk=grant.pk).first()
    if fresh is None:
        raise NotNow(_("This access has ended already."))
    fresh.asked_at, fresh.confirmed_at, fresh.confirmed_by = None, timezone.now(), by
    fresh.save(update_fields=["asked_at", "confirmed_at", "confirmed_by"])
    record("case_group.grant_confirm", fresh, by=by)


def note_lawyer(legal_case: LegalCase, *, by: Actor) -> None:
    """The grants follow the assignment: the lawyer before has none, the one of now has hers.

    Inside an action that holds the case.
    """
    assigned = CaseGrant.objects.assigned().filter(legal_case=legal_case)
    _end(assigned.exclude(user=legal_case.lawyer_id), GrantEnd.HANDED_OVER, by=by)
    if legal_case.lawyer_id is None or assigned.filter(ended_at=None).exists():
        return
    _end(CaseGrant.objects.filter(legal_case=legal_case, user=legal_case.lawyer_id), GrantEnd.RENEWED, by=by)
    given_by = by if isinstance(by, User) else None
    CaseGrant(
        legal_case=legal_case,
        user_id=legal_case.lawyer_id,
        why=WhyGranted.ASSIGNED.value,
        given_by=given_by,
        given_at=timezone.now(),
    ).save(force_insert=True)


def end_stand_in(legal_case: LegalCase, user_id: UUID | None, *, by: Actor) -> None:
    """What somebody got for standing in, or had up to a day that is over; other grants stay hers.

    Inside an action that holds the case.
    """
    ends = Q(why=WhyGranted.STAND_IN.value) | Q(until__lt=timezone.localdate())
    given = CaseGrant.objects.filter(ends, legal_case=legal_case, user=user_id)
    _end(given, GrantEnd.TAKEN_BACK, by=by)


def end_stand_ins(legal_case: LegalCase, *, by: Actor) -> None:
    """Whoever stood in did so for a lawyer who has the case no more. Inside an action that holds it."""
    given = CaseGrant.objects.filter(legal_case=legal_case, why=WhyGranted.STAND_IN.value)
    _end(given, GrantEnd.HANDED_OVER, by=by)


def end_grants_of(user: User, *, by: Actor) -> int:
    """Every case is closed to somebody who works here no more, inside an action; how many there were."""
    live = list(CaseGrant.objects.filter(user=user, ended_at=None).values_list("pk", flat=True))
    _end(CaseGrant.objects.filter(pk__in=live), GrantEnd.TAKEN_BACK, by=by)
    return len(live)


def end_grants(legal_case: LegalCase, why: GrantEnd, *, by: Actor) -> None:
    """Nobody is let in by name any more, inside an action that holds the case."""
    _end(CaseGrant.objects.filter(legal_case=legal_case), why, by=by)


def _end(grants: object, why: GrantEnd, *, by: Actor) -> None:
    for grant in grants.filter(ended_at=None):  # type: ignore[attr-defined]
        grant.ended_at, grant.ended_why = timezone.now(), why.value
        grant.ended_by = by if isinstance(by, User) else None
        grant.save(update_fields=["ended_at", "ended_by", "ended_why"])
        record("case_group.grant_end", grant, by=by, reason=why.value)


def review_grants() -> tuple[int, int]:
    """Each quarter somebody is asked whether a grant is still needed; without a yes it lapses.

    How many were asked about and how many lapsed.
    """
    today = timezone.localdate()
    _note_missing()
    late = CaseGrant.objects.live().filter(asked_at__date__lte=today - CONFIRM_WITHIN)
    lapsed = sum(_lapse(grant) for grant in late.select_related("legal_case"))
    last = Coalesce("confirmed_at__date", "given_at__date")
    due = CaseGrant.objects.live().annotate(last=last).filter(last__lte=today - ASK_EVERY, asked_at=None)
    asked = sum(_ask(grant) for grant in due.select_related("legal_case__lawyer", "legal_case__office"))
    return asked, lapsed


@action
def _note_missing() -> None:
    """Cases that are older than the grants: their lawyers get one now."""
    have = CaseGrant.objects.assigned().filter(ended_at=None).values("legal_case")
    for legal_case in LegalCase.objects.open().filter(lawyer__isnull=False).exclude(pk__in=have):
        note_lawyer(lock_case(legal_case), by=SYSTEM)


@action
def _ask(grant: CaseGrant) -> bool:
    with transaction.atomic():
        lock_case(grant.legal_case)
        fresh: CaseGrant | None = CaseGrant.objects.live().filter(pk=grant.pk, asked_at=None).first()
        if fresh is None:
            return False
        fresh.asked_at = timezone.now()
        fresh.save(update_fields=["asked_at"])
        lawyer = grant.legal_case.lawyer
        is_named = grant.why != WhyGranted.ASSIGNED.value
        hearers = [lawyer] if is_named and lawyer is not None else desk_of(grant.legal_case.office_id)
        for user in hearers:
            grants_to_confirm(user)
        record("case_group.grant_ask", fresh, by=SYSTEM)
    return True


@action
def _lapse(grant: CaseGrant) -> bool:
    """The holder can open the case no more. A case whose lawyer's grant lapsed has no lawyer."""
    with transaction.atomic():
        case = lock_case(grant.legal_case)
        if not CaseGrant.objects.live().filter(pk=grant.pk, asked_at=grant.asked_at).exists():
            return False
        _end(CaseGrant.objects.filter(pk=grant.pk), GrantEnd.NOT_CONFIRMED, by=SYSTEM)
        if grant.why == WhyGranted.ASSIGNED.value and case.lawyer_id == grant.user_id:
            for member in lock_members(case):
                if member.help_request.assigned_to_id == grant.user_id:
                    member.help_request.assigned_to = None
                    member.help_request.save(update_fields=["assigned_to"])
            case.lawyer = None
            case.save(update_fields=["lawyer"])
        for user in desk_of(case.office_id):
            grants_to_confirm(user)
    return True
