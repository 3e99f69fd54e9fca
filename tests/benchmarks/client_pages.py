"""The client's way: `python -m tests.benchmarks.client_pages` prints queries, time and weight of its pages.

Forty people write, come back and look at everything behind "Your page", over the content that comes with
the house, in a scratch database that is dropped at the end. The receipt costs what it costs in production.
Time is that of the server for one answer, warm: the first two rounds are not counted. Bytes are those of a
first view, compressed.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles import finders  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from helpdesk.accounts.actors import System  # noqa: E402
from helpdesk.accounts.models import Office, User  # noqa: E402
from helpdesk.accounts.roles import Role  # noqa: E402
from helpdesk.celery import app  # noqa: E402
from helpdesk.sealing.receipts import derive  # noqa: E402
from helpdesk.settings import base  # noqa: E402
from knowledge.articles.imports import import_articles, import_topics  # noqa: E402
from tests.factories import web  # noqa: E402
from tests.factories.accounts import OfficeFactory, UserFactory  # noqa: E402
from tests.factories.inboxes import full_inbox  # noqa: E402

SCRATCH = "client_pages_scratch"
DEMO = Path(settings.BASE_DIR) / "knowledge" / "demo"
ROUNDS, WARM = 42, 2
BEHIND = (
    "",
    "ask",
    "reach",
    "people",
    "agreed",
    "partner",
    "files",
    "questions",
    "copy",
    "second",
    "new",
    "end",
)
NO_RECEIPTS: dict[str, dict[str, object]] = {
    "one digit wrong": {"receipt": "40081373754494639480"},
    "a megabyte": {"receipt": "1" * 1_000_000},
    "twice": {"receipt": ["1", "2"]},
    "a hole in it": {"receipt": "1234\0567"},
}
Step = Callable[[], HttpResponse]


class Round:
    """One person in one browser; every step is timed, or counted when `counting`."""

    def __init__(self, number: int, *, counting: bool) -> None:
        # Each person comes from an address of her own: the limits are not what is measured.
        self.browser = Browser(REMOTE_ADDR=f"10.1.0.{number + 1}", headers={"host": "localhost"})
        self.counting = counting
        self.seconds: dict[str, float] = {}
        self.queries: dict[str, int] = {}
        self.pages: dict[str, bytes] = {}

    def step(self, name: str, ask: Step, status: int = 200) -> None:
        if self.counting:
            with CaptureQueriesContext(connection) as asked:
                answer = ask()
            self.queries[name] = len(asked)
        else:
            start = perf_counter()
            answer = ask()
            self.seconds[name] = perf_counter() - start
        assert answer.status_code == status, (name, answer.status_code)
        if status == 200:
            self.pages[name] = answer.content

    def write(self) -> None:
        browser = self.browser
        self.step("home", lambda: browser.get("/be/"))
        self.step("story", lambda: browser.get("/be/write/"))
        self.step("story, sent", lambda: web.tell(browser), 302)
        self.step("helps", lambda: browser.get("/be/write/next/"))
        self.step("helps, sent", lambda: web.answer_questions(browser, topic="legalization"), 302)
        self.step("contact", lambda: browser.get("/be/write/last/"))
        self.step("contact, sent", lambda: web.send(browser), 302)
        self.step("receipt", lambda: browser.get("/be/write/done/"))
        digits = web.shown_digits(browser)
        typed = {"last_digits": digits[-4:]}
        self.step("receipt, typed back", lambda: browser.post("/be/write/done/", typed), 302)
        self.step("kept", lambda: browser.get("/be/write/done/"))

    def come_back(self, digits: str) -> None:
        browser = self.browser
        browser.get("/be/exit/")
        self.step("unlock", lambda: browser.get("/be/back/"))
        self.step("unlock, sent", lambda: web.unlock(browser, digits), 302)
        for path in BEHIND:
            self.step(f"inbox {path}".strip(), partial(browser.get, f"/be/inbox/{path}/".replace("//", "/")))


def main() -> None:
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with override_settings(RECEIPT_ARGON2=base.RECEIPT_ARGON2):
            counted, times = measure(full_inbox(**_people()).digits)
            digits = [_time(lambda: derive("1" * 20)) for _ in range(10)]
            refused = {name: refusing(body) for name, body in NO_RECEIPTS.items()}
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
        app.control.purge()  # nobody is there to look at these requests
    show(counted, times)
    print(f"of unlocking and of sending, Argon2id alone: p50 {_share(digits, 50):.0f} ms")
    for name, took in refused.items():
        print(f"no receipt, {name}: refused in p50 {_share(took, 50):.1f} ms, p95 {_share(took, 95):.1f} ms")


def _people() -> dict[str, User]:
    import_topics(DEMO / "topics.json", System("benchmark"))
    import_articles(DEMO / "articles", System("benchmark"))
    office: Office = OfficeFactory.create()
    made = {"alena": Role.OPERATOR, "maks": Role.LAWYER}
    return {
        name: UserFactory.create(email=f"{name}@ganak.example", name=name, roles=[role], office=office)
        for name, role in made.items()
    }


def measure(digits: str) -> tuple[Round, dict[str, list[float]]]:
    times: dict[str, list[float]] = defaultdict(list)
    for number in range(ROUNDS):
        one = Round(number, counting=False)
        one.write()
        one.come_back(digits)
        if number >= WARM:
            for name, seconds in one.seconds.items():
                times[name].append(seconds * 1000)
    counted = Round(ROUNDS, counting=True)
    counted.write()
    counted.come_back(digits)
    return counted, times


def refusing(body: dict[str, object]) -> list[float]:
    """Milliseconds of the server for what cannot be a receipt; the list of checks asks for less than 50."""
    browser = Browser(REMOTE_ADDR="10.2.0.1", headers={"host": "localhost"})
    for _ in range(3):
        assert browser.post("/be/back/", body).status_code == 400
    return [_time(lambda: browser.post("/be/back/", body)) for _ in range(20)]


def show(counted: Round, times: dict[str, list[float]]) -> None:
    print(f"{'page':20} {'queries':>7} {'p50 ms':>7} {'p95 ms':>7} {'html gz':>8} {'first view gz':>13}")
    for name, asked in counted.queries.items():
        p50, p95 = _share(times[name], 50), _share(times[name], 95)
        html = counted.pages.get(name, b"")
        size, view = (len(gzip.compress(html)), weight(html)) if html else (0, 0)
        print(f"{name:20} {asked:7} {p50:7.1f} {p95:7.1f} {size or '':>8} {view or '':>13}")
        row = {"page": name, "queries": asked, "p50_ms": round(p50, 1), "p95_ms": round(p95, 1)}
        print(json.dumps({"benchmark": "client_pages", **row, "html_gz": size, "view_gz": view}))


def weight(html: bytes) -> int:
    """The page and what it loads, each compressed as the server sends it."""
    loaded = set(re.findall(rf'(?:href|src)="{re.escape(settings.STATIC_URL)}([^"?]+)', html.decode()))
    files = [Path(str(found)) for path in sorted(loaded) if (found := finders.find(path))]
    return len(gzip.compress(html)) + sum(len(gzip.compress(file.read_bytes())) for file in files)


def _share(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _time(what: Callable[[], object]) -> float:
    start = perf_counter()
    what()
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
