"""How often the waiting time that is told comes true, over simulated years of different seasons."""

from __future__ import annotations

import json
from datetime import timedelta

import django

django.setup()

from cases.waiting.rules import reckon, waited  # noqa: E402
from tests.cases.waiting.test_waiting_time import MEDIAN_HOURS, a_year  # noqa: E402

SEEDS = range(1, 6)


def coverage(season: str, seed: int) -> tuple[int, int]:
    """How many people were told a range in that year, and for how many it held."""
    rows = a_year(season, seed)
    told = kept = 0
    today, known = None, None
    for one in rows:
        if one.received_at.date() != today:
            today = one.received_at.date()
            half_a_year = one.received_at - timedelta(days=180)
            known = reckon([row for row in rows if row.received_at > half_a_year], one.received_at)
        if known is not None and one.answered_at is not None:
            told, kept = told + 1, kept + known.range.holds(waited(one, one.answered_at))
    return told, kept


def main() -> None:
    print("waiting time told: share of people for whom it held (target 0.75-0.85)")
    for season in MEDIAN_HOURS:
        years = [coverage(season, seed) for seed in SEEDS]
        told, kept = sum(year[0] for year in years), sum(year[1] for year in years)
        shares = sorted(year[1] / year[0] for year in years)
        print(f"  {season:20} {kept / told:.3f}  (years {shares[0]:.3f} to {shares[-1]:.3f}, {told} people)")
        print(
            json.dumps(
                {"bench": "waiting_time", "season": season, "told": told, "kept": round(kept / told, 4)}
            )
        )


if __name__ == "__main__":
    main()
