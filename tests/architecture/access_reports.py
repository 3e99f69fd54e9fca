"""What stands in the addresses of grants and reports."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from cases.funding.models import Funder
from tests.architecture.world import World
from tests.factories.lists import wanted_list
from tests.factories.reports import make_funder


def _funder(world: World, thing: str) -> Funder:
    """A grant of the own or of the other office, made for this one question."""
    bundle = world.foreign if thing == "foreign" else world.own
    return make_funder(f"grant-{uuid.uuid4().hex[:12]}", office=bundle.office)


def _request(world: World, thing: str) -> list[Any]:
    return ["request", (world.foreign if thing == "foreign" else world.own).plain.pk]


def _list(world: World, thing: str) -> list[Any]:
    """A list that the coordinator of one of the offices wants outside, and nobody has agreed to."""
    bundle, team = (world.foreign, world.away) if thing == "foreign" else (world.own, world.people)
    return [wanted_list(bundle.plain, world.ungranted, by=team["coord"]).pk]


REPORTS: dict[str, Callable[[World, str], list[Any]]] = {
    **dict.fromkeys(("funding:edit", "reports:grant"), lambda world, thing: [_funder(world, thing).pk]),
    "reports:tag": _request,
    **dict.fromkeys(("lists:one", "lists:agree", "lists:drop"), _list),
    "lists:take": lambda world, thing: [*_list(world, thing), "csv"],
}
