"""Whoever asks everything and subtracts learns no hidden count; from a plainer gateway she learns many."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cases.reports.models import Snapshot
from cases.reports.queries import gateway
from cases.reports.queries.gateway import Population
from cases.reports.rules import HIDDEN_UNDER, Dim, Period
from tests.cases.reports.attacker import Attack, Cell, Known, Where, World, means, means_rounded
from tests.factories.accounts import OfficeFactory
from tests.factories.reports import make_funder, make_village, remains, snapshot_of_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    """Always of the same numbers, because they decide how each count is moved."""
    offices = [OfficeFactory.create(pk=9_001 + at, slug=f"village-{at}") for at in range(2)]
    return World(make_village((offices[0], offices[1]), make_funder()))


def answers_of(
    world: World, snapshot: Snapshot, where: Where, dims: tuple[Dim, ...]
) -> Mapping[Cell, Known] | None:
    """What the real gateway says about these cells; None where it draws no table."""
    village = world.village
    population = Population(
        Period(village.months[where[2]], village.months[where[3]]),
        None if where[0] == "all" else village.offices[int(where[0])],
        village.funder if where[1] == "tag" else None,
    )
    if not dims:
        number = gateway.total(snapshot, population)
        return {(): (number, number)}
    if len(dims) == 1:
        table = gateway.lists(snapshot, population, dims)[dims[0].value]
    else:
        table = gateway.cross_table(snapshot, population, *dims)
    if not table.is_drawn:
        return None
    return {cell: means(table.cell(*(value for _, value in cell))) for cell in world.cells(dims)}


def test_the_gateway_gives_away_no_hidden_count(world: World) -> None:
    remains(world.village.rows)
    snapshot = snapshot_of_today()
    attack = Attack(world)
    attack.ask(lambda where, dims: answers_of(world, snapshot, where, dims))
    answers = {key: (low, high) for key, (low, high) in attack.known.items()}
    attack.think()
    hidden = attack.hidden()
    left = sorted(attack.known[key][1] - attack.known[key][0] + 1 for key in hidden)
    figures = (
        f"{attack.queries} queries, {len(hidden)} hidden cells, {len(attack.exact())} exact, {left[0]} left"
    )
    assert attack.is_sound()
    assert attack.queries > 700
    assert len(hidden) > 500
    assert attack.exact() == [], figures
    assert left[0] >= 2
    some = hidden[::8]
    twins = [key for key in some if attack.has_twin(*key, answers)]
    assert len(twins) > 0.9 * len(some), "most have a second world that one changed person makes"


def test_exact_margins_would_give_many_away(world: World) -> None:
    """The attack is able: a gateway that only hides small cells loses to it."""

    def naive(where: Where, dims: tuple[Dim, ...]) -> Mapping[Cell, Known]:
        counts = world.truth[where]
        return {
            cell: (counts[cell], counts[cell]) if not dims or counts[cell] >= HIDDEN_UNDER else (0, 9)
            for cell in world.cells(dims)
        }

    attack = Attack(world)
    attack.ask(naive)
    attack.think()
    assert attack.is_sound()
    assert len(attack.exact()) > len(attack.hidden()) / 2


def test_plain_rounding_would_give_some_away(world: World) -> None:
    """Why counts are moved before they are rounded: 20 can only be 9 + 9."""

    def rounded(where: Where, dims: tuple[Dim, ...]) -> Mapping[Cell, Known]:
        counts = world.truth[where]
        return {cell: means_rounded(counts[cell]) if dims else (0, 10**9) for cell in world.cells(dims)}

    attack = Attack(world)
    attack.ask(rounded)
    attack.think()
    assert attack.is_sound()
    assert attack.exact() != []
