"""The restore drill, with the real pg_dump and pg_restore: what was kept opens, the erased stays erased."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.utils import timezone

from cases.closing.actions import erase_client
from cases.closing.models import StatisticsRow
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.actors import SYSTEM
from helpdesk.audit import queries as audit
from helpdesk.audit.models import AccessEntry
from helpdesk.embedded.places import postgres_account, postgres_programs
from helpdesk.operations import backups, vault
from helpdesk.sealing import keyring, ledger, rotation
from helpdesk.sealing.actions import erase_key, new_data_key, reveal_one
from helpdesk.sealing.models import DataKey, Erasure, WrappedKey
from helpdesk.sealing.reasons import Reason
from tests.factories import web

KEPT, GONE, LATE = "Кенар-захаваны-zx91", "Кенар-сцёрты-zx92", "Кенар-позна-сцёрты-zx93"
Elsewhere = Callable[[], Any]


def backup() -> dict[str, Path]:
    call_command("backup", stdout=io.StringIO())
    newest = {kind: max(folder.glob("*.sealed")) for kind, folder in folders().items()}
    time.sleep(1.1)  # names carry seconds
    return newest


def folders() -> dict[str, Path]:
    return {kind: backups._folder(kind) for kind in backups.DAYS}


def restore(made: dict[str, Path], vaults: Path) -> str:
    told = io.StringIO()
    words = ["--keys", str(made["keys"]), "--private", str(vaults / "offline.private")]
    call_command("restore", str(made["database"]), *words, stdout=told)
    return told.getvalue()


def story_of(client: Client) -> str:
    [row] = HelpRequest.objects.filter(client=client)
    return reveal_one(row, ["story"], by=SYSTEM, reason=Reason.ANSWER)["story"]


def persons() -> tuple[dict[str, str], dict[str, Client]]:
    """Three people who wrote; the digits of their receipts, and they themselves."""
    digits: dict[str, str] = {}
    found: dict[str, Client] = {}
    for words in (KEPT, GONE, LATE):
        browser = Browser()
        web.tell(browser, story=words)
        web.answer_questions(browser)
        web.send(browser)
        digits[words] = web.shown_digits(browser)
        [found[words]] = Client.objects.exclude(pk__in=[client.pk for client in found.values()])
    return digits, found


def opens(digits: str) -> bool:
    return web.unlock(Browser(), digits).status_code == 302


@pytest.mark.usefixtures("office_warsaw")
def test_after_a_restore_the_erased_stays_erased_and_everything_else_opens(
    vaults: Path, elsewhere: Elsewhere
) -> None:
    digits, people = persons()
    old = backup()
    erase_client(client=people[GONE], by=SYSTEM)
    new = backup()
    erase_client(client=people[LATE], by=SYSTEM)
    assert ledger.copy_to(vaults / "erasures.jsonl") > 4
    ring = keyring.public()
    figures = StatisticsRow.objects.count()
    for file in ("public.json", "private.json"):
        (vaults / file).unlink()

    start = time.monotonic()
    with elsewhere():
        told = restore({"database": old["database"], "keys": new["keys"]}, vaults)
        taken = time.monotonic() - start
        assert "erased again: 2 people" in told
        assert keyring.public() == ring
        assert list(Client.objects.all()) == [people[KEPT]]
        assert story_of(people[KEPT]) == KEPT
        assert StatisticsRow.objects.count() == figures
        assert [opens(digits[words]) for words in (KEPT, GONE, LATE)] == [True, False, False]
        assert list(rotation.unopenable()) == []
        chain = audit.walk()
        assert chain.breaks == []
        verbs = set(AccessEntry.objects.values_list("verb", flat=True))
        assert {"operations.restore", "client.erase"} <= verbs
        assert {row.thing for row in Erasure.objects.filter(kind="client")} == {
            people[GONE].pk,
            people[LATE].pk,
        }
    sys.stdout.write(f"\nrestore drill: {chain.length} entries, {taken:.1f} s\n")


@pytest.mark.usefixtures("office_warsaw")
def test_without_any_ledger_an_old_dump_opens_nothing_that_the_newest_keys_forgot(
    vaults: Path, elsewhere: Elsewhere
) -> None:
    _digits, people = persons()
    old = backup()
    erase_client(client=people[GONE], by=SYSTEM)
    Erasure.objects.all().delete()
    new = backup()
    with elsewhere():
        restore({"database": old["database"], "keys": new["keys"]}, vaults)
        assert set(Client.objects.all()) == {people[KEPT], people[LATE]}  # plain facts went with the words
        assert HelpRequest.objects.count() == 2
        assert StatisticsRow.objects.count() == 1
        assert story_of(people[KEPT]) == KEPT


@pytest.mark.usefixtures("office_warsaw")
def test_what_does_not_belong_together_is_refused_and_nothing_is_left_half_done(
    vaults: Path, elsewhere: Elsewhere
) -> None:
    persons()
    old = backup()
    new = backup()
    with pytest.raises(CommandError, match="not empty"):
        restore(new, vaults)
    with elsewhere():
        with pytest.raises(CommandError, match="older than the dump"):
            restore({"database": new["database"], "keys": old["keys"]}, vaults)
        with pytest.raises(CommandError, match="no backup of the keys"):
            restore({"database": new["database"], "keys": new["database"]}, vaults)
        cut = vaults / "cut.sealed"
        cut.write_bytes(new["database"].read_bytes()[:-40])
        with pytest.raises(CommandError, match="cut off"):
            restore({"database": cut, "keys": new["keys"]}, vaults)
        (vaults / "private.json").rename(vaults / "ours.json")
        keyring.add_pair()
        with pytest.raises(CommandError, match="another one"):
            restore(new, vaults)
        (vaults / "ours.json").rename(vaults / "private.json")
        assert "erased again: 0 people, 0 requests, 0 keys" in restore(new, vaults)


def plain(path: Path, vaults: Path) -> bytes:
    private = vault.read_key(vaults / "offline.private", vault.PRIVATE)
    with path.open("rb") as source:
        return b"".join(vault.read(source, private=private))


def as_sql(dump: bytes) -> bytes:
    """A dump is compressed: only pg_restore can say what is in it."""
    program = postgres_programs(postgres_account()) / "pg_restore"
    return subprocess.run([program, "--file=-"], input=dump, capture_output=True, check=True).stdout


@pytest.mark.usefixtures("office_warsaw", "transactional_db")
def test_a_dump_holds_no_wrap_and_no_file_shows_what_it_holds(vaults: Path) -> None:
    persons()
    made = backup()
    wrap = bytes(WrappedKey.objects.earliest("pk").wrapped).hex().encode()
    assert wrap in plain(made["keys"], vaults)
    dump = as_sql(plain(made["database"], vaults))
    assert str(DataKey.objects.earliest("pk").pk).encode() in dump
    assert wrap not in dump
    for path in made.values():
        assert path.stat().st_mode & 0o077 == 0
        assert b"PGDMP" not in path.read_bytes()
        assert wrap not in path.read_bytes()


@pytest.mark.django_db
def test_every_way_to_erase_a_key_stands_in_the_ledger() -> None:
    by_verb, by_hand, by_mark = (new_data_key("inbox") for _ in range(3))
    kept = new_data_key("inbox")
    erase_key(by_verb)
    DataKey.objects.filter(pk=by_hand.pk).delete()
    DataKey.objects.filter(pk=by_mark.pk).update(erased_on=timezone.localdate())
    DataKey.objects.filter(pk=kept.pk).update(purpose="desk")
    noted = {line.thing for line in ledger.in_table() if line.kind == Erasure.KEY}
    assert noted >= {by_verb.pk, by_hand.pk, by_mark.pk}
    assert kept.pk not in noted
