"""Speed of triage: `python -m tests.benchmarks.triage_speed [--sizes 1000 5000 20000]` prints p50 and p95.

Requests made of the traits of invented messages (a few left out or added at random) fill a scratch database
that is dropped at the end: how long one suggestion takes against them, and a whole regrouping.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.requests.models import HelpRequest  # noqa: E402
from cases.triage.models import Suggestion  # noqa: E402
from cases.triage.rules.judge import Read  # noqa: E402
from cases.triage.rules.regroup import regroup  # noqa: E402
from cases.triage.rules.replay import read_all  # noqa: E402
from cases.triage.suggestions import backlog  # noqa: E402
from cases.triage.suggestions.grouping import Asked, judged, learnt_judge  # noqa: E402
from helpdesk.audit.guard import writing  # noqa: E402
from tests.factories.accounts import OfficeFactory  # noqa: E402
from tests.factories.requests import make_client  # noqa: E402

OWN = Path(__file__).with_name("own_messages.jsonl")
SCRATCH = "triage_speed_scratch"
ASKED = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 5_000, 20_000])
    options = parser.parse_args()
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        rows = [measure(size) for size in options.sizes]
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    for row in rows:
        print(json.dumps({"benchmark": "triage_speed", **row}))
    print(" requests  p50 ms  p95 ms  counts ms  regroup s  groups")
    for row in rows:
        print(
            f"{row['requests']:9} {row['p50_ms']:7.1f} {row['p95_ms']:7.1f} {row['counts_ms']:10.1f} "
            f"{row['regroup_s']:10.1f} {row['groups']:7}"
        )


def measure(size: int) -> dict[str, Any]:
    """The figures of one backlog."""
    chance = random.Random(48)
    reads = list(read_all([json.loads(line) for line in OWN.read_text("utf-8").splitlines()]).values())
    office = OfficeFactory.create()
    _fill(size, office, reads, chance)
    cache.delete("triage:counts")
    began = time.perf_counter()
    learnt_judge(reads[0])
    counts = time.perf_counter() - began
    taken = [_ask(read, office) for read in chance.choices(reads, k=ASKED)]
    began = time.perf_counter()
    found = regroup(backlog(office, "PL"))
    regrouped = time.perf_counter() - began
    return {
        "requests": size,
        "p50_ms": statistics.median(taken) * 1000,
        "p95_ms": sorted(taken)[int(ASKED * 0.95) - 1] * 1000,
        "counts_ms": counts * 1000,
        "regroup_s": regrouped,
        "groups": len(found.groups),
    }


def _ask(read: Read, office: Any) -> float:
    began = time.perf_counter()
    asked = Asked(uuid_of_nobody(), "PL", list(read.traits), office_id=office.pk)
    judged(learnt_judge(read), read, asked)
    return time.perf_counter() - began


def uuid_of_nobody() -> Any:
    return "00000000-0000-0000-0000-000000000000"


def _fill(size: int, office: Any, reads: list[Read], chance: random.Random) -> None:
    """Every request belongs to the same client: only the tables' size matters here."""
    client, now = make_client(office=office), timezone.now()
    every = sorted({trait for read in reads for trait in read.traits})
    with writing():
        Suggestion.objects.all().delete()
        HelpRequest.objects.all().delete()
        requests = [
            HelpRequest(code=f"S{size}-{n}", client=client, office=office, country="PL", language="ru",
                        channel="web", received_at=now, turn_since=now)
            for n in range(size)
        ]  # fmt: skip
        HelpRequest.objects.bulk_create(requests, batch_size=1000)
        rows = []
        for one in requests:
            traits = {trait for trait in chance.choice(reads).traits if chance.random() < 0.7}
            traits |= set(chance.sample(every, chance.randrange(8)))
            rows.append(Suggestion(help_request=one, concepts=sorted(traits), made_at=now))
        Suggestion.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_suggestion; ANALYZE cases_helprequest")


if __name__ == "__main__":
    main()
