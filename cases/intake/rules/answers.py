"""What her own answers say: when she looks again, how to compare contacts, how urgent it is. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from cases.requests.workflow import Flag, Urgency

MOST_STORY = 10_000
NEAR_DAYS = 14  # a deadline so near is never an ordinary request
_MUST_NOT_WAIT = {Flag.HOMELESS.value, Flag.DOMESTIC_VIOLENCE.value, Flag.UNACCOMPANIED_MINOR.value}


def look_again_on(way: str, today: date) -> date:
    """The day on which she can look again; who asks to be rung can look on the next day as well."""
    days = {"tomorrow": 1, "three_days": 3, "week": 7, "ring": 1}
    return today + timedelta(days=days[way])


def normalise_contact(channel: str, address: str) -> str:
    """The same contact typed in two ways gives the same text, for the blind index of duplicates."""
    plain = unicodedata.normalize("NFKC", address).strip().casefold()
    if channel == "phone" or (channel == "messenger" and re.fullmatch(r"[+\d\s().\-]{7,}", plain)):
        digits = re.sub(r"\D", "", plain)
        return f"phone:{digits[-9:]}" if len(digits) >= 7 else ""
    if channel == "email":
        return f"email:{plain}" if "@" in plain else ""
    return f"messenger:{plain.lstrip('@')}" if plain else ""


def days_until(day: date | None, today: date) -> int | None:
    """Whole days from today to a date that she wrote; negative when it has passed; None without a date."""
    return None if day is None else (day - today).days


def starting_urgency(*, in_danger: bool, flags: Iterable[str], days: int | None = None) -> Urgency:
    """What her own answers say, a near deadline among them; people look again at triage."""
    if in_danger:
        return Urgency.EMERGENCY
    is_near = days is not None and 0 <= days <= NEAR_DAYS
    return Urgency.HIGH if is_near or set(flags) & _MUST_NOT_WAIT else Urgency.NORMAL
