"""Days that must not be missed: counted by a rule, confirmed by a lawyer, told again until they are done."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.carrying import carry_days
from cases.legal.actions.locks import lock_case, lock_member
from cases.legal.actions.standing_in import let_stand_down, let_stand_in, note_away
from cases.legal.actions.told_days import settle_told
from cases.legal.models import Deadline, LegalCase, Membership, MemberStep
from cases.legal.notifications import day_is_near, letter_noted
from cases.legal.permissions import can_confirm_days, can_name_deputy, can_run
from cases.legal.queries import hearers_of, lawyers_of, stage_of, to_remind
from cases.legal.rules import PASSED, due_day
from cases.legal.workflow import StepState
from cases.requests.permissions import is_kept_from
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def add_deadline(*, membership: Membership, kind: str, document_on: date, by: User) -> Deadline:
    """Notes a letter or event. The day is counted where a rule is stated; it counts when a lawyer confirms.

    She hears of it at once, and whoever stands in while she is away.

    Raises NotNow when the letter lies in the future, or the same one is noted already.
    """
    fresh = lock_member(membership)
    _may(fresh, allowed=can_run(by, fresh.legal_case))
    if document_on > timezone.localdate():
        raise NotNow(_("The date of the letter lies in the future. Look at it again."))
    letters = Deadline.objects.filter(membership=fresh, was_told=False)
    if letters.filter(kind=kind, document_on=document_on).exists():
        raise NotNow(_("This letter is noted already."))
    found = due_day(kind, document_on)
    deadline = Deadline(
        membership=fresh,
        kind=kind,
        document_on=document_on,
        rule=found.rule.code if found else "",
        counted_to=found.due if found else None,
        made_at=timezone.now(),
    )
    deadline.save(force_insert=True)
    for user in hearers_of(fresh, timezone.localdate()):
        if user != by:
            letter_noted(user)
    record("deadline.add", deadline, by=by)
    return deadline


@action
def confirm_deadline(*, deadline: Deadline, due_on: date, by: User) -> None:
    """A lawyer vouches for the day: the person sees it, reminders run, steps of this rule are due on it.

    The queue sees it, too: the request's own deadline is never later.
    It may be corrected. Raises NotNow for a day before the letter.
    """
    fresh = _held(deadline)
    _may(fresh.membership, allowed=can_confirm_days(by, fresh.membership.legal_case))
    if due_on < fresh.document_on:
        raise NotNow(_("The last day cannot lie before the letter."))
    before = settle_told(fresh)
    fresh.due_on, fresh.confirmed_by, fresh.confirmed_at = due_on, by, timezone.now()
    fresh.reminded, fresh.done_at = None, None
    fresh.save(update_fields=["due_on", "confirmed_by", "confirmed_at", "reminded", "done_at"])
    MemberStep.objects.filter(
        membership=fresh.membership, template__due_rule=fresh.kind, state=StepState.TODO.value
    ).update(due_on=due_on)
    carry_days(fresh.membership, fresh.membership.help_request, gone=before)
    record("deadline.confirm", fresh, by=by)


@action
def finish_deadline(*, deadline: Deadline, done: bool, by: User) -> None:
    """What was due is done, so it is silent; or it is not done after all, and reminders run again."""
    fresh = _held(deadline)
    _may(fresh.membership, allowed=can_run(by, fresh.membership.legal_case))
    if fresh.confirmed_at is None:
        raise NotNow(_("A lawyer confirms the day first."))
    fresh.done_at = timezone.now() if done else None
    fresh.reminded = None
    fresh.save(update_fields=["done_at", "reminded"])
    carry_days(fresh.membership, fresh.membership.help_request, gone=fresh.due_on if done else None)
    record("deadline.done" if done else "deadline.undone", fresh, by=by)


@action
def drop_deadline(*, deadline: Deadline, by: User) -> None:
    """Takes a mistake away; what was confirmed, or came with the request, only a lawyer takes away."""
    fresh = _held(deadline)
    case = fresh.membership.legal_case
    lawyers_alone = fresh.confirmed_at is not None or fresh.was_told
    _may(fresh.membership, allowed=can_confirm_days(by, case) if lawyers_alone else can_run(by, case))
    gone = settle_told(fresh)
    record("deadline.drop", fresh, by=by)
    fresh.delete()
    carry_days(fresh.membership, fresh.membership.help_request, gone=gone)


def _held(deadline: Deadline) -> Deadline:
    rows = Deadline.objects.select_for_update(of=("self",))
    lock_member(deadline.membership)
    fresh: Deadline | None = rows.select_related("membership__legal_case").filter(pk=deadline.pk).first()
    if fresh is None:
        raise NotNow(_("Somebody took this day away meanwhile."))
    return fresh


def _may(membership: Membership, *, allowed: bool) -> None:
    if not allowed:
        raise Refused
    if membership.left_at is not None:
        raise NotNow(_("This person has left the case already."))


@action
def name_deputy(*, legal_case: LegalCase, deputy: User | None, away_until: date | None, by: User) -> None:
    """Who stands in while the lawyer is away, up to a day; the access ends with that day.

    She opens the members' requests, too, except where something is sealed off.
    Nobody, but a day: the desk of the office hears up to that day. Nobody and no day: she is here.
    Raises NotNow for a day that has gone by, or somebody who cannot stand in.
    """
    lock_case(legal_case)
    if not can_name_deputy(by, legal_case):
        raise Refused
    if (deputy is not None and away_until is None) or (away_until and away_until < timezone.localdate()):
        raise NotNow(_("Choose the last day of the absence."))
    if away_until is None:
        let_stand_down(legal_case, by=by)
    elif deputy is None:
        note_away(legal_case, until=away_until, by=by)
    else:
        _check_deputy(deputy, legal_case)
        let_stand_in(legal_case, deputy, until=away_until, by=by)


def _check_deputy(deputy: User, legal_case: LegalCase) -> None:
    is_of_office = lawyers_of(legal_case.office_id).filter(pk=deputy.pk).exists()
    if not is_of_office or deputy.pk == legal_case.lawyer_id:
        raise NotNow(_("Choose another lawyer of this office."))
    if _is_kept_away(deputy, legal_case):
        raise NotNow(_("This lawyer cannot stand in for this case."))


def _is_kept_away(deputy: User, legal_case: LegalCase) -> bool:
    members = Membership.objects.filter(legal_case=legal_case, left_at=None)
    return any(
        is_kept_from(deputy, client_id)
        for client_id in members.values_list("help_request__client", flat=True)
    )


def remind_of_deadlines() -> int:
    """One reminder 14, 7, 3 and 1 days before each day and one after it. How many there were.

    One that no lawyer has confirmed is told of as well: by the counted day, or by how long it has waited.
    """
    today = timezone.localdate()
    return sum(_remind(row, today) for row in to_remind(today))


@action
def _remind(deadline: Deadline, today: date) -> bool:
    """Each in a transaction of its own: one that fails stops no other."""
    with transaction.atomic():
        held = to_remind(today).select_for_update(of=("self",), skip_locked=True).filter(pk=deadline.pk)
        fresh = held.first()
        now = stage_of(fresh, today) if fresh is not None else None
        if fresh is None or now is None or (fresh.reminded is not None and fresh.reminded <= now):
            return False
        fresh.reminded = now
        fresh.save(update_fields=["reminded"])
        is_late = now == PASSED or (fresh.confirmed_at is None and now <= 1)
        for user in hearers_of(fresh.membership, today, others_too=is_late):
            day_is_near(user)
        record("deadline.remind", fresh, by=SYSTEM)
    return True
