"""Rows are only ever added, whoever asks; the chain shows it when somebody found a way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, connections, transaction
from django.utils import timezone

from helpdesk.accounts.actors import SYSTEM, System
from helpdesk.accounts.errors import Refused
from helpdesk.audit.actions import record
from helpdesk.audit.cutting import cut_before
from helpdesk.audit.models import AccessEntry, AppendOnly

CHANGES = [
    "UPDATE audit_accessentry SET reason = 'nothing'",
    "DELETE FROM audit_accessentry",
    "TRUNCATE audit_accessentry",
]


def sql(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def as_owner(*statements: str) -> None:
    sql("SET LOCAL helpdesk.owner_flush = 'on'", *statements, "SET LOCAL helpdesk.owner_flush = 'off'")


@pytest.fixture
def three(db: None) -> list[AccessEntry]:
    return [record("a.b", None, by=SYSTEM, reason=word) for word in ("one", "two", "three")]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_every_change(three: list[AccessEntry], statement: str) -> None:
    with pytest.raises(Error, match="append-only"):
        sql(statement)
    assert AccessEntry.objects.count() == 3


@pytest.mark.parametrize("statement", CHANGES)
def test_another_role_cannot_flush_even_with_the_word(three: list[AccessEntry], statement: str) -> None:
    role = f"intruder_of_{connection.settings_dict['NAME']}"  # roles are shared by all databases of a server
    sql(f"CREATE ROLE {role}", f"GRANT ALL ON audit_accessentry TO {role}")
    with pytest.raises(Error, match="append-only"):
        sql(f"SET LOCAL ROLE {role}", "SET LOCAL helpdesk.owner_flush = 'on'", statement)


def test_the_owner_alone_may_empty_it_for_tests(three: list[AccessEntry]) -> None:
    as_owner("DELETE FROM audit_accessentry")
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AccessEntry.objects.update(reason="x"),
        lambda entry: AccessEntry.objects.all().delete(),
        lambda entry: AccessEntry.objects.bulk_update([entry], ["reason"]),
    ],
)
def test_the_model_refuses_every_change(
    three: list[AccessEntry], change: Callable[[AccessEntry], None]
) -> None:
    with pytest.raises(AppendOnly):
        change(three[0])


def verify(*words: str) -> str:
    told = StringIO()
    call_command("verify_access_log", *words, stdout=told)
    return told.getvalue()


def broken(*words: str) -> str:
    told = StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("verify_access_log", *words, stdout=told)
    return told.getvalue() + str(raised.value)


def test_a_whole_chain_is_confirmed_with_its_head(three: list[AccessEntry]) -> None:
    told = verify()
    assert "3 entries" in told
    assert three[-1].hash in told


def test_an_empty_log_is_whole(db: None) -> None:
    assert "0 entries" in verify()


@pytest.mark.parametrize(
    "column",
    [
        "reason = 'nothing'",
        "actor_id = 'x'",
        "verb = 'c.d'",
        "object_id = '1'",
        "object_type = 'x.y'",
        "is_refused = true",
        "fields = '[\"x\"]'",
        "roles = '[\"auditor\"]'",
        "actor_kind = 'user'",
        "at = at + interval '1 minute'",
    ],
)
def test_a_changed_column_is_found_where_it_is(three: list[AccessEntry], column: str) -> None:
    as_owner(f"UPDATE audit_accessentry SET {column} WHERE id = {three[1].pk}")
    assert f"entry {three[1].pk}: it was changed" in broken()


def test_a_removed_entry_is_found(three: list[AccessEntry]) -> None:
    as_owner(f"DELETE FROM audit_accessentry WHERE id = {three[1].pk}")
    assert f"entry {three[2].pk}: it does not follow" in broken()


def test_a_removed_beginning_is_found(three: list[AccessEntry]) -> None:
    as_owner(f"DELETE FROM audit_accessentry WHERE id = {three[0].pk}")
    assert f"entry {three[1].pk}: it does not follow" in broken()


def test_a_recomputed_entry_is_found_by_the_one_after(three: list[AccessEntry]) -> None:
    forged = AccessEntry.objects.get(pk=three[1].pk)
    forged.reason = "forged"
    as_owner(
        f"UPDATE audit_accessentry SET reason = 'forged', hash = '{forged.computed_hash()}' "
        f"WHERE id = {forged.pk}"
    )
    told = broken()
    assert f"entry {three[2].pk}: it does not follow" in told
    assert f"entry {three[1].pk}" not in told


def test_a_cut_off_end_is_found_by_a_head_noted_earlier(three: list[AccessEntry]) -> None:
    assert "3 entries" in verify("--noted", three[-1].hash)
    as_owner(f"DELETE FROM audit_accessentry WHERE id = {three[2].pk}")
    assert "2 entries" in verify()
    assert "cut off" in broken("--noted", three[-1].hash)


def test_the_chain_cannot_fork(three: list[AccessEntry]) -> None:
    fork = AccessEntry.objects.get(pk=three[1].pk)
    fork.pk, fork._state.adding = None, True
    with pytest.raises(Error, match="previous_hash"), transaction.atomic():
        fork.save()


def test_many_writers_at_once_make_one_chain(transactional_db: None) -> None:
    def write(number: int) -> None:
        try:
            for _ in range(5):
                record("a.b", None, by=SYSTEM, reason=str(number))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(12)))
    assert "60 entries" in verify()


def test_another_role_cannot_cut_off_old_months(three: list[AccessEntry]) -> None:
    role = f"cutter_of_{connection.settings_dict['NAME']}"
    sql(
        f"CREATE ROLE {role}",
        f"GRANT ALL ON audit_accessentry, audit_logcheckpoint TO {role}",
        f"GRANT ALL ON audit_accessentry_id_seq, audit_logcheckpoint_id_seq TO {role}",
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(Refused):
            cut_before(timezone.localdate() + timedelta(days=1), by=System("retention"))
        cursor.execute("RESET ROLE")
    assert AccessEntry.objects.count() == 3
