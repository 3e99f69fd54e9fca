"""The page of the access log: auditors read everything, everybody else her own entries, nobody a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.accounts.actors import SYSTEM, ByReceipt
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.models import AccessEntry
from helpdesk.audit.queries import PAGE

PAGE_URL = "/desk/access-log/"
SignIn = Callable[[Client, User], Client]


def read(sign_in: SignIn, user: User, query: str = "") -> Any:
    return sign_in(Client(), user).get(PAGE_URL + query)


def test_an_auditor_reads_what_others_did(
    sign_in: SignIn, ruta_auditor: User, alena_operator: User, office_warsaw: Office
) -> None:
    record("office.read", office_warsaw, by=alena_operator, fields=["city"], reason="handover")
    record("inbox.opened", None, by=ByReceipt(uuid4()))
    record("keys.rewrapped", None, by=SYSTEM)
    page = read(sign_in, ruta_auditor).content.decode()
    for word in ("Alena", "office.read", str(office_warsaw.pk), "handover", "A client", "The program"):
        assert word in page


def test_reading_everything_is_an_entry_too(sign_in: SignIn, ruta_auditor: User) -> None:
    read(sign_in, ruta_auditor)
    entry = AccessEntry.objects.get(verb="audit.read")
    assert entry.actor_id == str(ruta_auditor.pk)


@pytest.mark.parametrize(
    "persona",
    [
        "alena_operator",
        "maks_lawyer",
        "hanna_coordinator",
        "ina_editor",
        "piotr_administrator",
        "vika_volunteer",
    ],
)
def test_everybody_else_reads_only_what_she_did_herself(
    sign_in: SignIn, request: pytest.FixtureRequest, persona: str, jonas_operator: User
) -> None:
    user = request.getfixturevalue(persona)
    record("mine.read", None, by=user)
    record("theirs.read", None, by=jonas_operator)
    for query in ("", f"?actor={jonas_operator.pk}", "?verb=theirs.read"):
        answer = read(sign_in, user, query)
        assert answer.status_code == 200
        assert b"theirs.read</code>" not in answer.content
    assert b"mine.read" in read(sign_in, user).content
    assert not AccessEntry.objects.filter(verb="audit.read").exists()


def test_strangers_are_sent_to_the_sign_in(db: None) -> None:
    assert Client().get(PAGE_URL).status_code == 302


def test_the_filter_finds_by_word_person_and_refusal(
    sign_in: SignIn, ruta_auditor: User, alena_operator: User, maks_lawyer: User
) -> None:
    record("first.verb", None, by=alena_operator)
    record("second.verb", None, by=maks_lawyer, refused=True)
    found = read(sign_in, ruta_auditor, "?verb=first.verb").content
    assert b"<code>first.verb" in found
    assert b"<code>second.verb" not in found
    for query in (f"?actor={maks_lawyer.pk}", "?refused=on"):
        found = read(sign_in, ruta_auditor, query).content
        assert b"<code>second.verb" in found
        assert b"<code>first.verb" not in found


@pytest.mark.parametrize(
    "query", ["?verb=DROP TABLE", "?actor=nobody", "?before=x", "?before=-1", "?verb=%00"]
)
def test_a_nonsense_filter_is_an_empty_list_and_not_an_error(
    sign_in: SignIn, ruta_auditor: User, query: str
) -> None:
    answer = read(sign_in, ruta_auditor, query)
    assert answer.status_code == 200
    assert b"No entries" in answer.content


def test_pages_follow_one_another_without_gap_or_repetition(
    sign_in: SignIn, ruta_auditor: User, alena_operator: User
) -> None:
    total = PAGE * 2 + 3
    for number in range(total):
        record("some.verb", None, by=alena_operator, reason=f"no-{number:04}.")
    seen: list[str] = []
    query = "?verb=some.verb"
    while query:
        answer = read(sign_in, ruta_auditor, query)
        seen += [line["entry"].reason for line in answer.context["lines"]]
        query = answer.context["next_url"].removeprefix(PAGE_URL)
    assert seen == [f"no-{number:04}." for number in reversed(range(total))]


def test_a_long_page_costs_as_many_queries_as_a_short_one(
    sign_in: SignIn, ruta_auditor: User, alena_operator: User, maks_lawyer: User
) -> None:
    costs = []
    for more in (1, 30):
        for _ in range(more):
            record("some.verb", None, by=alena_operator)
            record("some.verb", None, by=maks_lawyer)
        client = sign_in(Client(), ruta_auditor)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE_URL)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 12


def test_nothing_on_the_page_can_change_the_log(sign_in: SignIn, ruta_auditor: User) -> None:
    client = sign_in(Client(), ruta_auditor)
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(PAGE_URL).status_code == 405


def test_a_reason_cannot_bring_markup_to_the_page(
    sign_in: SignIn, ruta_auditor: User, alena_operator: User
) -> None:
    record("some.verb", None, by=alena_operator, reason="<img src=x onerror=alert(1)>")
    assert b"<img src=x" not in read(sign_in, ruta_auditor).content
