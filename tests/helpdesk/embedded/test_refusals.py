"""What goes wrong at the start gets one sentence, an exit code and no traceback."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk.embedded import places
from helpdesk.embedded.trouble import CannotStart
from tests.conftest import url_of_test_database
from tests.helpdesk.embedded.conftest import Run


def _refusal(run: Run) -> str:
    assert run.process.wait(60) == 1, run.said
    assert "Traceback" not in run.said
    return run.said.strip().splitlines()[-1]


def test_a_port_in_use(start: Callable[..., Run]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert _refusal(start(port=port)) == (
            f"Cannot start: Port {port} is in use by another program; "
            f"stop it or try `make run PORT={port + 1}`."
        )


def test_a_port_that_is_no_port(start: Callable[..., Run]) -> None:
    run = start(port=70000)
    assert run.process.wait(30) == 2
    assert "a port is a number from 1 to 65535, not '70000'" in run.said


def test_data_of_another_version(start: Callable[..., Run], var_dir: Path) -> None:
    (var_dir / "postgres").mkdir(parents=True)
    (var_dir / "postgres" / "PG_VERSION").write_text("15\n")
    assert _refusal(start()) == (
        f"Cannot start: The data in {var_dir}/postgres was written by PostgreSQL 15 and this is "
        "PostgreSQL 18; move the folder away, or set VAR_DIR to a new one."
    )


def test_a_folder_that_cannot_be_made(start: Callable[..., Run], var_dir: Path) -> None:
    var_dir.parent.joinpath("file").write_text("")
    inside = var_dir.parent / "file" / "var"
    refusal = _refusal(start(over=inside))
    assert refusal == f"Cannot start: The folder {inside} cannot be made: Not a directory."


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Whoever runs the tests, this test has no rights of root."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield
    if before == 0:
        os.seteuid(0)


def test_a_folder_without_permission(var_dir: Path, ordinary_user: None) -> None:
    with pytest.raises(CannotStart, match=r"^You cannot write to /usr; .* set VAR_DIR\.$"):
        places.folder(Path("/usr"))
    with pytest.raises(CannotStart, match=r"^The folder /usr/ganak-var cannot be made: Permission denied\.$"):
        places.folder(Path("/usr/ganak-var"))


def test_one_address_without_the_other(start: Callable[..., Run]) -> None:
    refusal = _refusal(start(REDIS_URL="redis://127.0.0.1:1/0"))
    assert refusal == (
        "Cannot start: Only REDIS_URL is set; set both DATABASE_URL and REDIS_URL, or neither."
    )


def test_a_named_server_that_does_not_answer(start: Callable[..., Run]) -> None:
    database = "postgres://anna:not-shown@127.0.0.1:1/x"
    refusal = _refusal(start(DATABASE_URL=database, REDIS_URL="redis://127.0.0.1:1/0"))
    assert refusal.startswith("Cannot start: The server of DATABASE_URL does not answer:")
    assert "not-shown" not in refusal


def test_named_servers_are_used_and_none_are_started(
    start: Callable[..., Run], var_dir: Path, transactional_db: None
) -> None:
    run = start(DATABASE_URL=url_of_test_database(), REDIS_URL=os.environ["REDIS_URL"])
    while "Using the servers of DATABASE_URL and REDIS_URL." not in run.said:
        assert run.process.poll() is None, run.said
        time.sleep(0.05)
    assert run.end(signal.SIGTERM) == 0
    assert not (var_dir / "postgres").exists()
    assert not (var_dir / "redis").exists()
