"""clamd decides where it is configured: found is refused, an unclear answer keeps a file waiting."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cases.files import tasks
from cases.files.imports import CannotScan, antivirus, finds_virus
from cases.files.models import Attachment
from cases.files.workflow import FileState, Trouble
from helpdesk.messaging.models import OutgoingMessage
from tests.factories import files
from tests.factories.requests import make_holder, make_request

Clamd = Callable[..., str]


def _read(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        piece = line.recv(size - len(got))
        if not piece:
            raise ConnectionError
        got += piece
    return got


def _serve(door: socket.socket, answer: bytes | None) -> None:
    """clamd as its manual describes INSTREAM; `answer` overrules what it would say."""
    line, _ = door.accept()
    with line:
        assert _read(line, 10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(_read(line, 4), "big"):
            content += _read(line, size)
        if answer is None:
            answer = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if files.EICAR in content else b"stream: OK\0"
        line.sendall(answer)


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    """`clamd()` answers one scan, truly; `clamd(b"...")` says this instead."""
    doors: list[socket.socket] = []

    def start(answer: bytes | None = None) -> str:
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)
        threading.Thread(target=_serve, args=(door, answer), daemon=True).start()
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{door.getsockname()[1]}"
        return str(settings.CLAMD_ADDRESS)

    yield start
    for door in doors:
        door.close()


def test_what_clamd_finds_is_found_wherever_it_hides(clamd: Clamd) -> None:
    for content in (files.document() + files.EICAR, files.picture("PNG") + files.EICAR, files.EICAR):
        clamd()
        assert finds_virus(content)
    clamd()
    assert not finds_virus(files.noisy("PNG", (900, 900)))


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream: OKAY\0",
        b"",
        b"UNKNOWN COMMAND\0",
        b"OK\0",
        b"\xff\xfe\0",
    ],
)
def test_an_unclear_answer_is_no_answer(clamd: Clamd, answer: bytes) -> None:
    clamd(answer)
    with pytest.raises(CannotScan):
        finds_virus(b"a letter")


def test_no_answer_is_no_answer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antivirus, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{door.getsockname()[1]}"
        with pytest.raises(CannotScan):
            finds_virus(b"a letter")
    for nobody in (settings.CLAMD_ADDRESS, "unix:/nowhere/clamd.sock"):
        settings.CLAMD_ADDRESS = nobody
        with pytest.raises(CannotScan):
            finds_virus(b"a letter")


def test_clamd_over_its_own_socket(settings: Any, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "clamd"))
        door.listen()
        threading.Thread(target=_serve, args=(door, None), daemon=True).start()
        settings.CLAMD_ADDRESS = f"unix:{tmp_path / 'clamd'}"
        assert finds_virus(files.EICAR)


def test_without_clamd_nothing_is_asked(settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    assert not finds_virus(files.EICAR)


@pytest.mark.django_db
def test_a_virus_is_refused_and_its_bytes_are_gone(clamd: Clamd) -> None:
    clamd()
    holder = make_holder()
    sent = files.send_file(make_request(client=holder.client), files.picture("PNG") + files.EICAR, by=holder)
    assert (sent.state, sent.trouble) == (FileState.REFUSED.value, Trouble.VIRUS.value)
    assert sent.parts.count() == 0


@pytest.mark.django_db
@pytest.mark.logs_errors
def test_while_clamd_is_away_a_file_stays_in_quarantine_rings_after_an_hour_and_is_checked_when_it_is_back(
    clamd: Clamd, settings: Any, piotr_administrator: Any
) -> None:
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:1"
    holder, start = make_holder(), timezone.now()
    sent = files.send_file(make_request(client=holder.client), files.picture(), by=holder)
    for minutes in range(3, 60, 5):  # more often than a file that ends its worker may be tried
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert tasks.check(str(sent.pk)) == "later"
            assert tasks.actions.sound_alarm() == 0
    with time_machine.travel(start + timedelta(minutes=62)):
        assert tasks.actions.sound_alarm() == 1
        assert tasks.actions.sound_alarm() == 0
        assert OutgoingMessage.objects.filter(user=piotr_administrator).count() == 1
        found = Attachment.objects.get(pk=sent.pk)
        assert (found.state, found.pages) == (FileState.QUARANTINED.value, 0)
        assert found.parts.filter(part="page").count() == 0
        clamd()
        assert tasks.check(str(sent.pk)) == "clean"
    assert Attachment.objects.get(pk=sent.pk).stuck_since is None


@pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is not installed here")
def test_a_real_clamd_finds_the_test_virus(settings: Any, tmp_path: Path) -> None:
    database = tmp_path / "db"
    database.mkdir()
    (database / "test.ndb").write_text(f"Test.EICAR:0:*:{files.EICAR.hex()}\n")
    listens = tmp_path / "clamd.sock"
    (tmp_path / "clamd.conf").write_text(
        f"DatabaseDirectory {database}\nLocalSocket {listens}\nForeground yes\nStreamMaxLength 20M\n"
    )
    process = subprocess.Popen(["clamd", "-c", str(tmp_path / "clamd.conf")])
    try:
        until = time.monotonic() + 60
        while not listens.exists():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.2)
        settings.CLAMD_ADDRESS = f"unix:{listens}"
        assert finds_virus(files.picture("PNG") + files.EICAR)
        assert finds_virus(files.document() + files.EICAR)
        assert not finds_virus(files.picture("PNG"))
    finally:
        process.kill()
        process.wait()
