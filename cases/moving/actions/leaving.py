"""Nothing stays with somebody who has left: her work goes to whoever stands in for her, or to the queue."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.legal.actions.grants import end_grants_of
from cases.legal.actions.locks import lock_case
from cases.legal.actions.standing_in import let_stand_down
from cases.legal.models import LegalCase, Membership
from cases.legal.queries import desk_of
from cases.mentoring.actions import flag_for_deputy
from cases.mentoring.models import Mentorship
from cases.moving.actions.carrying import carry, hold, note_marks
from cases.moving.models import Absence, Move, MovedThing
from cases.moving.notifications import work_moved
from cases.moving.queries.holders import absence_on, who_may
from cases.moving.queries.pieces import held_by, loads
from cases.moving.queries.strays import DESK, KEEPS, LIVE_CLAIMS, is_working, people_with_strays
from cases.moving.rules import KEPT, PLAN_HOURS, Kind, Piece, State, Why
from cases.requests.models import HelpRequest
from cases.volunteering.actions import hand_back_all
from cases.volunteering.models import Claim, Viewing
from cases.volunteering.workflow import ViewingResult
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

CARRIED = (Kind.CASE, Kind.REQUEST, Kind.TASK, Kind.HOUSEHOLD, Kind.REFERRAL, Kind.SHIFT)
NEEDS_SOMEBODY = frozenset({Kind.TASK, Kind.REFERRAL})  # these have no queue: a coordinator looks after them


@action
def hand_on(*, user_id: UUID, everything: bool = False) -> Move | None:
    """All that this person may hold no more goes on; None where there was nothing.

    With `everything` also what her roles would let her keep: she goes to another office.
    """
    user = User.objects.select_for_update(of=("self",)).select_related("office").get(pk=user_id)
    kinds = [kind for kind in CARRIED if everything or not is_working(user, *KEEPS[kind])]
    pieces = [piece for kind in kinds for piece in held_by(kind, user)]
    gives_back = everything or not is_working(user, Role.VOLUNTEER)
    hold(pieces, cases=LegalCase.objects.filter(deputy=user).values_list("pk", flat=True))
    volunteered = _volunteered(user) if gives_back else []
    move = _begin(user, len(pieces) + len(volunteered))
    if gives_back:
        hand_back_all(volunteer=user, by=SYSTEM)  # holds its tasks before it writes the first entry
        flag_for_deputy(mentor=user, by=SYSTEM)
        _note(move, volunteered, user)
    receivers = _carry_all(move, pieces, user) if move else set()
    _let_go_of_ties(user, everything=everything)
    if move is not None:
        record("work.hand_on", move, by=SYSTEM)
        work_moved({*receivers, *desk_of(user.office_id)})
    return move


def _volunteered(user: User) -> list[tuple[Kind, UUID, str]]:
    """Tasks and households, held in their order before the first entry."""
    claims = Claim.objects.filter(volunteer=user, state__in=LIVE_CLAIMS).select_related("task")
    months = Mentorship.objects.running().filter(mentor=user, mentor_left_at=None)
    held = months.select_for_update(of=("self",)).order_by("pk")
    return [
        *((Kind.CLAIM, claim.task_id, claim.task.code) for claim in claims),
        *((Kind.MENTOR, month.pk, "") for month in held),
    ]


def _begin(user: User, count: int) -> Move | None:
    if count == 0:
        return None
    now = timezone.now()
    move = Move(why=Why.LEFT.value, office=user.office, from_user=user, made_at=now, done_at=now)
    move.save(force_insert=True)
    return move


def _carry_all(move: Move, pieces: list[Piece], user: User) -> set[User]:
    """To whoever stands in for her, where she may have it and it is not sealed off; else to the queue."""
    absence = absence_on(user, timezone.localdate())
    deputy = absence.stands_in if absence is not None else None
    receivers, things = set(), []
    for kind in CARRIED:
        some = [piece for piece in pieces if piece.kind is kind]
        may = who_may(kind, [deputy], some, office_id=user.office_id) if deputy and some else {}
        for piece in some:
            to = deputy if may.get(piece.pk) and not piece.is_sealed else _somebody(piece, user.office)
            if to is None and piece.kind in NEEDS_SOMEBODY:
                continue  # an office without a desk: the sweep comes again tomorrow
            carry(piece, to, by=SYSTEM)
            receivers |= {to} if to else set()
            things.append(_thing(move, piece, user, to))
    note_marks(things)
    MovedThing.objects.bulk_create(things)
    return receivers


def _somebody(piece: Piece, office: Office | None) -> User | None:
    """What has no queue goes to the coordinator, else operator, who carries least."""
    if piece.kind not in NEEDS_SOMEBODY or office is None:
        return None
    people = [person for person in desk_of(office.pk) if person.pk != piece.holder]
    load = loads(person.pk for person in people)
    return min(people, key=lambda person: (load[person.pk], str(person.pk)), default=None)


def _thing(move: Move, piece: Piece, user: User, to: User | None) -> MovedThing:
    return MovedThing(
        move=move,
        kind=piece.kind.value,
        thing_id=piece.pk,
        code=piece.code,
        from_user=user,
        to_user=to,
        state=State.DONE.value,
    )


def _note(move: Move | None, volunteered: list[tuple[Kind, UUID, str]], user: User) -> None:
    if move is not None:
        MovedThing.objects.bulk_create(
            MovedThing(
                move=move, kind=kind.value, thing_id=key, code=code, from_user=user, state=State.DONE.value
            )
            for kind, key, code in volunteered
        )


def _let_go_of_ties(user: User, *, everything: bool) -> None:
    """What opens doors or would give work back to her later."""
    if everything or not is_working(user, Role.LAWYER):
        for legal_case in LegalCase.objects.filter(deputy=user).select_related("deputy").order_by("pk"):
            let_stand_down(lock_case(legal_case), by=SYSTEM)
    if everything or not is_working(user, Role.OPERATOR, Role.LAWYER):
        end_grants_of(user, by=SYSTEM)
        Membership.objects.filter(assigned_before=user, left_at=None).update(assigned_before=None)
    if everything or not is_working(user, Role.VOLUNTEER, *DESK):
        planned = Viewing.objects.filter(goes_along=user, result=ViewingResult.PLANNED.value, ended_at=None)
        planned.update(goes_along=None)
    if everything or not is_working(user, *DESK, Role.EDITOR):
        now = timezone.now()
        Absence.objects.live().filter(user=user).update(ended_at=now)
        left_alone = Absence.objects.live().filter(deputy=user).select_related("user")
        work_moved([absence.user for absence in left_alone])
        left_alone.update(deputy=None, accepted_at=None)


def sweep() -> int:
    """Every night: whatever still lies with somebody who has left goes on; old moves are forgotten."""
    people = people_with_strays()
    for user_id in people:
        hand_on(user_id=user_id)
    _forget()
    return len(people)


@action
def _forget() -> None:
    """Previews of yesterday, moves of a season ago, and the codes of requests that were erased meanwhile."""
    now = timezone.now()
    Move.objects.filter(done_at=None, made_at__lt=now - PLAN_HOURS).delete()
    Move.objects.filter(made_at__lt=now - KEPT).delete()
    there = HelpRequest.objects.filter(pk=OuterRef("thing_id"))
    MovedThing.objects.filter(~Exists(there), kind=Kind.REQUEST.value).delete()
