"""What stands in the addresses of joining, made for each question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.joining.actions import plan_talk
from cases.joining.models import Application, Talk
from helpdesk.accounts.models import User
from tests.architecture.world import World
from tests.factories.joining import make_application


def _coordinator(world: World, thing: str) -> User:
    return (world.away if thing == "foreign" else world.people)["coord"]


def application(world: World, thing: str) -> Application:
    """A new application of the own or of the other office."""
    office = _coordinator(world, thing).office
    assert office is not None
    return make_application(office)


def talk(world: World, thing: str) -> Talk:
    """A talk with one applicant."""
    ahead = timezone.now() + timedelta(days=3)
    return plan_talk(applications=[application(world, thing)], starts_at=ahead, by=_coordinator(world, thing))


def seat(world: World, thing: str) -> list[Any]:
    """Mixed: an own talk, a seat at one of the other office."""
    if thing == "mixed":
        return [talk(world, "own").pk, talk(world, "foreign").seats.get().pk]
    one = talk(world, thing)
    return [one.pk, one.seats.get().pk]


def volunteer(world: World, thing: str) -> User:
    return (world.foreign if thing == "foreign" else world.own).staff.volunteer


JOINING: dict[str, Callable[[World, str], list[Any]]] = {
    **dict.fromkeys(
        tuple(
            f"joining:{name}" for name in ("application", "reference", "welcome", "decline", "vet", "invite")
        ),
        lambda world, thing: [application(world, thing).pk],
    ),
    "joining:talk": lambda world, thing: [talk(world, thing).pk],
    "joining:note": seat,
    **dict.fromkeys(
        tuple(f"joining:{name}" for name in ("person", "open_file", "paper", "let_go", "decide_levels")),
        lambda world, thing: [volunteer(world, thing).pk],
    ),
}
