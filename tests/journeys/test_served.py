"""The real processes of an installation: whom they talk to, and what of a person's words stays behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from cases.answers.actions import Draft, reply
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.models import User
from helpdesk.embedded.redis_server import free_port
from helpdesk.embedded.supervisor import ROOT, answers, web_command
from tests.cases.casefile.test_checks import _forms
from tests.cases.intake.test_canaries import dump_of_postgres, dump_of_redis, shapes
from tests.conftest import url_of_test_database
from tests.helpdesk.test_canaries import files

# Runs at the start of each process, before anything of ours: notes every name asked for and every connection.
RECORDER = """
import os, sys
def note(event, given):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if given[1] is not None:
            note.line(event, given[1])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        note.line(event, given[0])
    elif event == "subprocess.Popen":
        note.line(event, given[0])
def line(event, what):
    with open(os.environ["HEARD"], "a") as heard:
        heard.write(event + "\\t" + repr(what) + "\\n")
note.line = line
line("start", sys.argv[:1])
sys.addaudithook(note)
"""
STORY, SAFE, MORE = "Кенар-гісторыя-zx71q", "кенарслова-zx72", "Кенар-дадатак-zx73q"
CONTACT = "canary.served.zx74q@example.org"


@dataclass
class House:
    """The web process of `make run` and a worker, both watched."""

    port: int
    folder: Path

    @property
    def heard(self) -> set[tuple[str, str]]:
        lines = (self.folder / "heard").read_text().splitlines()
        return {(event, what) for event, _tab, what in (line.partition("\t") for line in lines)}

    @property
    def logs(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.glob("*.log")}


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[House]:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(RECORDER)
    environment = {
        **os.environ,
        "DATABASE_URL": url_of_test_database(),
        "PYTHONPATH": f"{tmp_path / 'hook'}:{ROOT}",
        "HEARD": str(tmp_path / "heard"),
    }
    found = House(free_port(), tmp_path)
    worker = [
        "-m",
        "celery",
        "-A",
        "helpdesk.celery",
        "worker",
        "-c",
        "1",
        "-Q",
        "celery,files",
        "-l",
        "INFO",
    ]
    commands = {"web": web_command(found.port), "worker": [sys.executable, *worker]}
    running = []
    for name, command in commands.items():
        with (tmp_path / f"{name}.log").open("wb") as log:
            words = [str(word) for word in command]
            running.append(
                subprocess.Popen(
                    words, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
                )
            )
    _wait(lambda: answers(found.port) and b"ready." in found.logs["worker.log"], found)
    yield found
    for process in running:
        os.killpg(process.pid, signal.SIGTERM)
    for process in running:
        process.wait(30)


def _wait(until: Callable[[], bool], house: House) -> None:
    end = time.monotonic() + 60
    while not until():
        assert time.monotonic() < end, house.logs
        time.sleep(0.2)


class Visitor:
    """A browser of few words: keeps cookies, sends forms with their token."""

    def __init__(self, port: int) -> None:
        self.base = f"http://localhost:{port}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.page = ""

    def get(self, path: str) -> str:
        return self._read(Request(self.base + path))

    def post(self, path: str, **typed: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)
        fields = {**typed, "csrfmiddlewaretoken": token.group(1) if token else ""}
        request = Request(self.base + path, urlencode(fields).encode())
        request.add_header("Origin", self.base)
        return self._read(request)

    def _read(self, request: Request) -> str:
        with self.opener.open(request, timeout=30) as answer:
            self.page = answer.read().decode()
        return self.page


def write(visitor: Visitor) -> str:
    visitor.get("/be/")
    visitor.get("/be/search/?q=pesel")
    visitor.get("/be/write/")
    visitor.post("/be/write/", story=STORY, country="PL", city="", danger="no")
    visitor.post("/be/write/next/", topic="unknown")
    typed = {"contact_channel": "email", "contact": CONTACT, "safe_word": SAFE}
    page = visitor.post("/be/write/last/", look_again="tomorrow", **typed)
    digits = re.search(r'id="digits">(.*?)</p>', page, re.DOTALL)
    assert digits, page
    return "".join(re.findall(r"\d{4}", digits.group(1)))


def come_back(visitor: Visitor, digits: str) -> None:
    visitor.post("/be/write/done/", last_digits=digits[-4:])
    visitor.get("/be/back/")
    visitor.post("/be/back/", receipt=digits)
    thread = str(HelpRequest.objects.get().pk)
    form = re.search(r'name="form_id" value="([0-9a-f-]+)"', visitor.page)
    typed = {"thread": thread, "form_id": form.group(1) if form else ""}
    assert MORE in visitor.post("/be/inbox/write/", body=MORE, **typed)
    visitor.get("/be/back/lost/")


def test_nothing_is_asked_of_anybody_and_no_word_stays_behind(house: House, alena_operator: User) -> None:
    visitor = Visitor(house.port)
    digits = write(visitor)
    come_back(visitor, digits)
    row = HelpRequest.objects.get()
    reply(help_request=row, draft=Draft(words=f"Адказ {SAFE}", language="be", once=row.pk), by=alena_operator)
    _wait(lambda: b"succeeded" in house.logs["worker.log"], house)

    allowed = {urlsplit(os.environ[name]) for name in ("DATABASE_URL", "REDIS_URL")}
    places = {f"('{url.hostname}', {url.port})" for url in allowed} | {repr(url.path) for url in allowed}
    asked = {what for event, what in house.heard if event in {"socket.connect", "socket.sendto"}}
    assert asked, "the recorder heard nothing"
    assert asked <= places, asked - places
    names = {what for event, what in house.heard if event.startswith("socket.get")}
    assert names <= {repr(url.hostname) for url in allowed} | {"'localhost'", "'127.0.0.1'", "None"}, names

    client = Client.objects.get()
    words = {"story": STORY, "reply": MORE, "word": SAFE, "contact": CONTACT}
    left = {"postgres": dump_of_postgres(), "redis": dump_of_redis(), **house.logs, **files()}
    for place, content in left.items():
        for name, text in words.items():
            assert not any(shape in content for shape in shapes(text)), f"{name} lies readable in {place}"
        assert not [form for form in _forms(digits) if form.encode() in content], f"receipt in {place}"
    for name, log in house.logs.items():
        for told in (client.alias, row.code, str(client.pk), "127.0.0.1 ", "Mozilla", "Python-urllib"):
            assert told.encode() not in log, f"{told} stands in {name}"
    assert b"ERROR" not in house.logs["web.log"] + house.logs["worker.log"]
