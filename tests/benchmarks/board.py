"""The volunteers' board: `python -m tests.benchmarks.board` prints queries, times, weight and a claim race.

Everything is made in a scratch database that is dropped at the end. The race counts two times: from the push
of the button (with the wait for one of the eight connections), and of the claim's own work.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BoundedSemaphore
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles import finders  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.volunteering.actions import claim_task  # noqa: E402
from cases.volunteering.forms import FilterForm  # noqa: E402
from cases.volunteering.models import Claim, Task  # noqa: E402
from cases.volunteering.queries import board, board_places  # noqa: E402
from cases.volunteering.rules import BIG_CITIES, TEMPLATES  # noqa: E402
from helpdesk.accounts.errors import NotNow  # noqa: E402
from helpdesk.accounts.models import User  # noqa: E402
from helpdesk.accounts.roles import Role  # noqa: E402
from helpdesk.audit.guard import writing  # noqa: E402
from tests.factories.accounts import OfficeFactory, UserFactory  # noqa: E402
from tests.factories.volunteering import make_volunteer  # noqa: E402

SCRATCH = "board_scratch"
SIZES = (100, 10_000)
RUNS = 60
CROWD = 200
CONNECTIONS = BoundedSemaphore(8)  # as many as the pool of one web process has
FILTERS: dict[str, dict[str, Any]] = {
    "everything": {},
    "language and city": {"language": "be", "city": "Warszawa"},
    "my free evenings": {"mine": True},
}


def main() -> None:
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        office = OfficeFactory.create()
        operator = UserFactory.create(roles=[Role.OPERATOR], office=office)
        reader = make_volunteer(
            office=office, cities=["Warszawa"], skills=["accompany"], free_slots=["2evening", "4evening"]
        )
        rows: list[dict[str, Any]] = []
        for size in SIZES:
            fill(operator, size)
            rows += [speed(reader, size, name) for name in FILTERS]
        rows.append(weight(reader))
        people = [make_volunteer(office=office) for _ in range(CROWD)]
        rows += [race(operator, people, tasks) for tasks in (1, 20)]
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    for row in rows:
        print(json.dumps({"benchmark": "board", **row}, ensure_ascii=False))
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))


def fill(by: User, size: int) -> None:
    """So many open tasks of every kind, in every big city, on any day of a month."""
    chance, today, now = random.Random(7), timezone.localdate(), timezone.now()
    places = [(country, city) for country, cities in BIG_CITIES.items() for city in (*cities, "")]
    made = []
    for number in range(Task.objects.count(), size):
        country, city = chance.choice(places)
        kind = chance.choice(TEMPLATES)
        made.append(
            Task(
                code=f"T{number:06}",
                office=by.office,
                kind=kind.kind,
                languages=chance.sample(["be", "ru", "pl", "lt"], 2),
                country=country,
                city=city,
                on_date=today + timedelta(days=chance.randrange(30)) if number % 3 else None,
                part_of_day=chance.choice(["morning", "afternoon", "evening", "any"]),
                tier=min(kind.tier, 1),
                made_by=by,
                made_at=now - timedelta(hours=chance.randrange(300)),
                closes_on=today + timedelta(days=30),
            )
        )
    with writing():
        Task.objects.bulk_create(made, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def speed(user: User, size: int, name: str) -> dict[str, Any]:
    """The cards of one page, as the page asks for them."""
    times = []
    with CaptureQueriesContext(connection) as queries:
        cards = board(user, FILTERS[name])
    for _ in range(RUNS):
        start = time.perf_counter()
        board(user, FILTERS[name])
        times.append((time.perf_counter() - start) * 1000)
    return {"open": size, "filter": name, "cards": len(cards), "queries": len(queries), **spread(times)}


def spread(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=20)
    return {"p50_ms": round(statistics.median(times), 1), "p95_ms": round(cuts[18], 1)}


def weight(user: User) -> dict[str, Any]:
    """A full board of a hundred cards, compressed as it is sent, with what its first view loads."""
    request = RequestFactory().get("/desk/board/")
    request.user, request.session = user, {}  # type: ignore[assignment]
    request.LANGUAGE_CODE = "be"
    form = FilterForm({})
    form.offer_places(board_places(user))
    context = {"cards": board(user, {}), "form": form}
    html = render_to_string("cases/volunteering/board.html", context, request)
    loaded = set(re.findall(rf'(?:href|src)="{re.escape(settings.STATIC_URL)}([^"?]+)', html))
    found = [Path(str(finders.find(path))) for path in loaded if finders.find(path)]
    files = sum(len(gzip.compress(path.read_bytes())) for path in found)
    page = len(gzip.compress(html.encode()))
    return {"page": "board of 100 cards", "html_gz": page, "files": len(found), "first_view_gz": page + files}


def race(by: User, people: list[User], tasks: int) -> dict[str, Any]:
    """Two hundred push the button in the same moment, spread over so many tasks."""
    with writing():
        Claim.objects.all().delete()
    wanted = [task.pk for task in Task.objects.open().filter(tier=1, on_date=None)[:tasks]]
    start = Barrier(CROWD)
    pushed: list[float] = []

    def push(number: int) -> tuple[bool, float, float]:
        start.wait()
        pushed.append(time.perf_counter())
        with CONNECTIONS:
            try:
                connection.ensure_connection()
                began = time.perf_counter()
                won = attempt(wanted[number % tasks], people[number])
                ended = time.perf_counter()
            finally:
                connections.close_all()
        return won, (ended - pushed[0]) * 1000, (ended - began) * 1000

    with ThreadPoolExecutor(CROWD) as pool:
        found = list(pool.map(push, range(CROWD)))
    held = [Claim.objects.filter(volunteer=one).count() for one in people]
    winners = sum(won for won, _all, _own in found)
    assert winners == tasks == Claim.objects.count(), (winners, tasks)
    return {
        "race": f"{CROWD} for {tasks}",
        "winners": winners,
        "most_held": max(held),
        "since_push": spread([took for _won, took, _own in found]),
        "own_work": spread([took for _won, _all, took in found]),
    }


def attempt(task_id: UUID, user: User) -> bool:
    try:
        claim_task(task_id=task_id, by=user)
    except NotNow:
        return False
    return True


if __name__ == "__main__":
    main()
