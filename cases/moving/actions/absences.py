"""Somebody is away: what cannot wait goes to whoever stands in for her, and comes back with one click."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.locks import lock_case
from cases.legal.actions.standing_in import let_stand_down
from cases.legal.models import LegalCase
from cases.moving.actions.away import leave_to_the_desk
from cases.moving.actions.bulk import bring_back
from cases.moving.actions.carrying import carry, hold, note_marks
from cases.moving.models import Absence, Move, MovedThing
from cases.moving.notifications import work_moved
from cases.moving.permissions import (
    can_answer,
    can_end,
    can_enter_absence,
    can_move_work,
    can_stand_in,
    can_take_back,
)
from cases.moving.queries.holders import who_may
from cases.moving.queries.pieces import held_by
from cases.moving.rules import LONGEST_ABSENCE, Kind, Piece, State, Why, WhyNot, cannot_wait
from helpdesk.accounts.actors import SYSTEM, Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

HANDED = (Kind.STAND_IN, Kind.REQUEST, Kind.TASK, Kind.REFERRAL, Kind.SHIFT)


@action
def enter_absence(
    *, user: User, from_on: date, until_on: date, deputy: User | None = None, by: User
) -> Absence:
    """She is away from one day to another. A deputy named by herself has to say yes; a coordinator sets one.

    Raises NotNow for days that make no sense, an absence that is there already, or a deputy who does not fit.
    """
    if not can_enter_absence(by, user):
        raise Refused
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two windows at once: one after the other
    _check_days(user, from_on, until_on)
    _check_deputy(user, deputy, from_on, until_on)
    is_set = deputy is not None and (deputy == by or (by != user and can_move_work(by, user.office_id)))
    absence = Absence(
        user=user,
        from_on=from_on,
        until_on=until_on,
        deputy=deputy,
        accepted_at=timezone.now() if is_set else None,
        made_by=by,
        made_at=timezone.now(),
    )
    absence.save(force_insert=True)
    record("absence.enter", absence, by=by)
    work_moved([one for one in (user, deputy) if one is not None and one != by])
    if absence.is_now and (deputy is None or is_set):
        begin(absence, by=SYSTEM)
    return absence


def _check_days(user: User, from_on: date, until_on: date) -> None:
    today = timezone.localdate()
    if until_on < from_on or until_on < today or from_on < today - timedelta(days=7):
        raise NotNow(_("Choose a first day and a last day that is not over."))
    if (until_on - from_on).days > LONGEST_ABSENCE:
        raise NotNow(_("An absence is at most a year long."))
    live = Absence.objects.live().filter(user=user, from_on__lte=until_on, until_on__gte=from_on)
    if live.exists():
        raise NotNow(_("There is an absence on these days already. End it first."))


def _check_deputy(user: User, deputy: User | None, from_on: date, until_on: date) -> None:
    if deputy is None:
        return
    if not can_stand_in(deputy, user) or not deputy.is_active or deputy.frozen_at is not None:
        raise NotNow(_("A deputy is a colleague of the same office with the same role."))
    away = Absence.objects.live().filter(user=deputy, from_on__lte=until_on, until_on__gte=from_on)
    if away.exists():
        raise NotNow(_("This colleague is away on these days herself."))


def _held(absence: Absence) -> Absence:
    rows = Absence.objects.select_for_update(of=("self",)).select_related("user__office", "deputy")
    fresh: Absence = rows.get(pk=absence.pk)
    if fresh.ended_at is not None or fresh.until_on < timezone.localdate():
        raise NotNow(_("This absence is over."))
    return fresh


@action
def answer_standing_in(*, absence: Absence, says_yes: bool, by: User) -> None:
    """The deputy agrees, or not; on a no the absence stands without one and both sides know."""
    fresh = _held(absence)
    if not can_answer(by, fresh):
        raise Refused
    if fresh.accepted_at is not None:
        raise NotNow(_("You have said yes already. Ask a coordinator to name somebody else."))
    if says_yes:
        fresh.accepted_at = timezone.now()
        fresh.save(update_fields=["accepted_at"])
    else:
        fresh.deputy = None
        fresh.save(update_fields=["deputy"])
    record("absence.accept" if says_yes else "absence.decline", fresh, by=by)
    work_moved([fresh.user])
    if says_yes and fresh.is_now:
        begin(fresh, by=SYSTEM)


@action
def set_deputy(*, absence: Absence, deputy: User, by: User) -> None:
    """A coordinator names who stands in. What cannot wait goes to her at once when the absence has begun."""
    fresh = _held(absence)
    if not can_move_work(by, fresh.user.office_id):
        raise Refused
    _check_deputy(fresh.user, deputy, fresh.from_on, fresh.until_on)
    fresh.deputy, fresh.accepted_at = deputy, timezone.now()
    fresh.save(update_fields=["deputy", "accepted_at"])
    record("absence.name_deputy", fresh, by=by)
    work_moved([one for one in (fresh.user, deputy) if one != by])
    if fresh.is_now:
        begin(fresh, by=SYSTEM)


def begin(absence: Absence, *, by: Actor) -> Move:
    """Hands over what cannot wait, and lists what stays. Inside an action that holds the absence.

    Without a deputy only emergencies and days within the absence go, back to the queue; of the days in her
    cases the desk hears in her place.
    """
    user, deputy = absence.user, absence.stands_in
    pieces = [piece for kind in HANDED for piece in held_by(kind, user)]
    hold(pieces)
    now = timezone.now()
    move = Move(
        why=Why.ABSENCE.value, office=user.office, from_user=user, absence=absence, made_at=now, done_at=now
    )
    move.save(force_insert=True)
    things = [
        thing
        for kind in HANDED
        for thing in _hand(move, kind, [piece for piece in pieces if piece.kind is kind], absence)
    ]
    note_marks([thing for thing in things if thing.state == State.DONE.value])
    MovedThing.objects.bulk_create(things)
    absence.begun_at = now
    absence.save(update_fields=["begun_at"])
    record("absence.begin", absence, by=by)
    leave_to_the_desk(absence, by=by)
    if deputy is not None:
        work_moved([deputy])
    return move


def _hand(move: Move, kind: Kind, pieces: list[Piece], absence: Absence) -> list[MovedThing]:
    user, deputy = absence.user, absence.stands_in
    may = who_may(kind, [deputy], pieces, office_id=user.office_id) if deputy is not None else {}
    things = []
    for piece in pieces:
        urgent = cannot_wait(piece, until=absence.until_on, has_deputy=deputy is not None)
        to = deputy if urgent and may.get(piece.pk) and not piece.is_sealed else None
        goes = to is not None or (urgent and kind is Kind.REQUEST and not piece.is_sealed)
        if goes:
            carry(piece, to, by=SYSTEM, until=absence.until_on)
        why_not = WhyNot.NONE if goes else WhyNot.NOBODY_FITS if urgent else WhyNot.CAN_WAIT
        things.append(
            MovedThing(
                move=move,
                kind=kind.value,
                thing_id=piece.pk,
                code=piece.code,
                from_user=user,
                to_user=to,
                mark=piece.mark,
                state=(State.DONE if goes else State.STAYED).value,
                why_not=why_not.value,
            )
        )
    return things


@action
def end_absence(*, absence: Absence, by: User) -> None:
    """She is back, or does not go at all: whoever stood in has no access to her cases any more."""
    fresh = _held(absence)
    if not can_end(by, fresh):
        raise Refused
    _end(fresh, by=by)


def _end(absence: Absence, *, by: Actor) -> None:
    deputy, user = absence.deputy_id, absence.user
    alone = Q(deputy=None, away_until=absence.until_on)
    stood = LegalCase.objects.filter(Q(deputy=deputy, pk__in=_stood_in(absence)) | alone, lawyer=user)
    cases = list(stood.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    absence.ended_at = timezone.now()
    absence.save(update_fields=["ended_at"])
    for legal_case in LegalCase.objects.filter(pk__in=cases).select_related("deputy").order_by("pk"):
        let_stand_down(lock_case(legal_case), by=by)
    record("absence.end", absence, by=by)
    work_moved([one for one in (user, absence.deputy) if one is not None and one != by])


def _stood_in(absence: Absence) -> list[UUID]:
    things = MovedThing.objects.filter(
        move__absence=absence, kind=Kind.STAND_IN.value, state=State.DONE.value
    )
    return list(things.values_list("thing_id", flat=True))


@action
def take_back(*, move: Move, by: User) -> int:
    """One click: everything of her absence that nobody has touched since is hers again; how many."""
    fresh: Move = Move.objects.select_for_update(of=("self",)).select_related("absence__user").get(pk=move.pk)
    if not can_take_back(by, fresh):
        raise Refused
    if fresh.undone_at is not None:
        return 0
    absence = fresh.absence
    if absence is not None and absence.is_now:
        raise NotNow(_("End the absence first: you are back."))
    kinds = [kind.value for kind in HANDED if kind is not Kind.STAND_IN]  # that has ended by itself
    rows = fresh.things.filter(state=State.DONE.value, kind__in=kinds)
    things = list(rows.select_related("to_user", "from_user"))
    count = bring_back(things, office_id=by.office_id, by=by)
    fresh.undone_at = timezone.now()
    fresh.save(update_fields=["undone_at"])
    record("absence.take_back", fresh, by=by)
    work_moved({thing.to_user for thing in things if thing.to_user is not None})
    return count


def follow_absences() -> int:
    """Begins what begins today, ends what ended yesterday; how many. Each in a transaction of its own.

    While one runs, a case that is left without anybody goes to the desk.
    """
    today = timezone.localdate()
    now, over = Absence.objects.now(), Absence.objects.filter(ended_at=None, until_on__lt=today)
    return sum(_follow(one) for one in [*now.order_by("pk")[:500], *over.order_by("pk")[:500]])


@action
def _follow(absence: Absence) -> bool:
    rows = Absence.objects.select_for_update(of=("self",)).select_related("user__office", "deputy")
    fresh: Absence | None = rows.filter(pk=absence.pk, ended_at=None).first()
    if fresh is None:
        return False
    if fresh.until_on < timezone.localdate():
        _end(fresh, by=SYSTEM)
    elif fresh.begun_at is None:
        begin(fresh, by=SYSTEM)
    else:
        return leave_to_the_desk(fresh, by=SYSTEM) > 0
    return True
