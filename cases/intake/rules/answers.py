"""What her own answers say: when she looks again, how to compare contacts, how urgent it is. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from cases.requests.workflow import Flag, Urgency

MOST_STORY = 10_000
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


def starting_urgency(*, in_danger: bool, flags: Iterable[str]) -> Urgency:
    """What her own answers say; people look again at triage."""
    if in_danger:
        return Urgency.EMERGENCY
    return Urgency.HIGH if set(flags) & _MUST_NOT_WAIT else Urgency.NORMAL
