"""The oracle of who may do what: each cell is executed by page and by swap, or named as not built."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from django.test import Client as Browser
from django.urls import get_resolver

from tests.architecture.access_table import url_names
from tests.architecture.matrix import KEPT, NOT_BUILT, PROBES, STRICTER, Cell, cells, expected
from tests.architecture.visitor import ALL, Visitor
from tests.architecture.world import ROLES, World, session_of, undone

CHANGES_SESSION = {"request.erase", "receipt.rotate", "request.create", "receipt.view_or_reset"} | {
    "panic.seal_keys",  # every session ends, and only the database is put back
    "panic.reopen",
}


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="django.request")


def tries(cell: Cell) -> Iterator[tuple[str, bool, set[str]]]:
    """Whose objects, by swap or not, and what may be found."""
    swaps = (False, True) if cell.role not in {"anon", "client"} else (False,)
    for swap in swaps:
        yield "granted", swap, expected(cell)
        if cell.is_own:
            yield "foreign", swap, expected(Cell(cell.role, cell.action, "-"))
            if cell.action in KEPT and cell.role != "client":
                yield "kept", swap, expected(Cell(cell.role, cell.action, "-"))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_cell_does_what_its_rule_says(
    world: World, role: str, record_property: Callable[[str, object], None]
) -> None:
    wrong, executed = [], 0
    browser = world.enter(role)
    for cell in (cell for cell in cells() if cell.role == role and cell.action in PROBES):
        for thing, swap, allowed in tries(cell):
            with undone():
                found = PROBES[cell.action](Visitor(world, browser, role, thing, htmx=swap))
            if found not in allowed:
                wrong.append(f"{cell} on {thing}{' by swap' if swap else ''}: {found}")
            if cell.action in CHANGES_SESSION or found == ALL:
                browser = world.enter(role)
        executed += 1
    record_property("matrix cells", executed)
    assert not wrong, "\n".join(wrong)


def test_what_is_not_built_has_no_address() -> None:
    assert set(PROBES).isdisjoint(NOT_BUILT)
    assert {cell.action for cell in cells()} == set(PROBES) | set(NOT_BUILT)
    routes = url_names() | {str(pattern) for pattern in _routes()}
    for action, words in NOT_BUILT.items():
        found = [route for route in routes for word in words if word in route.lower()]
        assert found == [], action


def _routes() -> Iterator[str]:
    stack = list(get_resolver().url_patterns)
    while stack:
        entry = stack.pop()
        stack += getattr(entry, "url_patterns", [])
        yield str(entry.pattern)


def test_stricter_cells_are_cells_that_the_rule_allows() -> None:
    rules = {(cell.action, cell.role): cell.rule for cell in cells()}
    assert all(rules[action, role] != "-" for action, roles in STRICTER.items() for role in roles)


FRESH: list[tuple[str, str, dict[str, str]]] = [
    ("admin", "team:invite", {"email": "x@ganak.example", "name": "X", "language": "be"}),
    ("admin", "team:propose_role", {"role": "volunteer"}),
    ("coord", "team:propose_role", {"role": "volunteer"}),
    ("coord", "team:propose_reset", {}),
    ("admin", "team:confirm_role", {}),
    ("auditor", "audit:log", {}),
    ("auditor", "watching:digest", {}),
    ("coord", "team:lock_down", {}),
    ("admin", "team:seal", {}),
    ("auditor", "team:reopen", {}),
    ("coord", "lists:ask", {}),
    ("coord", "workload:sheet", {}),
    ("coord", "workload:commas", {}),
]
LOOKED_AT = {"audit:log", "watching:digest", "workload:sheet", "workload:commas"}
OF_NOBODY = {"team:invite", "team:lock_down", "team:seal", "team:reopen", "lists:ask"}


@pytest.mark.django_db
def test_what_needs_a_fresh_sign_in_asks_for_it(world: World) -> None:
    for role, name, data in FRESH:
        args = [] if name in OF_NOBODY else [world.grant.pk if "confirm" in name else world.newcomer.pk]
        with undone():
            visitor = Visitor(world, stale(world, role), role, "granted")
            response = visitor.get(name) if name in LOOKED_AT else visitor.post(name, *args, **data)
        assert response.status_code == 302, name
        assert "/desk/account/" in response["Location"], name


def stale(world: World, role: str) -> Browser:
    """A browser whose sign-in lies an hour back."""
    browser = world.enter(role)
    session = session_of(browser)
    session["account_authentication_methods"] = [
        {**method, "at": method["at"] - 3600} for method in session["account_authentication_methods"]
    ]
    session.save()
    return browser
