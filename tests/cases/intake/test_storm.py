"""A thousand people at once, and servers that really stop in the middle: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client as Browser

from cases.intake.rules import is_wellformed, new_receipt
from cases.intake.views.draft import DRAFT, SHOWN
from cases.requests.models import Client, Event, HelpRequest
from helpdesk.embedded import places
from helpdesk.embedded.postgres import Postgres
from helpdesk.embedded.redis_server import free_port
from tests.factories.web import CONTACT, STORY, session_of, with_session

THOUSAND = 1000
TWICE = 100  # so many press the button a second time at the same moment
AT_ONCE = 12
PROGRAM = Path(__file__).with_name("outage_program.py")


def _submit(number: int) -> str:
    """One person on the last page, from an address of her own; gives the receipt that she is shown."""
    draft = {**STORY, "story": f"{STORY['story']} {number}", "digits": new_receipt()}
    try:
        browser = with_session({DRAFT: draft})
        browser.defaults["REMOTE_ADDR"] = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
        twin = Browser(REMOTE_ADDR=browser.defaults["REMOTE_ADDR"])
        twin.cookies = browser.cookies
        for one in (browser, twin) if number < TWICE else (browser,):
            assert one.post("/be/write/last/", CONTACT).url == "/be/write/done/"
        return str(session_of(browser)[SHOWN]["digits"])
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("office_warsaw")
def test_a_thousand_at_once_are_a_thousand_requests_with_receipts_of_their_own() -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        receipts = list(pool.map(_submit, range(THOUSAND)))
    assert len(set(receipts)) == THOUSAND
    assert all(is_wellformed(digits) for digits in receipts)
    assert HelpRequest.objects.count() == Client.objects.count() == THOUSAND
    assert Client.objects.values("locator").distinct().count() == THOUSAND
    assert Event.objects.filter(kind="received").count() == THOUSAND


class _Redis:
    """A Redis of our own that keeps nothing, always on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder))
        self.process = subprocess.Popen([places.redis_program(), *options], stdout=subprocess.DEVNULL)
        time.sleep(0.5)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def _own_servers() -> Iterator[tuple[Postgres, _Redis]]:
    folder = Path(tempfile.mkdtemp(prefix="ganak-outage-"))
    folder.chmod(0o711)
    for name in ("run", "log"):
        places.folder(folder / name)
    postgres, redis = Postgres(folder, durable=False), _Redis(folder)
    postgres.start()
    redis.start()
    try:
        yield postgres, redis
    finally:
        redis.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


class _Public:
    """The process under which the servers stop."""

    def __init__(self, postgres: Postgres, redis: _Redis) -> None:
        addresses = {"DATABASE_URL": postgres.url, "REDIS_URL": f"redis://127.0.0.1:{redis.port}/0"}
        paths = {"DJANGO_SETTINGS_MODULE": "helpdesk.settings.test", "PYTHONPATH": str(settings.BASE_DIR)}
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM)],
            env={**os.environ, **addresses, **paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=settings.BASE_DIR,
        )

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def go_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


def test_redis_and_postgresql_may_stop_in_the_middle_and_every_word_is_sent_once_in_the_end() -> None:
    with _own_servers() as (postgres, redis):
        public = _Public(postgres, redis)
        try:
            assert public.hear() == {"ready": True}
            redis.stop()
            public.go_on()
            without_redis = public.hear()
            redis.start()
            postgres.stop()
            public.go_on()
            without_postgres = public.hear()
            postgres.start()
            public.go_on()
            in_the_end = public.hear()
        finally:
            public.end()
    kept = {"status": 503, "kept": True, "story_readable": False}
    assert (without_redis, without_postgres) == (kept, kept)
    assert (in_the_end["first"], in_the_end["second"], in_the_end["requests"]) == (302, 302, 1)
    assert len(in_the_end["digits"]) == 20
