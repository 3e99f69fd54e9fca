"""Words of danger and need in five languages (data/danger.json), and what they mean for urgency and flags."""

from __future__ import annotations

import json
from pathlib import Path

from cases.requests.workflow import Flag, Urgency
from cases.triage.rules.phrases import flat, found

# Phrases have no Polish or Lithuanian diacritics, and "е" for "ё": that is how `flat` reads a story.
_DATA = json.loads((Path(__file__).parent / "data" / "danger.json").read_text("utf-8"))
FLAG_WORDS: dict[Flag, list[str]] = {Flag(flag): words for flag, words in _DATA["flags"].items()}
EMERGENCY_FLAGS = frozenset(
    {Flag.SUICIDAL, Flag.DOMESTIC_VIOLENCE, Flag.DETAINED, Flag.HOMELESS, Flag.UNACCOMPANIED_MINOR}
)
HIGH_FLAGS = frozenset({Flag.TORTURE_SURVIVOR, Flag.PREGNANT_UNINSURED, Flag.CHILD_OUT_OF_SCHOOL})
EMERGENCY_WORDS: list[str] = _DATA["emergency"]
HIGH_WORDS: list[str] = _DATA["high"]
LOW_WORDS: list[str] = _DATA["low"]
NEAR = 30  # days: what ends within them is urgent


def flags_in(text: str) -> dict[Flag, list[str]]:
    """The flags that the words of a story speak of, each with those words."""
    story = flat(text)
    hits = {flag: found(story, phrases) for flag, phrases in FLAG_WORDS.items()}
    return {flag: words for flag, words in hits.items() if words}


def urgency_of(text: str, flags: dict[Flag, list[str]], days: int | None) -> tuple[Urgency, list[str]]:
    """How urgent a story sounds, and the words that say so; in doubt the higher one."""
    story = flat(text)
    danger = [word for flag in flags if flag in EMERGENCY_FLAGS for word in flags[flag]]
    danger += found(story, EMERGENCY_WORDS)
    if danger:
        return Urgency.EMERGENCY, danger
    high = [word for flag in flags if flag in HIGH_FLAGS for word in flags[flag]]
    low = found(story, LOW_WORDS)
    if not low:
        high += found(story, HIGH_WORDS)
    if high or (days is not None and days <= NEAR):
        return Urgency.HIGH, high
    return (Urgency.LOW, low) if low else (Urgency.NORMAL, [])
