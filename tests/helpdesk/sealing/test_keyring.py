"""Keyring files: made by themselves only in development, refused in production, gone when wiped."""

from __future__ import annotations

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from helpdesk.sealing import checks, ciphers, keyring
from helpdesk.sealing.errors import KeyringError, NoPrivateKey


def ids(settings: Any, **changes: Any) -> set[str | None]:
    for name, value in {"TESTING": False, "DEBUG": False, **changes}.items():
        setattr(settings, name, value)
    found = checks.keys_fit_the_place() + checks.receipts_are_costly()
    return {problem.id for problem in found}


@pytest.fixture
def good_receipts(settings: Any) -> None:
    settings.RECEIPT_ARGON2 = dict(checks.LEAST_ARGON2)
    settings.RECEIPT_SITE_SALT = settings.RECEIPT_PEPPER = "q" * 40


def test_a_keyring_appears_by_itself_in_tests_and_fits_together() -> None:
    assert keyring.public().kind == "test"
    assert keyring.mismatched() == []


def test_many_processes_starting_at_once_make_one_keyring(own_keyring: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = {ring.current for ring in pool.map(lambda _n: keyring.public(), range(16))}
    assert len(found) == 1


def test_only_the_owner_reads_the_private_file(own_keyring: Path) -> None:
    keyring.public()
    assert oct((own_keyring / "private.json").stat().st_mode)[-3:] == "600"


def test_no_keyring_appears_by_itself_in_production(settings: Any) -> None:
    settings.TESTING = False
    with pytest.raises(KeyringError):
        keyring.public()
    assert not Path(settings.KEYRING_PRIVATE).exists()


def test_the_public_process_never_makes_a_keyring(settings: Any, own_keyring: Path) -> None:
    settings.KEYRING_PRIVATE = None
    with pytest.raises(KeyringError):
        keyring.public()
    with pytest.raises(NoPrivateKey):
        keyring.add_pair()
    assert list(own_keyring.iterdir()) == []


def test_a_wiped_private_keyring_is_gone_at_once(settings: Any) -> None:
    keyring.public()
    assert keyring.private().keys
    Path(settings.KEYRING_PRIVATE).unlink()
    with pytest.raises(NoPrivateKey):
        keyring.private()


def test_a_changed_keyring_is_seen_without_a_restart() -> None:
    first = keyring.public().current
    second = keyring.add_pair()
    assert keyring.public().current == second != first


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"kind": "test", "current": "a", "keys": {"a": "AAAA"}}',
        '{"kind":"test","keys":{"a":3}}',
    ],
)
def test_a_damaged_keyring_is_refused_in_one_sentence(settings: Any, content: str) -> None:
    Path(settings.KEYRING_PUBLIC).write_text(content)
    with pytest.raises(KeyringError, match=r"keyring at"):
        keyring.public()


def test_no_key_is_printed() -> None:
    shown = repr(keyring.public()) + repr(keyring.private())
    assert "b'" not in shown
    assert "bytes" not in shown


def test_halves_that_do_not_belong_together_are_found(settings: Any) -> None:
    kid = keyring.public().current
    data = json.loads(Path(settings.KEYRING_PUBLIC).read_text())
    other = ciphers.new_pair()[1]
    data["keys"][kid] = base64.b64encode(other).decode()
    Path(settings.KEYRING_PUBLIC).write_text(json.dumps(data))
    assert keyring.mismatched() == [kid]


def test_production_starts_with_its_own_keys_and_costly_receipts(settings: Any, good_receipts: None) -> None:
    settings.TESTING = False
    keyring.add_pair()
    assert ids(settings) == set()


def test_production_refuses_a_test_or_development_keyring(settings: Any, good_receipts: None) -> None:
    keyring.public()
    assert ids(settings) == {"sealing.E010"}
    settings.DEBUG, settings.TESTING = False, False
    with pytest.raises(KeyringError):
        keyring.add_pair()


def test_production_refuses_to_start_without_keys(settings: Any, good_receipts: None) -> None:
    assert ids(settings) == {"sealing.E011"}


def test_a_public_process_that_knows_a_private_key_is_refused(
    settings: Any, good_receipts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TESTING = False
    keyring.add_pair()
    assert ids(settings, FACE="public") == {"sealing.E012"}
    settings.KEYRING_PRIVATE = None
    monkeypatch.setenv("KEYRING_PRIVATE", "/somewhere")
    assert ids(settings, FACE="public") == {"sealing.E012"}
    monkeypatch.delenv("KEYRING_PRIVATE")
    assert ids(settings, FACE="public") == set()


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"RECEIPT_ARGON2": {"time_cost": 1, "memory_cost": 64, "parallelism": 1}}, "sealing.E013"),
        ({"RECEIPT_ARGON2": {}}, "sealing.E013"),
        ({"RECEIPT_PEPPER": "short"}, "sealing.E014"),
        ({"RECEIPT_SITE_SALT": "development-salt-000000"}, "sealing.E014"),
    ],
)
def test_production_refuses_cheap_receipts(
    settings: Any, good_receipts: None, change: dict[str, Any], refused: str
) -> None:
    settings.TESTING = False
    keyring.add_pair()
    assert ids(settings, **change) == {refused}


def test_development_is_left_in_peace(settings: Any) -> None:
    assert ids(settings, DEBUG=True) == set()
    assert ids(settings, TESTING=True) == set()
