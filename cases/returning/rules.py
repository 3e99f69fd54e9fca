"""How a call ended, why two mailboxes are thought to be one person's, and how long an ask lives. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

RETURN_WITHIN = timedelta(days=7)
ASK_LIVES = timedelta(hours=72)  # a give-back that nobody confirmed by then is asked for anew
FARTHEST = timedelta(days=90)


class Call(StrEnum):
    """How an attempt to ring ended."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    GIVEN_UP = "given_up"


class Ground(StrEnum):
    """Why somebody believes that two mailboxes are one person's; no free words, so no story slips in."""

    KNOWS_ALIAS = "knows_alias"
    SAME_CONTACT = "same_contact"
    KNOWS_STORY = "knows_story"
    MET_IN_PERSON = "met_in_person"


WAYS = {"tomorrow": 1, "three_days": 3, "week": 7, "two_weeks": 14}


def day_after(way: str, today: date) -> date:
    """The day that "in three days" means."""
    return today + timedelta(days=WAYS[way])
