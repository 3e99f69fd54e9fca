"""How urgent a text is and whom it speaks of: rules over cues (data/needs.json), in any language. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from cases.requests.workflow import Flag, Urgency
from cases.triage.rules.features import Traits
from cases.triage.rules.lexicon import DATA, holds
from helpdesk.text.stopwords import is_negation

NEAR = 14  # days: a deadline within them makes a request urgent
OLD = 65


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((DATA / "needs.json").read_text("utf-8"))
    return data


@lru_cache(maxsize=8)
def _ages(name: str) -> frozenset[str]:
    return frozenset(_data()["ages"][name].split())


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[str, ...]]:
    data = _data()
    lines = {**data["flags"], **{name: data[name] for name in ("emergency", "high", "low")}}
    return {name: tuple(rule.strip() for rule in line.split(";")) for name, line in lines.items()}


def flags_in(traits: Traits) -> dict[Flag, list[str]]:
    """The flags a text speaks of, each with the rules that say so."""
    places = affirmed(traits)
    if is_old(traits):
        places["age-old"] = [0]
    found = {flag: [rule for rule in _rules()[flag.value] if holds(rule, places)] for flag in Flag}
    return {flag: rules for flag, rules in found.items() if rules}


def urgency_of(traits: Traits, days: int | None) -> tuple[Urgency, list[str]]:
    """How urgent a text is, with the rules that say so; in doubt the higher one."""
    places = affirmed(traits)
    for urgency in (Urgency.EMERGENCY, Urgency.HIGH):
        found = [rule for rule in _rules()[urgency.value] if holds(rule, places)]
        if found:
            return urgency, found
    if days is not None and days <= NEAR:
        return Urgency.HIGH, []
    low = [rule for rule in _rules()["low"] if holds(rule, places)]
    return (Urgency.LOW, low) if low else (Urgency.NORMAL, [])


def tonight(traits: Traits) -> bool:
    """Nowhere to sleep this very night: the deadline is today."""
    places = traits.places
    return bool(holds("nowhere & tonight", places) or holds("homeless-now & tonight", places)) or bool(
        holds("homeless-now & today-word", places) or holds("thrown-out-now & today-word", places)
    )


_DENIED = frozenset({"pregnant", "pregnant-now", "chronic", "disability-word", "domestic-words", "detained"})


def affirmed(traits: Traits) -> dict[str, Sequence[int]]:
    """Where cues stand, without those that a negation right before takes back: "not pregnant"."""
    spelled = traits.reading.words
    sentences = traits.reading.sentences
    kept: dict[str, Sequence[int]] = {}
    for cue, places in traits.places.items():
        if cue in _DENIED:
            places = [at for at in places if not _is_denied(spelled, sentences, at)]
        if places:
            kept[cue] = places
    return kept


def _is_denied(spelled: Sequence[str], sentences: Sequence[int], at: int) -> bool:
    before = range(max(at - 2, 0), at)
    return any(is_negation(spelled[place]) and sentences[place] == sentences[at] for place in before)


def is_old(traits: Traits) -> bool:
    """An age of 65 or more told of a person; sums of money and sizes of flats are no ages."""
    spelled = traits.reading.words
    return any(
        word.isdigit()
        and len(word) == 2
        and int(word) >= OLD
        and _is_age(spelled[max(place - 3, 0) : place], spelled[place + 1 : place + 2])
        for place, word in enumerate(spelled)
    )


def _is_age(before: Sequence[str], after: Sequence[str]) -> bool:
    if any(word in _ages("units") for word in after):
        return not any(word in _AHEAD for word in before)
    people = [word for word in before if word in _ages("persons") or word in _ages("others")]
    if any(word in _ages("units") for word in before[-1:]):  # "about 70 years" turned: "лет 70"
        return bool(people)
    told = any(word in _ages("persons") for word in before[-2:])
    return told and not any(word in _ages("sums") for word in after)


_AHEAD = frozenset({"через", "праз", "za"})
