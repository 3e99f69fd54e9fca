"""Moving many things at once: a preview that changes nothing, one confirmation, and a way back for a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.moving.actions.carrying import CASE_KINDS, carry, hold, note_marks
from cases.moving.models import Move, MovedThing
from cases.moving.notifications import work_moved
from cases.moving.permissions import can_move_work, can_undo
from cases.moving.queries.holders import colleagues, who_may
from cases.moving.queries.moves import over_limit
from cases.moving.queries.pieces import Wanted, by_keys, find, loads
from cases.moving.rules import (
    MOST_PIECES,
    PLAN_HOURS,
    Kind,
    Piece,
    State,
    Why,
    WhyNot,
    deal,
)
from cases.requests.models import HelpRequest
from cases.rest.actions import keep_to_limits
from cases.rest.rules import WhyOver
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def plan_move(*, wanted: Wanted, to: Sequence[User], by: User) -> Move:
    """A preview: who would get what, and what stays. Nothing moves yet.

    What `by` may not move, for whatever reason, is only counted.
    """
    if not can_move_work(by, wanted.office_id):
        raise Refused
    people = [person for person in colleagues(wanted.office_id) if person.pk in {one.pk for one in to}]
    move = Move(
        why=Why.BULK.value,
        office_id=wanted.office_id,
        from_user_id=wanted.from_user,
        made_by=by,
        made_at=timezone.now(),
    )
    load = loads(person.pk for person in people)
    things: list[MovedThing] = []
    for kind in wanted.kinds:
        found = find(kind, wanted, by=by)
        move.held_back += found.held_back
        things += _dealt(move, kind, found.pieces, people, load)
    if len(things) > MOST_PIECES:
        raise NotNow(_("These are more than 500 things. Choose fewer kinds, or a filter."))
    if not things and not move.held_back:
        raise NotNow(_("There is nothing to move."))
    move.save(force_insert=True)
    MovedThing.objects.bulk_create(things)
    record("work.plan_move", move, by=by)
    return move


def _dealt(
    move: Move, kind: Kind, pieces: Sequence[Piece], people: Sequence[User], load: dict[UUID, int]
) -> list[MovedThing]:
    """Shared out by load and language among those who may have each; `load` grows with it."""
    may = who_may(kind, people, pieces, office_id=move.office_id)
    dealt = deal(pieces, may=may, load=load, speaks={person.pk: person.language for person in people})
    things = []
    for piece in pieces:
        to = dealt[piece.pk]
        if to is not None:
            load[to] = load.get(to, 0) + max(1, piece.weight)
        things.append(
            MovedThing(
                move=move,
                kind=kind.value,
                thing_id=piece.pk,
                code=piece.code,
                from_user_id=piece.holder,
                to_user_id=to,
                mark=piece.mark,
                weight=piece.weight,
                state=(State.PLANNED if to else State.STAYED).value,
                why_not=(WhyNot.NONE if to else WhyNot.NOBODY_FITS).value,
            )
        )
    return things


@action
def confirm_move(*, move: Move, over_reason: str = "", by: User) -> Move:
    """Everything planned moves in one go; what changed since the preview stays and is named.

    Confirmed twice it happens once. Raises NotNow for an old preview, or where somebody would be over her
    limit and no reason is given.
    """
    fresh = Move.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if fresh.made_by_id != by.pk or not can_move_work(by, fresh.office_id):
        raise Refused
    if fresh.done_at is not None:
        return fresh
    if fresh.made_at < timezone.now() - PLAN_HOURS:
        raise NotNow(_("This preview is too old. Make a new one."))
    things = list(fresh.things.filter(state=State.PLANNED.value).select_related("to_user", "from_user"))
    over = over_limit(fresh)
    if over and over_reason not in set(WhyOver):
        raise NotNow(_("Somebody would have more than her limit. Say why, or choose more people."))
    moved = _move(fresh, things, why=over_reason if over else "", by=by)
    fresh.done_at, fresh.over_reason = timezone.now(), over_reason if over else ""
    fresh.save(update_fields=["done_at", "over_reason"])
    record("work.move", fresh, by=by, reason=fresh.over_reason)
    work_moved({one for thing in moved for one in (thing.to_user, thing.from_user) if one and one != by})
    return fresh


def _move(move: Move, things: list[MovedThing], *, why: str, by: User) -> list[MovedThing]:
    """Holds all of it, looks again, carries what stands as it stood, and notes the rest as changed."""
    pieces = {thing.pk: Piece(Kind(thing.kind), thing.thing_id, None, "") for thing in things}
    hold(pieces.values())
    people = list(colleagues(move.office_id))
    fits = _fits_now(move, things, people, by=by)
    _pass_limits([thing for thing in things if thing.pk in fits], why=why, by=by)
    moved = []
    for thing in things:
        piece = fits.get(thing.pk)
        if piece is None:
            thing.state, thing.why_not = State.STAYED.value, WhyNot.CHANGED.value
        else:
            carry(piece, thing.to_user, by=by)
            thing.state = State.DONE.value
            moved.append(thing)
    note_marks(moved)
    MovedThing.objects.bulk_update(things, ["state", "why_not", "mark"])
    return moved


def _pass_limits(things: Iterable[MovedThing], *, why: str, by: User) -> None:
    """Whoever gets more than her limit: that, by whom and why is written down for each request."""
    for person in {thing.to_user for thing in things if thing.to_user is not None and thing.weight}:
        hers = [thing.thing_id for thing in things if thing.to_user_id == person.pk]
        rows = HelpRequest.objects.filter(pk__in=hers).order_by("pk")
        keep_to_limits(help_requests=list(rows), to=person, by=by, why=why)


def _fits_now(
    move: Move, things: Iterable[MovedThing], people: Sequence[User], *, by: User
) -> dict[object, Piece]:
    """What stands exactly as in the preview, is still to be seen, and whose receiver may still have it."""
    fits: dict[object, Piece] = {}
    for kind in Kind:
        some = [thing for thing in things if thing.kind == kind.value]
        if not some:
            continue
        now = by_keys(kind, [thing.thing_id for thing in some], seen_by=by)
        may = who_may(kind, people, list(now.values()), office_id=move.office_id)
        for thing in some:
            piece = now.get(thing.thing_id)
            same = piece is not None and piece.mark == thing.mark and not piece.is_sealed
            if piece is not None and same and thing.to_user_id in may[piece.pk]:
                fits[thing.pk] = piece
    return fits


@action
def undo_move(*, move: Move, by: User) -> int:
    """What still stands as the move left it goes back; how many. Undone twice it happens once."""
    fresh = Move.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if not can_move_work(by, fresh.office_id):
        raise Refused
    if fresh.undone_at is not None:
        return 0
    if not can_undo(by, fresh):
        raise NotNow(_("This can no longer be undone. Move the work anew."))
    things = list(fresh.things.filter(state=State.DONE.value).select_related("to_user", "from_user"))
    count = bring_back(things, office_id=fresh.office_id, by=by)
    fresh.undone_at = timezone.now()
    fresh.save(update_fields=["undone_at"])
    record("work.undo_move", fresh, by=by)
    work_moved({one for thing in things for one in (thing.to_user, thing.from_user) if one and one != by})
    return count


def bring_back(things: list[MovedThing], *, office_id: int | None, by: User) -> int:
    """Carries back what nobody has touched since to whoever had it, if she still may. Inside an action."""
    hold([Piece(Kind(thing.kind), thing.thing_id, None, "") for thing in things])
    returns = _may_return(things, office_id)
    count = 0
    for thing in things:
        kind, piece = Kind(thing.kind), returns.get(thing.pk)
        if piece is None:
            thing.state, thing.why_not = State.DONE.value, WhyNot.CHANGED.value
            continue
        stands_in = kind in CASE_KINDS and kind is not Kind.CASE
        carry(piece, None if stands_in else thing.from_user, by=by)
        thing.state, thing.why_not = State.BACK.value, WhyNot.NONE.value
        count += 1
    MovedThing.objects.bulk_update(things, ["state", "why_not"])
    return count


def _may_return(things: Sequence[MovedThing], office_id: int | None) -> dict[UUID, Piece]:
    """By thing: what stands as the move left it, and whoever had it may have it again."""
    people = list(colleagues(office_id))
    found: dict[UUID, Piece] = {}
    for kind in Kind:
        some = [thing for thing in things if thing.kind == kind.value]
        if not some:
            continue
        now = by_keys(kind, [thing.thing_id for thing in some])
        may = who_may(kind, people, list(now.values()), office_id=office_id, even_away=True)
        for thing in some:
            piece = now.get(thing.thing_id)
            if piece is None or piece.mark != thing.mark:
                continue
            # to the queue, or the end of standing in: nobody has to fit
            free = thing.from_user_id is None or kind in CASE_KINDS - {Kind.CASE}
            if free or thing.from_user_id in may[piece.pk]:
                found[thing.pk] = piece
    return found


@action
def note_seen(*, move: Move, by: User) -> None:
    """A coordinator has looked at what the program handed on."""
    fresh = Move.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if not can_move_work(by, fresh.office_id) or fresh.done_at is None:
        raise Refused
    if fresh.seen_at is None:
        fresh.seen_by, fresh.seen_at = by, timezone.now()
        fresh.save(update_fields=["seen_by", "seen_at"])
        record("work.see_move", fresh, by=by)
