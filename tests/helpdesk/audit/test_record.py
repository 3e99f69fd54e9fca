"""What an entry says, and what it can never say."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from helpdesk.accounts.actors import SYSTEM, Actor, ByReceipt, System
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record, record_refusal
from helpdesk.audit.models import GENESIS, AccessEntry
from helpdesk.audit.rules import harmless


def test_an_entry_says_who_what_when_and_why(alena_operator: User, office_warsaw: Office) -> None:
    record(
        "office.read", office_warsaw, by=alena_operator, fields=["city", "name", "city"], reason="handover"
    )
    entry = AccessEntry.objects.get()
    assert (entry.actor_kind, entry.actor_id) == ("user", str(alena_operator.pk))
    assert entry.roles == ["operator"]
    assert (entry.verb, entry.object_type) == ("office.read", "accounts.office")
    assert entry.object_id == str(office_warsaw.pk)
    assert entry.fields == ["city", "name"]
    assert entry.reason == "handover"
    assert not entry.is_refused


def test_an_entry_knows_the_minute_and_not_the_second(db: None) -> None:
    entry = record("a.b", None, by=SYSTEM)
    assert (entry.at.second, entry.at.microsecond) == (0, 0)
    assert abs(dt.datetime.now(dt.UTC) - entry.at) < dt.timedelta(minutes=2)


@pytest.mark.parametrize(
    ("by", "kind", "name"),
    [(SYSTEM, "system", "system"), (System(job="retention"), "system", "retention")],
)
def test_the_program_acts_under_the_name_of_its_job(db: None, by: Actor, kind: str, name: str) -> None:
    entry = record("a.b", None, by=by)
    assert (entry.actor_kind, entry.actor_id, entry.roles) == (kind, name, [])


def test_a_client_is_known_by_an_opaque_id(db: None) -> None:
    client_id = uuid4()
    entry = record("a.b", None, by=ByReceipt(client_id))
    assert (entry.actor_kind, entry.actor_id) == ("client", str(client_id))


def test_nobody_writes_no_entry(db: None) -> None:
    with pytest.raises(TypeError):
        record("a.b", None, by=None)


@pytest.mark.parametrize("verb", ["", "Read", "a b", "a..b", "read\n", "x" * 65])
def test_a_verb_is_dotted_words(db: None, verb: str) -> None:
    with pytest.raises(ValueError, match="verb"):
        record(verb, None, by=SYSTEM)


@pytest.mark.parametrize("value", ["+48 600 100 200", "Volha Ivanova", "Вольга", "a\nb", "<b>", ""])
def test_a_value_is_not_a_field_name_and_is_not_repeated(db: None, value: str) -> None:
    with pytest.raises(ValueError, match="never values") as raised:
        record("a.b", None, by=SYSTEM, fields=[value])
    assert not value or value not in str(raised.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\tthree", "one two three"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\u202eevil\u2066", "evil"),
        ("<script>alert('x')</script> & \"y\"", "‹script›alert(’x’)‹/script› + ”y”"),
        ("nul\0nul", "nul nul"),
        ("x" * 999, "x" * 200),
        ("перадача змены", "перадача змены"),
    ],
)
def test_a_reason_is_one_harmless_line(db: None, typed: str, kept: str) -> None:
    assert harmless(typed) == kept
    assert record("a.b", None, by=SYSTEM, reason=typed).reason == kept


def test_each_entry_holds_the_hash_of_the_one_before(db: None) -> None:
    first, second = record("a.b", None, by=SYSTEM), record("a.b", None, by=SYSTEM)
    assert first.previous_hash == GENESIS
    assert second.previous_hash == first.hash
    assert AccessEntry.objects.get(pk=second.pk).computed_hash() == second.hash


def test_an_entry_lives_and_dies_with_the_act_it_records(db: None) -> None:
    def act() -> None:
        with transaction.atomic():
            record("a.b", None, by=SYSTEM)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert not AccessEntry.objects.exists()


def test_an_entry_costs_two_queries(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        record("a.b", None, by=SYSTEM)
    assert len(captured) == 2


def test_a_refusal_names_the_page_and_the_id(alena_operator: User) -> None:
    entry = record_refusal(view_name="casefile:open", object_id="7", by=alena_operator)
    assert (entry.verb, entry.object_type, entry.object_id) == ("refused", "casefile:open", "7")
    assert entry.is_refused
