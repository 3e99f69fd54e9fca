"""The private port of real processes: what they say while Redis and PostgreSQL stop, and never say."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import psycopg
import pytest

from helpdesk.embedded import places
from helpdesk.embedded.postgres import Postgres
from helpdesk.embedded.redis_server import RedisServer, free_port
from helpdesk.embedded.supervisor import ROOT
from helpdesk.operations.health import _on_disk
from helpdesk.operations.probe import ask

SECRET = "zx95q-secret"


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()
    except OSError:
        return 0, ""


def until(found: Callable[[], object], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end
        time.sleep(0.2)


@contextmanager
def servers() -> Iterator[tuple[Postgres, RedisServer]]:
    """An empty PostgreSQL and a Redis of this test's own, to be stopped at will."""
    folder = Path(tempfile.mkdtemp(prefix="ganak-port-"))
    folder.chmod(0o711)
    for name in ("run", "log"):
        places.folder(folder / name)
    postgres, redis = Postgres(folder, durable=False), RedisServer(folder, durable=False)
    postgres.start()
    redis.start()
    try:
        yield postgres, redis
    finally:
        redis.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(command: list[str], **environment: str) -> Iterator[int]:
    """One process of ours in production's shape; gives its private port."""
    private = free_port()
    named = {**os.environ, **environment, "INTERNAL_PORT": str(private), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=named, cwd=ROOT, start_new_session=True)
    try:
        yield private
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


def say_migrated(url: str) -> None:
    """As if every migration had run: readiness reads this table only."""
    with psycopg.connect(url, autocommit=True) as line:
        line.execute("CREATE TABLE IF NOT EXISTS django_migrations (app text, name text)")
        for row in _on_disk():
            line.execute("INSERT INTO django_migrations VALUES (%s, %s)", row)


def ready(port: int) -> tuple[int, list[str]]:
    code, body = get(port, "/readyz")
    return code, json.loads(body)["failing"] if body else ["nobody answers"]


def gunicorn(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "helpdesk.preload:application", "--bind", f"127.0.0.1:{port}"),
        *("--preload", "--workers", "2", "--threads", "2", "--worker-class", "helpdesk.server.PatientWorker"),
        *("--logger-class", "helpdesk.server.JsonLog", "--no-control-socket", "--graceful-timeout", "3"),
    ]


@dataclass(frozen=True)
class House:
    """Processes of one installation, and the servers that can be stopped under them."""

    postgres: Postgres
    redis: RedisServer
    web: int
    ports: dict[str, int]  # private ones


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    celery = [sys.executable, "-m", "celery", "-A", "helpdesk.celery"]
    web = free_port()
    commands = {
        "desk": gunicorn(web),
        "worker": [*celery, "worker", "--concurrency", "1", "--without-mingle"],
        "beat": [*celery, "beat", "--schedule", str(tmp_path / "schedule"), "--pidfile="],
    }
    with ExitStack() as after:
        postgres, redis = after.enter_context(servers())
        shared = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
        ports = {}
        for name, command in commands.items():
            face = "desk" if name == "desk" else "worker"
            more = {**shared, "FACE": face, "VAR_DIR": str(tmp_path / name)}
            ports[name] = after.enter_context(running(command, **more))
        until(lambda: all(ask("healthz", port) == 200 for port in ports.values()))
        yield House(postgres, redis, web, ports)


def test_processes_say_what_is_missing_and_count_without_telling_whom(house: House) -> None:
    port = house.ports["desk"]
    assert ready(port) == (503, ["migrations"])
    say_migrated(house.postgres.url)
    until(lambda: all(ready(one) == (200, []) for one in house.ports.values()))

    for number in range(20):
        get(house.web, f"/desk/{SECRET}/{number}/?q={SECRET}")
    figures = get(port, "/metrics")[1]  # of both processes together, whichever answers
    assert 'ganak_requests_total{face="desk",status="404",view="none"} 20.0' in figures
    assert "ganak_database_up 0.0" in figures  # no tables: what cannot be read is left out
    assert 'ganak_queue_length{queue="celery"}' in figures
    assert SECRET not in figures
    assert get(port, "/desk/")[0] == get(port, "/metrics/")[0] == 404
    assert [get(house.web, path)[0] for path in ("/metrics", "/healthz", "/readyz")] == [404] * 3
    assert get(house.web, "/desk/healthz/")[0] == 404
    _stop_the_servers(house, port)
    sizes = [one.memory_info().rss for one in psutil.process_iter() if _listens(one, house.web)]
    sys.stdout.write(f"\nmemory of web processes with figures: {[size // 2**20 for size in sizes]} MB\n")


def _stop_the_servers(house: House, port: int) -> None:
    house.redis.stop()
    assert ready(port) == (503, ["redis"])
    assert "ganak_redis_up 0.0" in get(port, "/metrics")[1]
    house.postgres.stop()
    start = time.monotonic()
    assert ready(port) == (503, ["database", "redis"])
    assert time.monotonic() - start < 6
    assert ask("healthz", port) == 200  # alive, and says so: restarting it would help nobody


def _listens(process: psutil.Process, port: int) -> bool:
    try:
        return f"127.0.0.1:{port}" in process.cmdline()
    except psutil.Error:
        return False
