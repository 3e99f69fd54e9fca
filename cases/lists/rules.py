"""What a list that leaves the house may hold, how long a yes lives, and how a file says it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

ASK_LIVES = timedelta(hours=24)  # so long a second person may say yes
TAKE_LIVES = timedelta(hours=1)  # so long after the yes the file can be taken, once
KEPT = timedelta(days=90)  # the row goes then; the access log still says who took how many lines
SPAN = timedelta(hours=24)
MOST_ASKED = 3  # of one person within SPAN
MOST_LINES = 2000
MOST_DAYS = 366
# Everything else about a request stays here. No alias either: who knows one is believed to be its person.
COLUMNS = (
    *("code", "office", "country", "language", "channel", "topic"),
    *("urgency", "status", "turn", "received_on", "closed_on", "outcome"),
)


class State(StrEnum):
    """Where a list that somebody asked for stands."""

    WAITS = "waits"
    AGREED = "agreed"
    TAKEN = "taken"
    DROPPED = "dropped"
    LAPSED = "lapsed"


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


def state_of(
    now: datetime,
    *,
    asked_at: datetime,
    agreed_at: datetime | None,
    taken_at: datetime | None,
    dropped_at: datetime | None,
) -> State:
    """From the moments at which something happened; what nobody took in time has lapsed."""
    if taken_at is not None:
        return State.TAKEN
    if dropped_at is not None:
        return State.DROPPED
    if agreed_at is not None:
        return State.AGREED if now < agreed_at + TAKE_LIVES else State.LAPSED
    return State.WAITS if now < asked_at + ASK_LIVES else State.LAPSED
