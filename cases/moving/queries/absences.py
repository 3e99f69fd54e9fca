"""What pages of absences show: one's own, where one stands in, the office's, and what was handed over."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from cases.moving.models import Absence, Move, MovedThing
from cases.moving.permissions import can_be_away, can_move_work, can_stand_in
from cases.moving.queries.holders import colleagues
from cases.moving.queries.moves import kept_from
from cases.moving.rules import State, Why
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role

MOST_SHOWN = 50
EDITING = [Role.EDITOR.value]


@dataclass
class Handed:
    """What went out of one absence, and what stayed."""

    move: Move
    went: list[MovedThing] = field(default_factory=list)
    stayed: list[MovedThing] = field(default_factory=list)
    may_take_back: bool = False


@dataclass
class AbsencePage:
    """Everything about absences that one person should know."""

    own: list[Absence]
    asked: list[Absence]  # somebody named her, and she has not answered
    standing: list[Absence]  # she stands in
    office: list[Absence] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)


def absences_for(user: User) -> AbsencePage:
    """Her page. Two queries for the absences, two for what was handed over."""
    rows = list(
        Absence.objects.visible_to(user).live().select_related("user", "deputy").order_by("from_on", "pk")
    )
    page = AbsencePage(
        own=[one for one in rows if one.user_id == user.pk],
        asked=[one for one in rows if one.deputy_id == user.pk and one.accepted_at is None],
        standing=[one for one in rows if one.deputy_id == user.pk and one.accepted_at is not None],
    )
    if can_move_work(user, user.office_id):
        page.office = [one for one in rows if one.user_id != user.pk and one.user.office_id == user.office_id]
    page.handed = handed_out_of(user)
    return page


def handed_out_of(user: User) -> list[Handed]:
    """The last moves out of her own absences, with where each thing is."""
    moves = Move.objects.done().filter(why=Why.ABSENCE.value, absence__user=user).select_related("absence")
    latest = list(moves.prefetch_related("things__to_user").order_by("-made_at")[:3])
    found = []
    for move in latest:
        hidden = kept_from(user, move.things.all())
        things = [thing for thing in move.things.all() if thing.thing_id not in hidden]
        went = [thing for thing in things if thing.state != State.STAYED.value]
        stayed = [thing for thing in things if thing.state == State.STAYED.value]
        is_over = move.absence is not None and not move.absence.is_now
        found.append(Handed(move, went, stayed, is_over and move.undone_at is None and bool(went)))
    return found


def possible_absent(user: User) -> list[User]:
    """For whom she may enter an absence: herself, and for a coordinator the staff of her office."""
    if not can_move_work(user, user.office_id):
        return [user] if can_be_away(user) else []
    return [person for person in staff_of(user.office_id) if can_be_away(person)]


def possible_deputies(user: User) -> list[User]:
    """Who could stand in for her; a coordinator may name anybody, and the action asks whether it fits."""
    staff = staff_of(user.office_id)
    if can_move_work(user, user.office_id):
        return staff
    return [person for person in staff if can_stand_in(person, user)]


def staff_of(office_id: int | None) -> list[User]:
    """Operators, lawyers, coordinators and editors of one office."""
    people = {person.pk: person for person in colleagues(office_id) if can_be_away(person)}
    editors: QuerySet[User] = User.objects.filter(
        office_id=office_id or 0,
        is_active=True,
        frozen_at=None,
        role_grants__role__in=EDITING,
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
    ).prefetch_related("role_grants")
    people |= {person.pk: person for person in editors}
    return sorted(people.values(), key=lambda person: (str(person), str(person.pk)))
