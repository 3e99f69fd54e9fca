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
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import psycopg

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
        os.killpg(process.pid, signal.SIGTERM)
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
        *(sys.executable, "-m", "gunicorn", "helpdesk.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--workers", "2", "--threads", "2", "--worker-class", "helpdesk.server.PatientWorker"),
        *("--logger-class", "helpdesk.server.JsonLog", "--no-control-socket", "--graceful-timeout", "3"),
    ]


def test_a_desk_process_says_what_is_missing_and_counts_for_both_its_siblings(tmp_path: Path) -> None:
    with servers() as (postgres, redis):
        shared = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url, "VAR_DIR": str(tmp_path)}
        web = free_port()
        with running(gunicorn(web), FACE="desk", **shared) as port:
            until(lambda: ask("healthz", port) == 200)
            assert ready(port) == (503, ["migrations"])
            say_migrated(postgres.url)
            until(lambda: ready(port) == (200, []))
            assert ask("readyz", port) == 200

            for number in range(20):
                get(web, f"/desk/{SECRET}/{number}/?q={SECRET}")
            figures = get(port, "/metrics")[1]
            assert 'ganak_requests_total{face="desk",status="404",view="none"} 20.0' in figures
            assert "ganak_database_up 0.0" in figures  # no tables: what cannot be read is left out
            assert 'ganak_queue_length{queue="celery"} 0.0' in figures
            assert SECRET not in figures
            assert get(port, "/desk/")[0] == get(port, "/metrics/")[0] == 404
            assert [get(web, path)[0] for path in ("/metrics", "/healthz", "/readyz")] == [404] * 3
            assert get(web, "/desk/healthz/")[0] == 404

            redis.stop()
            assert ready(port) == (503, ["redis"])
            assert "ganak_redis_up 0.0" in get(port, "/metrics")[1]
            postgres.stop()
            start = time.monotonic()
            assert ready(port) == (503, ["database", "redis"])
            assert time.monotonic() - start < 6
            assert ask("healthz", port) == 200  # alive, and says so: restarting it would help nobody
            sizes = [one.memory_info().rss for one in psutil.process_iter() if _listens(one, web)]
    sys.stdout.write(f"\nmemory of web processes with figures: {[size // 2**20 for size in sizes]} MB\n")


def _listens(process: psutil.Process, port: int) -> bool:
    try:
        return f"127.0.0.1:{port}" in process.cmdline()
    except psutil.Error:
        return False


def test_a_worker_and_beat_say_that_they_live(tmp_path: Path) -> None:
    celery = [sys.executable, "-m", "celery", "-A", "helpdesk.celery"]
    worker = [*celery, "worker", "--concurrency", "1", "--without-mingle"]
    beat = [*celery, "beat", "--schedule", str(tmp_path / "beat"), "--pidfile="]
    with servers() as (postgres, redis):
        say_migrated(postgres.url)
        shared = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url, "VAR_DIR": str(tmp_path)}
        with running(worker, FACE="worker", **shared) as one, running(beat, FACE="worker", **shared) as other:
            until(lambda: ready(one) == ready(other) == (200, []))
