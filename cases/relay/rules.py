"""When a shared phone number may be seen, and how much may be written. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

AROUND = timedelta(hours=2)  # a number is seen so long before and after the meeting (safety.md 4)
MOST_CHARACTERS = 2000
MOST_A_DAY = 60  # messages of one side
SILENCE = timedelta(hours=48)  # a question that nobody answered goes to the desk
FORGET_DAYS = 3  # words go so long after the end (safety.md 9: brief 72 h after its end)
_NUMBER = re.compile(r"^\+?[\d\s()./-]{6,24}$")


class Purpose(StrEnum):
    TASK = "task"
    MENTORSHIP = "mentorship"


def is_number(text: str) -> bool:
    """Whether this looks like a phone number; six digits at least."""
    return bool(_NUMBER.match(text)) and sum(sign.isdigit() for sign in text) >= 6


def is_visible(*, meets_at: datetime | None, now: datetime) -> bool:
    """Two hours either side of the meeting; without a meeting never."""
    return meets_at is not None and abs(meets_at - now) <= AROUND
