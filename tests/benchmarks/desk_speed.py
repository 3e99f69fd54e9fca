"""The desk: `python -m tests.benchmarks.desk_speed [--sizes 1000 100000]`: queries, p50 and p95 of its pages.

Copies of one sealed request, made by SQL, fill a scratch database that is dropped at the end; all share one
ciphertext. The figures of each size stand beside those of the smallest, as a ratio within this run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from cases.requests.workflow import Flag  # noqa: E402
from cases.triage.rules.replay import read_all  # noqa: E402
from cases.triage.tasks import compute_suggestion  # noqa: E402
from tests.factories.accounts import OfficeFactory, UserFactory  # noqa: E402
from tests.factories.legal import make_case  # noqa: E402
from tests.factories.requests import make_request, make_topic  # noqa: E402
from tests.personas import sign_in  # noqa: E402

OWN = Path(__file__).with_name("own_messages.jsonl")
SCRATCH = "desk_speed_scratch"
ASKED = 30
TOPICS = ("legalization", "documents", "housing", "work", "health", "family")
MEMBERS = 12
# What differs from copy to copy; `n` is the number of the copy.
HOUSEHOLD = {"id": "md5('h' || n)::uuid"}
CLIENT = {
    "id": "md5('c' || n)::uuid",
    "household_id": "md5('h' || n)::uuid",
    "alias": "'Alias ' || n",
    "locator": "NULL",
}
REQUEST = {
    "id": "md5('r' || n)::uuid",
    "client_id": "md5('c' || n)::uuid",
    "code": "'R-' || n",
    "city": "(ARRAY['Warszawa', 'Białystok', 'Wrocław', 'Gdańsk'])[1 + n % 4]",
    "language": "(ARRAY['be', 'ru', 'pl', 'lt', 'en'])[1 + n % 5]",
    "channel": "(ARRAY['web', 'phone', 'walk_in'])[1 + n % 3]",
    "status": "(ARRAY['new', 'triaged', 'answered', 'closed', 'closed'])[1 + n % 5]",
    "turn": "(ARRAY['us', 'us', 'client', 'nobody', 'nobody'])[1 + n % 5]",
    "closed_at": "CASE WHEN n % 5 > 2 THEN now() - n * interval '3 minutes' END",
    "outcome": "CASE WHEN n % 5 > 2 THEN 'solved' ELSE '' END",
    "urgency": "(ARRAY['normal', 'high', 'low', 'normal', 'emergency', 'normal', 'low'])[1 + n % 7]",
    "flags": "CASE WHEN n % 4 = 0 THEN ARRAY[(%s::text[])[1 + n % 13]] ELSE '{}' END::varchar[]",
    "deadline_on": "CASE WHEN n % 3 = 0 THEN current_date + n % 60 END",
    "topic_id": "(%s::int[])[1 + n % 6]",
    "assigned_to_id": "CASE WHEN n % 3 = 1 THEN %s::uuid END",
    "received_at": "now() - n * interval '4 minutes'",
    "source_id": "NULL",
}
SUGGESTION = {
    "help_request_id": "md5('r' || n)::uuid",
    "concepts": "(SELECT traits FROM pool WHERE pool.n = 1 + copies.n % (SELECT count(*) FROM pool))",
    "nearest_id": "NULL",
}
EVENT = {
    "id": None,
    "help_request_id": "md5('r' || n)::uuid",
    "happened_at": "now() - n * interval '4 minutes'",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 100_000])
    sizes = sorted(parser.parse_args().sizes)
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    cache.clear()
    try:
        house, rows, made = House(), [], 0
        for size in sizes:
            house.grow(made, size)
            made = size
            rows += [{"requests": size, **row} for row in house.measure()]
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    smallest = {row["page"]: row["p50_ms"] for row in rows if row["requests"] == sizes[0]}
    print(f"{'page':28} {'requests':>9} {'queries':>7} {'p50 ms':>7} {'p95 ms':>7} {'ratio':>6}")
    for row in rows:
        row["ratio"] = row["p50_ms"] / smallest[row["page"]]
        print(json.dumps({"benchmark": "desk_speed", **row}))
    for row in rows:
        print(
            f"{row['page']:28} {row['requests']:9} {row['queries']:7} {row['p50_ms']:7.1f} "
            f"{row['p95_ms']:7.1f} {row['ratio']:6.2f}"
        )


class House:
    """One office with an operator, a lawyer, a case, and as many requests as asked for."""

    def __init__(self) -> None:
        self.office = OfficeFactory.create()
        self.operator = UserFactory.create(name="Alena", roles=["operator"], office=self.office)
        self.lawyer = UserFactory.create(name="Maks", roles=["lawyer"], office=self.office)
        self.topics = [make_topic(slug) for slug in TOPICS]
        self.model = make_request(office=self.office, topic=self.topics[0])
        compute_suggestion(str(self.model.pk))
        self.opened = make_request(office=self.office, topic=self.topics[0])
        compute_suggestion(str(self.opened.pk))
        self.case = make_case(by=self.operator, lawyer=self.lawyer, members=MEMBERS)
        self._pool()

    def _pool(self) -> None:
        """The traits of invented messages, to be given to the copies."""
        reads = read_all([json.loads(line) for line in OWN.read_text("utf-8").splitlines()]).values()
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE pool (n int PRIMARY KEY, traits varchar(64)[])")
            for number, read in enumerate(reads, start=1):
                cursor.execute("INSERT INTO pool VALUES (%s, %s)", [number, list(read.traits)])

    def grow(self, made: int, size: int) -> None:
        model, numbers = str(self.model.pk), (made + 1, size)
        flags = [flag.value for flag in Flag]
        topics = [topic.pk for topic in self.topics]
        with connection.cursor() as cursor:
            copy(cursor, "cases_household", f"id = '{self.model.client.household_id}'", HOUSEHOLD, numbers)
            copy(cursor, "cases_client", f"id = '{self.model.client_id}'", CLIENT, numbers)
            values = [flags, topics, str(self.operator.pk)]
            copy(cursor, "cases_helprequest", f"id = '{model}'", REQUEST, numbers, values)
            copy(cursor, "cases_suggestion", f"help_request_id = '{model}'", SUGGESTION, numbers)
            copy(cursor, "cases_event", f"help_request_id = '{model}'", EVENT, numbers)
            cursor.execute("ANALYZE")
        cache.clear()

    def measure(self) -> list[dict[str, Any]]:
        sign = sign_in.__wrapped__()  # the fixture's own function
        desk, law = sign(Client(), self.operator), sign(Client(), self.lawyer)
        queue, opened = reverse("triage:queue"), reverse("casefile:open", args=[self.opened.pk])
        pages: list[tuple[str, Client, Callable[[], str]]] = [
            ("queue", desk, lambda: queue),
            ("queue, second page", desk, lambda: self._second_page(desk, queue)),
            ("queue by topic", desk, lambda: f"{queue}?topic=housing"),
            ("queue by language and flag", desk, lambda: f"{queue}?language=lt&flag=elderly"),
            ("queue, waiting on the person", desk, lambda: f"{queue}?turn=client"),
            ("queue, closed", desk, lambda: f"{queue}?status=closed&turn="),
            ("find by day and city", desk, lambda: f"{reverse('triage:find')}?city=Gda%C5%84sk"),
            ("queue of a lawyer", law, lambda: queue),
            ("case file", desk, lambda: opened),
            ("legal case", law, lambda: reverse("legal:open", args=[self.case.pk])),
        ]
        return [{"page": name, **timed(client, path())} for name, client, path in pages]

    def _second_page(self, desk: Client, queue: str) -> str:
        (mark,) = re.findall(r'rel="next" href="[^"]*after=([^"&]+)', desk.get(queue).content.decode())
        return f"{queue}?after={mark}"


def copy(
    cursor: Any, table: str, where: str, changed: dict[str, str | None], numbers: tuple[int, int],
    values: list[Any] | None = None,
) -> None:  # fmt: skip
    """Copies one row of a table once for each number, without what the database makes by itself."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall() if changed.get(name, "") is not None]
    taken = ", ".join(changed.get(name) or f'model."{name}"' for name in columns)
    taken = taken.replace("%", "%%").replace("%%s", "%s")  # a single % would begin a placeholder
    names = ", ".join(f'"{name}"' for name in columns)
    order = [name for name in columns if "%s" in (changed.get(name) or "")]
    given = dict(zip(("flags", "topic_id", "assigned_to_id"), values or [], strict=False))
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {taken} FROM generate_series(%s, %s) AS copies(n),"
        f" (SELECT * FROM {table} WHERE {where} LIMIT 1) AS model",
        [*(given[name] for name in order), *numbers],
    )


def timed(client: Client, path: str) -> dict[str, Any]:
    """One page asked again and again by somebody who works there."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
    queries = list(seen.captured_queries)  # the next request empties the log
    taken = []
    for _ in range(ASKED):
        began = time.perf_counter()
        client.get(path)
        taken.append((time.perf_counter() - began) * 1000)
    slowest = max(queries, key=lambda query: float(query["time"]))
    return {
        "queries": len(queries),
        "p50_ms": statistics.median(taken),
        "p95_ms": sorted(taken)[int(ASKED * 0.95) - 1],
        "slowest_query_ms": float(slowest["time"]) * 1000,
        "slowest_query": slowest["sql"][:160],
    }


if __name__ == "__main__":
    main()
