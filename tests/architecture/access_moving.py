"""What stands in the addresses of moving, made for each question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.moving.models import Absence, Move, PersonMove
from cases.moving.rules import Why
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from tests.architecture.world import World


def _team(world: World, thing: str) -> dict[str, User]:
    return world.away if thing == "foreign" else world.people


def preview(world: World, thing: str) -> Move:
    """What the coordinator of the office wanted to move."""
    by = _team(world, thing)["coord"]
    with writing():
        move = Move(why=Why.BULK.value, office=by.office, made_by=by, made_at=timezone.now())
        move.save(force_insert=True)
    return move


def handed_on(world: World, thing: str) -> Move:
    """What the program handed on in the office."""
    now = timezone.now()
    with writing():
        office = _team(world, thing)["coord"].office
        move = Move(why=Why.LEFT.value, office=office, made_at=now, done_at=now)
        move.save(force_insert=True)
    return move


def absence(world: World, thing: str) -> Absence:
    """The office's operator is away, and its lawyer is asked to stand in."""
    team, today = _team(world, thing), timezone.localdate()
    with writing():
        row = Absence(
            user=team["oper"],
            deputy=team["lawyer"],
            from_on=today,
            until_on=today + timedelta(days=3),
            made_by=team["oper"],
            made_at=timezone.now(),
        )
        row.save(force_insert=True)
    return row


def out_of_absence(world: World, thing: str) -> Move:
    """What went out of the operator's absence, which is over."""
    away = absence(world, thing)
    now = timezone.now()
    with writing():
        Absence.objects.filter(pk=away.pk).update(ended_at=now)
        move = Move(
            why=Why.ABSENCE.value, office=away.user.office, absence=away, from_user=away.user,
            made_at=now, done_at=now,
        )  # fmt: skip
        move.save(force_insert=True)
    return move


def going(world: World, thing: str) -> PersonMove:
    """The editor of the office should go to a third one."""
    third, _made = Office.objects.get_or_create(
        slug="third", defaults={"name": "Third", "country": "PL", "city": "Third"}
    )
    with writing():
        row = PersonMove(
            user=_team(world, thing)["editor"],
            to_office=third,
            proposed_by=world.away["admin"],
            proposed_at=timezone.now(),
        )
        row.save(force_insert=True)
    return row


MOVING: dict[str, Callable[[World, str], list[Any]]] = {
    **dict.fromkeys(("moving:open", "moving:confirm"), lambda world, thing: [preview(world, thing).pk]),
    **dict.fromkeys(("moving:undo", "moving:seen"), lambda world, thing: [handed_on(world, thing).pk]),
    "moving:take_back": lambda world, thing: [out_of_absence(world, thing).pk],
    **dict.fromkeys(
        ("moving:answer", "moving:deputy", "moving:end"), lambda world, thing: [absence(world, thing).pk]
    ),
    **dict.fromkeys(
        ("moving:office", "moving:close_office"),
        lambda world, thing: [_team(world, thing)["coord"].office_id],
    ),
    "moving:person": lambda world, thing: [_team(world, thing)["editor"].pk],
    **dict.fromkeys(
        ("moving:confirm_office", "moving:drop_office"), lambda world, thing: [going(world, thing).pk]
    ),
    "moving:request_office": lambda world, thing: [
        (world.foreign if thing == "foreign" else world.own).plain.pk
    ],
}
