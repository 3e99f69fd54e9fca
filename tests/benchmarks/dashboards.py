"""Dashboards: `python -m tests.benchmarks.dashboards [--sizes 1000 100000]`: queries, p50 and p95 of each.

The open backlog stays at 600 requests while the history grows: closed requests of ten years, made by SQL as
copies of one sealed request in a scratch database that is dropped at the end. The hourly counts run before
the pages are asked, as beat runs them; "cold" is the first asking after the figures of the hour are gone.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.workload.actions.days import count_days, rebuild_days  # noqa: E402
from cases.workload.rules import monday_of  # noqa: E402
from helpdesk.accounts.models import User  # noqa: E402
from tests.benchmarks.desk_speed import ASKED, CLIENT, HOUSEHOLD, TOPICS, copy, timed  # noqa: E402
from tests.factories.accounts import OfficeFactory, UserFactory  # noqa: E402
from tests.factories.legal import make_case  # noqa: E402
from tests.factories.requests import make_request, make_topic  # noqa: E402
from tests.personas import sign_in  # noqa: E402

SCRATCH = f"dashboards_scratch_{os.getpid()}"  # two runs may stand side by side
OPEN = 600
YEARS = 10
COLD = 5
REQUEST = {
    "id": "md5('r' || n)::uuid",
    "client_id": "md5('c' || n)::uuid",
    "code": "'R-' || n",
    "city": "(ARRAY['Warszawa', 'Białystok', 'Wrocław', 'Gdańsk'])[1 + n % 4]",
    "language": "(ARRAY['be', 'ru', 'pl', 'lt', 'en'])[1 + n % 5]",
    "urgency": "(ARRAY['normal', 'high', 'low', 'normal', 'emergency', 'normal', 'low'])[1 + n % 7]",
    "topic_id": "(%s::int[])[1 + n % 6]",
    "assigned_to_id": "(%s::uuid[])[1 + n % 12]",
    "source_id": "NULL",
}
BACKLOG = REQUEST | {
    "status": "(ARRAY['new', 'triaged', 'answered'])[1 + n % 3]",
    "turn": "(ARRAY['us', 'us', 'client'])[1 + n % 3]",
    "deadline_on": "CASE WHEN n % 3 = 0 THEN current_date + n % 60 END",
    "received_at": "now() - n * interval '5 hours'",
    "turn_since": "now() - n * interval '3 hours'",
}
_CAME = f"now() - interval '1 day' - (n::float / %s) * interval '{YEARS} years'"
HISTORY = REQUEST | {
    "status": "'closed'",
    "turn": "'nobody'",
    "outcome": "'solved'",
    "received_at": _CAME,
    "first_answered_at": f"{_CAME} + (n % 70) * interval '1 hour'",
    "closed_at": f"least(now(), {_CAME} + (n % 40) * interval '1 day')",
}


class House:
    """An office with a coordinator, eleven colleagues, a case, and a history as long as asked for."""

    def __init__(self) -> None:
        self.office = OfficeFactory.create()
        self.coordinator: User = self._person("Hanna", "coordinator", 0)
        self.operators = [self._person("Alena", "operator", n) for n in range(7)]
        self.lawyers = [self._person("Maks", "lawyer", n) for n in range(4)]
        self.editor: User = self._person("Ina", "editor", 0)
        self.topics = [make_topic(slug) for slug in TOPICS]
        self.model = make_request(office=self.office, topic=self.topics[0])
        make_case(by=self.operators[0], lawyer=self.lawyers[0], members=12)
        self.made = 0
        self._fill(BACKLOG, 1, OPEN)

    def _person(self, name: str, role: str, number: int) -> User:
        address = f"{role}{number}@ganak.example"
        made: User = UserFactory.create(
            name=f"{name} {number}", roles=[role], office=self.office, email=address
        )
        return made

    def grow(self, size: int) -> dict[str, float]:
        """The history of this length; gives how long the counting took, in seconds."""
        self._fill(HISTORY, max(self.made, OPEN) + 1, size, size)
        self.made = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return {"rebuild_s": seconds(rebuild_days), "hourly_s": seconds(count_days)}

    def _fill(self, changed: dict[str, str], first: int, last: int, size: int = 1) -> None:
        staff = [str(user.pk) for user in [*self.operators, *self.lawyers]]
        values: dict[str, Any] = {"topic_id": [one.pk for one in self.topics], "assigned_to_id": staff}
        plain = {name: text.replace("%s", str(size)) for name, text in changed.items() if name not in values}
        numbers = (first, last)
        with connection.cursor() as cursor:
            copy(cursor, "cases_household", f"id = '{self.model.client.household_id}'", HOUSEHOLD, numbers)
            copy(cursor, "cases_client", f"id = '{self.model.client_id}'", CLIENT, numbers)
            everything = {**changed, **plain}
            literal = {
                "topic_id": changed["topic_id"].replace("%s", f"ARRAY{values['topic_id']}"),
                "assigned_to_id": changed["assigned_to_id"].replace("%s", f"ARRAY{staff}"),
            }
            copy(cursor, "cases_helprequest", f"id = '{self.model.pk}'", {**everything, **literal}, numbers)

    def measure(self) -> list[dict[str, Any]]:
        sign = sign_in.__wrapped__()  # the fixture's own function
        lead, desk, law, edit = (
            sign(Client(), user)
            for user in (self.coordinator, self.operators[0], self.lawyers[0], self.editor)
        )
        pages = [
            ("coordinator", lead, "workload:dashboard"),
            ("four weeks ahead", lead, "workload:ahead"),
            ("Monday page", lead, "alarms:monday"),
            ("limits", lead, "rest:limits"),
            ("my load, operator", desk, "workload:mine"),
            ("my load, lawyer", law, "workload:mine"),
            ("editors", edit, "knowledge:worklists"),
        ]
        found = [{"page": name, **measured(client, reverse(path))} for name, client, path in pages]
        cold = _cold(lead, reverse("workload:dashboard"), self.office.pk)
        return [*found, {"page": "coordinator, cold", **cold}]


def measured(client: Client, path: str) -> dict[str, Any]:
    """By the clock on the wall; and own time and queries, which other programs lengthen less."""
    found, own = timed(client, path), []
    for _again in range(ASKED):
        began = time.process_time()
        client.get(path)
        own.append((time.process_time() - began) * 1000)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
        asked = sum(float(query["time"]) for query in seen.captured_queries) * 1000
    return {**found, "own_ms": statistics.median(own), "queries_ms": asked}


def _cold(client: Client, path: str, office: int) -> dict[str, Any]:
    """Without the figures that are kept for an hour, as if no worker had made them."""
    kept = [f"workload:times:{office}", f"workload:soon:{office}:{monday_of(timezone.localdate())}"]
    taken = []
    for _again in range(COLD):
        cache.delete_many(kept)
        taken.append(seconds(lambda: client.get(path)) * 1000)
    return {"queries": 0, "p50_ms": statistics.median(taken), "p95_ms": max(taken)}


def seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 100_000])
    sizes = sorted(parser.parse_args().sizes)
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    cache.clear()
    rows: list[dict[str, Any]] = []
    try:
        house = House()
        for size in sizes:
            print(json.dumps({"benchmark": "dashboards", "requests": size, **house.grow(size)}), flush=True)
            rows += [{"requests": size, **row} for row in house.measure()]
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    smallest = {row["page"]: row["p50_ms"] for row in rows if row["requests"] == sizes[0]}
    for row in rows:
        row["ratio"] = row["p50_ms"] / smallest[row["page"]]
        print(json.dumps({"benchmark": "dashboards", **row}))
    heads = ("page", "requests", "queries", "p50_ms", "p95_ms", "ratio", "own_ms", "queries_ms")
    print(" ".join(f"{head:>{24 if head == 'page' else 10}}" for head in heads))
    for row in rows:
        cells = [row.get(head, 0) for head in heads[1:]]
        numbers = " ".join(f"{cell:10.1f}" if isinstance(cell, float) else f"{cell:10}" for cell in cells)
        print(f"{row['page']:>24} {numbers}")


if __name__ == "__main__":
    main()
