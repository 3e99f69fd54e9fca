"""Carrying one piece from hand to hand, and the order in which many are held before any is carried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from cases.duty.models import Shift
from cases.duty.queries import state_name
from cases.legal.actions.cases import pass_case
from cases.legal.actions.locks import lock_case, lock_requests
from cases.legal.actions.standing_in import let_stand_down, let_stand_in
from cases.legal.models import LegalCase, Membership
from cases.mentoring.models import Mentorship
from cases.moving.models import MovedThing
from cases.moving.queries.pieces import by_keys
from cases.moving.rules import Kind, Piece
from cases.referrals.models import Referral
from cases.requests.actions import note_event
from cases.requests.models import HelpRequest
from cases.volunteering.models import Task
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record

CASE_KINDS = frozenset({Kind.CASE, Kind.MEETING, Kind.STAND_IN})


def hold(pieces: Iterable[Piece], *, cases: Iterable[UUID] = ()) -> None:
    """Holds everything until the action ends: cases, then requests by id, then the others; the log waits."""
    keys: dict[Kind, list[UUID]] = {kind: [] for kind in Kind}
    for piece in pieces:
        keys[piece.kind].append(piece.pk)
    wanted = sorted({*cases, *(key for kind in CASE_KINDS for key in keys[kind])})
    _lock(LegalCase, wanted)
    members = Membership.objects.filter(legal_case__in=wanted, left_at=None)
    lock_requests([*keys[Kind.REQUEST], *members.values_list("help_request", flat=True)])
    for model, kind in (
        (Task, Kind.TASK), (Mentorship, Kind.HOUSEHOLD), (Referral, Kind.REFERRAL), (Shift, Kind.SHIFT),
    ):  # fmt: skip
        _lock(model, keys[kind])


def _lock(model: type[LegalCase | Task | Mentorship | Referral | Shift], keys: list[UUID]) -> None:
    if keys:
        rows = model.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        list(rows.values_list("pk", flat=True))


def carry(piece: Piece, to: User | None, *, by: Actor, until: date | None = None) -> None:
    """From now on it is hers; None: nobody's. Inside an action that holds it and asked who may."""
    CARRIERS[piece.kind](piece, to, by, until)


def _request(piece: Piece, to: User | None, by: Actor, _until: date | None) -> None:
    row = HelpRequest(pk=piece.pk)  # it is held: no need to read it once more
    HelpRequest.objects.filter(pk=piece.pk).update(assigned_to=to, version=F("version") + 1)
    note_event(help_request=row, kind="assigned" if to else "unassigned", by=by)
    record("request.assign", row, by=by, fields=["assigned_to"])


def _held_case(piece: Piece) -> LegalCase:
    rows = LegalCase.objects.select_related("office", "lawyer", "deputy")
    legal_case: LegalCase = rows.get(pk=piece.pk)
    return lock_case(legal_case)


def _case(piece: Piece, to: User | None, by: Actor, _until: date | None) -> None:
    pass_case(_held_case(piece), to, by=by)


def _stand_in(piece: Piece, to: User | None, by: Actor, until: date | None) -> None:
    legal_case, last = _held_case(piece), until or piece.due
    if to is None or last is None:
        let_stand_down(legal_case, by=by)
    else:
        let_stand_in(legal_case, to, until=last, by=by)


def _task(piece: Piece, to: User | None, by: Actor, _until: date | None) -> None:
    assert to is not None, "a task always has somebody at the desk"
    task = Task.objects.get(pk=piece.pk)
    task.made_by = to
    task.save(update_fields=["made_by"])
    record("task.look_after", task, by=by, fields=["made_by"])


def _household(piece: Piece, to: User | None, by: Actor, _until: date | None) -> None:
    mentorship = Mentorship.objects.get(pk=piece.pk)
    mentorship.deputy = to
    mentorship.save(update_fields=["deputy"])
    record("mentorship.name_deputy", mentorship, by=by)


def _referral(piece: Piece, to: User | None, by: Actor, _until: date | None) -> None:
    referral = Referral.objects.get(pk=piece.pk)
    referral.followed_by = to
    referral.save(update_fields=["followed_by"])
    record("referral.follow", referral, by=by, fields=["followed_by"])


def _shift(piece: Piece, to: User | None, by: Actor, _until: date | None) -> None:
    """A shift of nobody is none: the rota shows the gap."""
    shift = Shift.objects.get(pk=piece.pk)
    record("duty.plan" if to else "duty.drop", shift, by=by)
    if to is None:
        shift.delete()
    else:
        shift.user = to
        shift.save(update_fields=["user"])
    name = state_name(shift.office_id)
    transaction.on_commit(lambda: cache.delete(name))


CARRIERS: dict[Kind, Callable[[Piece, User | None, Actor, date | None], None]] = {
    Kind.REQUEST: _request,
    Kind.CASE: _case,
    Kind.MEETING: _stand_in,
    Kind.STAND_IN: _stand_in,
    Kind.TASK: _task,
    Kind.HOUSEHOLD: _household,
    Kind.REFERRAL: _referral,
    Kind.SHIFT: _shift,
}


def note_marks(moved: Iterable[MovedThing]) -> None:
    """How each stands now, so that the way back sees what happened since."""
    for kind in Kind:
        some = [thing for thing in moved if thing.kind == kind.value]
        now = by_keys(kind, [thing.thing_id for thing in some]) if some else {}
        for thing in some:
            thing.mark = now[thing.thing_id].mark if thing.thing_id in now else ""
