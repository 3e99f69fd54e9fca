"""Reports: `python -m tests.benchmarks.reports [--sizes 1000 100000]`: the night's snapshot, and the pages.

History is made by SQL as what stays of erased requests, spread over five years, in a scratch database that is
dropped at the end. A report reads the snapshot only, so its time must not grow with the history.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from cases.reports.models import FigureCell, Snapshot  # noqa: E402
from helpdesk.accounts.models import User  # noqa: E402
from tests.benchmarks.desk_speed import TOPICS, timed  # noqa: E402
from tests.factories.accounts import OfficeFactory, UserFactory  # noqa: E402
from tests.factories.reports import back, snapshot_of_today  # noqa: E402
from tests.factories.requests import make_topic  # noqa: E402
from tests.personas import sign_in  # noqa: E402

SCRATCH = "reports_scratch"
ROWS = """
INSERT INTO cases_statisticsrow
(month, office_id, country, topic_id, channel, outcome, days_band, heard_from, rating, is_apart)
SELECT date_trunc('month', now() - (1 + n %% 60) * interval '1 month')::date, %(office)s,
       (ARRAY['PL', 'PL', 'LT'])[1 + floor(3 * random())::int],
       (%(topics)s::int[])[1 + floor(6 * random())::int],
       (ARRAY['web', 'web', 'phone', 'messenger', 'email'])[1 + floor(5 * random())::int],
       (ARRAY['solved', 'answered', 'not_possible', 'handed_on'])[1 + floor(4 * random())::int],
       (ARRAY['0-3', '4-14', '15-60', '61+'])[1 + floor(4 * random())::int],
       (ARRAY['friends', '', 'media', 'search'])[1 + floor(4 * random())::int],
       1 + floor(5 * random()), random() < 0.02
FROM generate_series(%(first)s, %(last)s) n
"""


def measure(coordinator: User) -> list[dict[str, Any]]:
    client = sign_in.__wrapped__()(Client(), coordinator)  # the fixture's own function
    month, year = f"{back(1):%Y-%m}", f"{back(12):%Y-%m}"
    page = reverse("reports:situation")
    asked = f"last={month}&whose=here&language=be"
    pages = {
        "one month": f"{page}?first={month}&{asked}",
        "a year, cut twice": f"{page}?first={year}&{asked}&rows=topic&columns=outcome",
        "spreadsheet": f"{reverse('reports:sheet')}?first={year}&{asked}",
        "PDF": f"{reverse('reports:pdf')}?first={year}&{asked}",
    }
    return [{"page": name, **timed(client, path)} for name, path in pages.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 100_000])
    sizes = sorted(parser.parse_args().sizes)
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    cache.clear()
    rows: list[dict[str, Any]] = []
    made = 0
    try:
        office = OfficeFactory.create()
        coordinator: User = UserFactory.create(name="Hanna", roles=["coordinator"], office=office)
        topics = [make_topic(slug).pk for slug in TOPICS]
        for size in sizes:
            with connection.cursor() as cursor:
                cursor.execute(ROWS, {"office": office.pk, "topics": topics, "first": made + 1, "last": size})
                cursor.execute("ANALYZE")
            made, began = size, time.perf_counter()
            snapshot: Snapshot = snapshot_of_today()
            took = time.perf_counter() - began
            cells = FigureCell.objects.filter(snapshot=snapshot).count()
            print(json.dumps({"benchmark": "reports", "requests": size, "snapshot_s": took, "cells": cells}))
            rows += [{"requests": size, **row} for row in measure(coordinator)]
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    smallest = {row["page"]: row["p50_ms"] for row in rows if row["requests"] == sizes[0]}
    for row in rows:
        row["ratio"] = row["p50_ms"] / smallest[row["page"]]
        print(json.dumps({"benchmark": "reports", **row}))
    print(f"{'page':24} {'requests':>9} {'queries':>7} {'p50 ms':>7} {'p95 ms':>7} {'ratio':>6}")
    for row in rows:
        print(
            f"{row['page']:24} {row['requests']:9} {row['queries']:7} {row['p50_ms']:7.1f} "
            f"{row['p95_ms']:7.1f} {row['ratio']:6.2f}"
        )


if __name__ == "__main__":
    main()
