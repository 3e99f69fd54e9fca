"""`make run`, with real processes: it serves, it stops, it comes back."""

from __future__ import annotations

import http.client
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from helpdesk.embedded import places, processes
from tests.helpdesk.embedded.conftest import Run, alive


def _get(port: int, address: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", address)
        return connection.getresponse().status


def _database(var_dir: Path) -> psycopg.Connection:
    account = places.postgres_account()
    socket = places.postgres_socket(places.postgres_data(var_dir, account), account)
    return psycopg.connect(f"host={socket} user=postgres dbname=helpdesk", autocommit=True)


def test_a_run_serves_pages_stops_without_a_trace_and_keeps_its_data(
    start: Callable[..., Run], var_dir: Path
) -> None:
    first = start(demo=True)
    family = first.wait_until_ready()
    assert f"http://localhost:{first.port}/be/" in first.said
    assert f"http://localhost:{first.port}/desk/demo/" in first.said
    assert _get(first.port, "/desk/healthz/") == 200
    names = " ".join(" ".join(process.cmdline()) for process in family)
    assert all(word in names for word in ("gunicorn", "worker", "beat", "redis-server", "postgres"))
    with _database(var_dir) as database:
        database.execute("CREATE TABLE kept_by_the_first_run ()")

    assert first.end(signal.SIGTERM) == 0
    assert alive(family) == []

    second = start(demo=True)
    family = second.wait_until_ready()
    with _database(var_dir) as database:
        database.execute("SELECT FROM kept_by_the_first_run")
    assert second.end(signal.SIGINT) == 0
    assert alive(family) == []


def test_a_killed_run_leaves_nothing_that_stops_the_next(start: Callable[..., Run], var_dir: Path) -> None:
    killed = start()
    family = killed.wait_until_ready()
    killed.end(signal.SIGKILL)

    after = start(port=killed.port)
    survivors = after.wait_until_ready()
    assert alive(family) == []
    assert after.end(signal.SIGTERM) == 0
    assert alive(survivors) == []


def test_when_one_process_dies_the_run_says_which_and_stops_the_rest(
    start: Callable[..., Run], var_dir: Path
) -> None:
    run = start()
    family = run.wait_until_ready()
    pid = int((var_dir / "run" / "worker.pid").read_text().split()[0])
    next(process for process in family if process.pid == pid).kill()
    assert run.process.wait(60) == 1
    assert f"`worker` ended (code -9); see {var_dir}/log/worker.log." in run.said
    assert alive(family) == []


def test_a_second_run_over_the_same_folder_is_refused_and_hurts_nobody(
    start: Callable[..., Run], var_dir: Path
) -> None:
    run = start()
    family = run.wait_until_ready()
    other = start()
    assert other.process.wait(30) == 1
    assert other.said.strip() == f"Cannot start: The help desk already runs over {var_dir}; stop it first."
    assert sorted(alive(family)) == sorted(str(process) for process in family)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_while_it_prepares_it_stops(
    start: Callable[..., Run], var_dir: Path, stop: signal.Signals
) -> None:
    run = start()
    note = var_dir / "run" / "postgres.pid"
    while not note.exists():
        assert run.process.poll() is None, run.said
    family = run.family()
    assert run.end(stop) == 0
    assert alive(family) == []
    assert processes.reap(var_dir / "run") == []
