"""Promise: a worker killed before, during or after a delivery loses nothing and doubles nothing."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from helpdesk.accounts.models import User
from helpdesk.celery import app
from helpdesk.messaging.gate import tell_client, tell_staff
from helpdesk.messaging.models import OutgoingMessage, State
from helpdesk.messaging.rules import ContactRules, Kind
from helpdesk.messaging.tasks import sweep

SECONDS = 60
HERE = "tests.helpdesk.messaging"
Start = Callable[[str], "subprocess.Popen[bytes]"]


def database_url() -> str:
    made = connection.settings_dict
    host = str(made["HOST"])
    where = f"{host}:{made['PORT']}" if not host.startswith("/") else ""
    query = f"?host={quote(host)}" if host.startswith("/") else ""
    who = quote(str(made["USER"])) + (f":{quote(str(made['PASSWORD']))}" if made["PASSWORD"] else "")
    return f"postgres://{who}@{where}/{made['NAME']}{query}"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a real worker on the tests' database and broker, in a process group of its own."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(backend: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": f"{HERE}.worker_settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "VAR_DIR": str(settings.VAR_DIR),
            "WORKER_EMAIL_BACKEND": backend,
            "WORKER_MAIL_FOLDER": str(tmp_path / "mail"),
        }
        command = [sys.executable, "-m", "celery", "-A", "helpdesk", "worker", "-c", "1", "-l", "WARNING"]
        with (tmp_path / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        running.append(worker)
        return worker

    yield begin
    for worker in running:
        if worker.poll() is None:
            os.killpg(worker.pid, 9)
            worker.wait()
    app.control.purge()
    connections.close_all()


def until(done: Callable[[], bool], *, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Wait for it, as beat would: asking for a sweep every second."""
    end = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < end, "it never happened"
        meanwhile()
        time.sleep(1)


def make_due() -> None:
    """As if the minute of the lease, or the half hour of jitter, had passed."""
    OutgoingMessage.objects.filter(state=State.QUEUED).update(not_before=timezone.now())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("death", "delivered"), [("DiesBefore", 0), ("DiesDuring", 0), ("DiesAfter", 1)])
def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    start: Start, tmp_path: Path, piotr_administrator: User, death: str, delivered: int
) -> None:
    rules = ContactRules(wants=True, address="vera@example.org", word="linden")
    staff = tell_staff(piotr_administrator, Kind.DANGER)
    client = tell_client(client_id=uuid.uuid4(), kind=Kind.ANSWER, language="be", rules=rules)
    assert client is not None
    make_due()
    doomed = start(f"{HERE}.deadly_backends.{death}")
    until(lambda: doomed.poll() is not None, meanwhile=sweep.delay)
    assert doomed.returncode == -9
    assert not OutgoingMessage.objects.filter(state=State.SENT).exists()
    assert len(list((tmp_path / "mail").glob("*.eml"))) == delivered

    make_due()
    start("helpdesk.messaging.delivery.FolderBackend")
    until(lambda: not OutgoingMessage.objects.filter(state=State.QUEUED).exists(), meanwhile=sweep.delay)
    mails = list((tmp_path / "mail").glob("*.eml"))
    found = sorted(email.message_from_bytes(path.read_bytes())["Message-ID"] for path in mails)
    assert found == sorted([staff.message_id, client.message_id])
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db(transaction=True)
def test_a_message_leaves_by_itself_after_the_commit(
    start: Start, tmp_path: Path, piotr_administrator: User
) -> None:
    start("helpdesk.messaging.delivery.FolderBackend")
    until(lambda: bool(app.control.ping(timeout=1)))
    tell_staff(piotr_administrator, Kind.DANGER)
    until(lambda: bool(list((tmp_path / "mail").glob("*.eml"))))
