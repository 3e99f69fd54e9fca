"""Closed by default: one table of every address, method and role, and each of its cells is tried for real."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser

from tests.architecture.access_board import BOARD
from tests.architecture.access_coming import COMING
from tests.architecture.access_legal import LEGAL
from tests.architecture.access_retention import RETENTION
from tests.architecture.access_table import Row, address, answer, rows, url_names
from tests.architecture.headers import complaints
from tests.architecture.world import ROLES, World, undone

pytestmark = pytest.mark.django_db
REFUSALS = {"in", "door", "403", "404", "405"}
ONLY_POST = {"in", "door", "403", "405"}
# What stands in these addresses is made for each question.
MADE_ANEW = {*BOARD, *COMING, *LEGAL, *RETENTION, "doors:invited", "answers:shared"} | {
    *("answers:canned", "answers:canned_retire", "funding:edit", "reports:grant"),
    *(f"lists:{name}" for name in ("one", "agree", "drop", "take")),
}
ENDS_SESSION = {"exit", "account_logout", "casefile:lock"}
REACH_FAR = {"team:freeze", "team:end_sessions", "team:person", "team:propose_role", "team:propose_reset"} | {
    # an open task may be asked for by all, and waited for by all
    *(f"volunteering:{name}" for name in ("claim", "api_claim", "wait", "decline")),
    # an administrator is the second person for every office
    *(f"joining:{name}" for name in ("application", "welcome", "decline", "vet", "invite")),
    *(f"moving:{name}" for name in ("person", "confirm_office", "drop_office")),
    # any coordinator may be the second person who lets a list out
    *(f"lists:{name}" for name in ("one", "agree", "drop")),
}


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """A thousand refusals are expected here; their warnings say nothing new."""
    caplog.set_level(logging.ERROR, logger="django.request")


def ask(world: World, row: Row, browser: Browser) -> HttpResponse:
    return getattr(browser, row.method.lower())(address(row, world))


def test_every_address_stands_in_the_table_and_no_other() -> None:
    named = {row.name for row in rows()}
    assert url_names() == named
    assert {(row.name, row.method) for row in rows()} == {
        (name, method) for name in named for method in ("GET", "POST")
    }


@pytest.mark.parametrize("part", range(4))
def test_every_cell_answers_as_the_table_says(world: World, part: int) -> None:
    """And whatever the answer is, with the headers of safety.md 2 and nothing inline."""
    wrong = []
    for role in ROLES:
        browser = world.enter(role)
        for row in rows()[part::4]:
            with undone():
                response = ask(world, row, browser)
            found = answer(response)
            wrong += [f"{row} as {role} ({found}): {what}" for what in complaints(response, row.name)]
            if found != row.cells[role]:
                wrong.append(f"{row} as {role}: {found}, not {row.cells[role]}")
            if row.name in ENDS_SESSION or (row.method == "POST" and found not in REFUSALS):
                browser = world.enter(role)
    assert not wrong, "\n".join(wrong)


def test_whoever_has_not_signed_in_gets_no_page_of_the_desk() -> None:
    desk = [row for row in rows() if row.cells["vol0"] != row.cells["anon"] or row.cells["anon"] == "in"]
    open_to_all = {"account_login", "mfa_authenticate", "mfa_login_webauthn"}
    for row in desk:
        if row.name not in open_to_all:
            assert row.cells["anon"] == "in", row
            assert row.cells["client"] == "in", row


def test_objects_of_another_office_do_not_exist() -> None:
    """Colleagues are stopped whichever office they work in; and an open task may be asked for by all."""
    for row in rows():
        if row.thing in {"foreign", "mixed"} and row.name not in REACH_FAR:
            assert set(row.cells.values()) <= REFUSALS, row


def test_what_changes_something_refuses_to_be_fetched() -> None:
    only_post = [row for row in rows() if row.method == "GET" and set(row.cells.values()) <= ONLY_POST]
    assert len(only_post) > 40
    assert all("405" in row.cells.values() for row in only_post)


def counts() -> dict[str, int]:
    """How many rows each table has, in one query; the access log and the list of sign-ins grow by reading."""
    grows = {"AccessEntry", "StaffSession"}
    models = [model for model in apps.get_models() if model.__name__ not in grows and model._meta.managed]
    each = (f"SELECT '{one._meta.label}', count(*) FROM \"{one._meta.db_table}\"" for one in models)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def test_looking_changes_nothing(world: World) -> None:
    """Except that a first reading is noted, that she has read what we wrote, and that a return is counted."""
    at_first = counts()
    changed = []
    looks = [row for row in rows() if row.method == "GET" and row.thing in {"", "own"}]
    for role in ("client", "vol1", "oper", "lawyer", "coord", "editor", "admin", "auditor"):
        browser = world.enter(role)
        for row in looks:
            if row.cells[role] not in REFUSALS and row.name not in ENDS_SESSION:
                with undone():
                    place = address(row, world)
                    before = counts() if row.name in MADE_ANEW else at_first
                    browser.get(place)
                    after = counts()
                changed += [f"{row} as {role}: {name}" for name in after if after[name] != before[name]]
    read = {f"GET casefile:open own as {role}: cases.Event" for role in ("oper", "lawyer")}
    assert set(changed) <= {*read, "GET casefile:inbox as client: cases.ReturnCount"}


def test_no_form_is_taken_without_its_token_or_from_another_site(world: World) -> None:
    strict = {role: world.enter(role) for role in ("oper", "client", "admin", "vol1", "lawyer", "editor")}
    for browser in strict.values():
        browser.handler.enforce_csrf_checks = True
    wrong = []
    for row in rows():
        if row.method != "POST" or row.thing in {"foreign", "mixed"}:
            continue
        with undone():
            where = address(row, world)
            before = counts()
            wrong += _let_in(row, where, strict)
            if counts() != before:
                wrong.append(f"{row} wrote something")
    assert wrong == []


def _let_in(row: Row, where: str, strict: dict[str, Browser]) -> list[str]:
    found = []
    for role, browser in strict.items():
        if row.cells[role] in REFUSALS:
            continue
        for headers in ({}, {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}):
            response = browser.post(where, headers=headers)
            if response.status_code != 403:
                found.append(f"{row} as {role} {headers}: {response.status_code}")
    return found


def test_a_stranger_may_not_choose_a_method(world: World) -> None:
    for method in ("put", "patch", "delete", "trace"):
        for row in rows():
            if row.thing in {"", "own"} and row.method == "GET" and row.name in _SAMPLE:
                response = getattr(world.enter("oper"), method)(address(row, world))
                assert response.status_code in {403, 405}, (row, method)


_SAMPLE = {"casefile:open", "triage:queue", "legal:open", "volunteering:task", "audit:log", "team:me"}


def test_an_unknown_page_is_told_in_the_same_way_to_everybody(world: World) -> None:
    for role in ROLES:
        assert world.enter(role).get("/desk/no-such-room/").status_code == 404
    assert Browser().get("/be/no-such-page/").status_code == 404
