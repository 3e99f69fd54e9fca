"""When a request is late, how old a backlog is, and what counts as new. Pure."""

from __future__ import annotations

from datetime import timedelta

# Days after which "our turn" is too long, by urgency; a hundred requests a week with ten people (needs.md 5).
ANSWER_WITHIN_DAYS: dict[str, int] = {"emergency": 0, "high": 1, "normal": 3, "low": 7}
EMERGENCY_HOURS = 4
NEW_DAYS = 7
DUE_DAYS = 7  # a deadline so near has to be on the table now
SEASON_WEEKS = 12
BANDS = (0, 3, 7, 14, 30, 60, 90)  # days since arrival at which each band of age begins


def answer_within(urgency: str) -> timedelta:
    """How long "our turn" may last."""
    days = ANSWER_WITHIN_DAYS.get(urgency, 0)
    return timedelta(days=days) if days else timedelta(hours=EMERGENCY_HOURS)


def band_of(age: timedelta) -> int:
    """The beginning of the band in which this age lies."""
    return max((day for day in BANDS if timedelta(days=day) <= age), default=0)


def band_end(begin: int) -> int | None:
    """Where the next band begins; None for the oldest one."""
    place = BANDS.index(begin) + 1
    return BANDS[place] if place < len(BANDS) else None
