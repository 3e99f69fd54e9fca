"""Gives a test run its servers before the settings are read, and each test process a Redis of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis

from helpdesk.embedded.servers import Servers

SERVERS = pytest.StashKey[Servers]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Runs before pytest-django reads the settings."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        _prepare_run(early_config)
    _prepare_process(worker)
    return (yield)


def _prepare_run(config: pytest.Config) -> None:
    if "VAR_DIR" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="ganak-test-"))
        folder.chmod(0o711)  # PostgreSQL walks through it as a user of its own when root runs the tests
        config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
        os.environ["VAR_DIR"] = str(folder)
    named = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
    if len(named) == 1:
        raise pytest.UsageError(f"Only {named[0]} is set; set both DATABASE_URL and REDIS_URL, or neither.")
    if not named:
        servers = Servers(Path(os.environ["VAR_DIR"]), durable=False)
        config.stash[SERVERS] = servers
        config.add_cleanup(servers.stop)
        servers.start()
        os.environ["DATABASE_URL"] = servers.database_url
        os.environ["REDIS_URL"] = servers.redis_url


def _prepare_process(worker: str) -> None:
    """Files and Redis numbers are never shared between test processes, nor with the number that was named."""
    folder = Path(os.environ.setdefault("TEST_VAR_DIR", os.environ["VAR_DIR"])) / (worker or "main")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["VAR_DIR"] = str(folder)
    named = os.environ.setdefault("TEST_REDIS_URL", os.environ["REDIS_URL"])
    os.environ["REDIS_URL"] = own_redis(named, place_of(worker))


def place_of(worker: str) -> int:
    return int(worker.removeprefix("gw")) if worker else 0


def own_redis(url: str, place: int) -> str:
    """The address of the database number that belongs to the test process at `place`.

    Raises UsageError when the server has too few numbers for so many processes.
    """
    with redis.Redis.from_url(url) as client:
        available = int(client.config_get("databases")["databases"])
    parts = urlsplit(url)
    base = int(parts.path.strip("/") or 0)
    workers = max(3, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    step = available // (workers + 1)
    if step == 0:
        raise pytest.UsageError(f"Redis has {available} databases; {workers} test processes need one each.")
    return urlunsplit(parts._replace(path=f"/{(base + step * (place + 1)) % available}"))
