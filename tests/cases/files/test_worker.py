"""The real worker of the queue `files`: nobody else checks files; killed, it leaves nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from django.db import connection

from cases.files import actions
from cases.files.models import Attachment
from cases.files.tasks import check
from cases.files.workflow import FileState, Part
from helpdesk.audit.guard import writing
from helpdesk.celery import app
from tests.conftest import url_of_test_database
from tests.factories import files
from tests.factories.requests import make_holder, make_request

Start = Callable[..., subprocess.Popen[bytes]]
PATIENCE = 40


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.fixture
def start(transactional_db: None) -> Iterator[Start]:
    """`start("--queues", "files")`: a worker over the real broker, ended with everything it started."""
    made: list[subprocess.Popen[bytes]] = []

    def run(*words: str) -> subprocess.Popen[bytes]:
        name = f"test{len(made)}@{os.getpid()}"
        command = [sys.executable, "-m", "celery", "-A", "helpdesk.celery", "worker", "--concurrency", "1"]
        environment = {**os.environ, "DATABASE_URL": url_of_test_database()}
        worker = subprocess.Popen(
            [*command, "--hostname", name, *words], env=environment, start_new_session=True
        )
        made.append(worker)
        wait_until(lambda: bool(app.control.ping(destination=[name], timeout=0.3)))
        return worker

    yield run
    for worker in made:
        end(worker)


def end(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def decoders_of(worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        family = psutil.Process(worker.pid).children(recursive=True)
        return [one for one in family if any("decoder.py" in word for word in one.cmdline())]
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []


def state() -> str:
    connection.close()  # another process wrote
    return str(Attachment.objects.get().state)


def test_the_route_leads_to_a_queue_of_its_own() -> None:
    queues = {name: route["queue"] for name, route in app.conf.task_routes.items()}
    assert queues == {"cases.files.check": "files", "operations.pulse_files": "files"}


def test_only_the_worker_for_files_checks_files(start: Start) -> None:
    holder = make_holder()
    start()
    files.send_file(make_request(client=holder.client), files.picture(), by=holder, checked=False)
    time.sleep(2)
    assert state() == FileState.QUARANTINED.value
    start("--queues", "files")
    wait_until(lambda: state() == FileState.CLEAN.value)


def test_a_worker_killed_while_it_decodes_decides_nothing_and_the_next_one_does(start: Start) -> None:
    holder = make_holder()
    worker = start("--queues", "files")
    heavy = files.document(100)
    sent = files.send_file(make_request(client=holder.client), heavy, by=holder, checked=False)
    wait_until(lambda: bool(decoders_of(worker)))
    (child,) = decoders_of(worker)
    end(worker)
    wait_until(lambda: not child.is_running())  # it does not outlive the one who asked
    assert state() == FileState.QUARANTINED.value
    assert sent.parts.filter(part=Part.PAGE.value).count() == 0
    assert actions.begin_check(attachment_id=sent.pk) is None
    with writing():
        Attachment.objects.update(next_try_at=None)  # the four minutes in which it was in hand are over
    start("--queues", "files")
    check.delay(str(sent.pk))
    wait_until(lambda: state() == FileState.CLEAN.value)
    assert sent.parts.filter(part=Part.PAGE.value).count() == 100
