"""Back-test of alarms and forecast over simulated years: what is found, raised for nothing, and holds.

The seeds are not those with which the rules were set. Each year brings a hundred requests a week over twelve
topics, seasons, holidays and uneven weeks, and three planted waves: a sharp one, a slow one, one of a small
topic.
"""

from __future__ import annotations

import json
from datetime import timedelta
from statistics import median

import django

django.setup()

from cases.workload.rules.forecast import (  # noqa: E402
    LOOK_BACK,
    Flow,
    arrivals_ahead,
    backlog_ahead,
    day_shares,
    week_weight,
)
from tests.cases.alarms.simulated import (  # noqa: E402
    DAYS,
    FIRST,
    LEARN_DAYS,
    WAVES,
    Opened,
    Planted,
    Year,
    a_year,
    capacity,
    false_alarms,
    found_after,
    walk,
)

SEEDS = range(101, 121)
WEEKS = DAYS // 7
LEARN_WEEKS = LEARN_DAYS // 7
MONTH_DAYS = 30.4


def waves() -> None:
    opened = {seed: walk(a_year(seed)) for seed in SEEDS}
    print(f"alarms: {len(opened)} simulated years, each with three planted waves")
    for wave in WAVES:
        days = [found_after(wave, found) for found in opened.values()]
        known = sorted(day for day in days if day is not None)
        print(
            f"  {wave.name:12} found in {len(known)} of {len(days)} years, "
            f"after {median(known):g} days in the middle, {known[-1]} at the latest"
        )
        print(
            json.dumps(
                {
                    "bench": "alarms",
                    "wave": wave.name,
                    "found": len(known),
                    "of": len(days),
                    "median_days": median(known),
                    "most_days": known[-1],
                }
            )
        )
    _false_alarms(opened)


def _false_alarms(opened: dict[int, list[Opened]]) -> None:
    months = (DAYS - LEARN_DAYS) / MONTH_DAYS
    counts = [len(false_alarms(found)) for found in opened.values()]
    without = [len(false_alarms(walk(a_year(seed, ())), ())) for seed in list(SEEDS)[:10]]
    share = sum(counts) / len(counts) / months
    quiet = sum(without) / len(without) / months
    print(
        f"  false alarms a month: {share:.2f} (years {min(counts)} to {max(counts)}); "
        f"without waves {quiet:.2f}"
    )
    print(
        json.dumps({"bench": "alarms", "false_a_month": round(share, 3), "in_quiet_years": round(quiet, 3)})
    )


def forecast(planted: tuple[Planted, ...]) -> None:
    held = [[0, 0] for _ in range(4)]
    stock_held, stock_told = 0, 0
    off: list[float] = []
    years: list[float] = []
    for seed in SEEDS:
        year = a_year(seed, planted)
        came, closed, backlog = _weeks(year, seed)
        kept = told = 0
        for at in range(LEARN_WEEKS, WEEKS - 3):
            flow = _flow(year, came, closed, at)
            for step, said in enumerate(arrivals_ahead(flow)):
                real = came[at + step]
                held[step][0] += said.holds(real)
                held[step][1] += 1
                kept, told = kept + said.holds(real), told + 1
                off.append(abs(said.middle - real) / max(real, 1))
            for step, said in enumerate(backlog_ahead(flow, backlog[at])):
                stock_held, stock_told = stock_held + said.holds(backlog[at + step + 1]), stock_told + 1
        years.append(kept / told)
    _say_forecast(planted, held, stock_held / stock_told, off, years)


def _say_forecast(
    planted: tuple[Planted, ...], held: list[list[int]], stock: float, off: list[float], years: list[float]
) -> None:
    coverage = sum(pair[0] for pair in held) / sum(pair[1] for pair in held)
    by_week = [round(kept / told, 3) for kept, told in held]
    error = sum(off) / len(off)
    name = "with three waves" if planted else "without waves"
    print(
        f"forecast {name}: {coverage:.3f} of the weeks in the 80 % range (weeks ahead 1 to 4: {by_week}; "
        f"years {min(years):.2f} to {max(years):.2f}), off by {error:.1%} on average; backlog {stock:.3f}"
    )
    print(
        json.dumps(
            {
                "bench": "forecast",
                "waves": len(planted),
                "coverage": round(coverage, 3),
                "by_week": by_week,
                "mape": round(error, 3),
                "backlog_coverage": round(stock, 3),
            }
        )
    )


def _weeks(year: Year, seed: int) -> tuple[list[int], list[int], list[int]]:
    came = [
        sum(by_day[FIRST + timedelta(days=7 * week + day)] for by_day in year.values() for day in range(7))
        for week in range(WEEKS)
    ]
    closed = capacity(came, seed)
    backlog = [200]
    for arrived, done in zip(came, closed, strict=True):
        backlog.append(max(0, backlog[-1] + arrived - done))
    return came, closed, backlog


def _flow(year: Year, came: list[int], closed: list[int], at: int) -> Flow:
    first = max(0, at - LOOK_BACK)
    days = [FIRST + timedelta(days=number) for number in range(first * 7, at * 7)]
    shares = day_shares({day: sum(by_day[day] for by_day in year.values()) for day in days})
    mondays = [FIRST + timedelta(weeks=week) for week in range(first, at + 4)]
    weights = [week_weight(monday, shares, "PL") for monday in mondays]
    return Flow(came[first:at], closed[first:at], weights[: at - first], weights[at - first :])


def main() -> None:
    waves()
    forecast(())
    forecast(WAVES)


if __name__ == "__main__":
    main()
