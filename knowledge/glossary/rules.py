"""Words of the glossary: kinds of use, what is wrong with one, and reading a file of them. Plain Python."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from helpdesk import languages
from helpdesk.text.analyzer import Analysis
from helpdesk.text.normalise import words
from helpdesk.text.stems import keys
from helpdesk.text.stopwords import is_stop_word

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_WORD, MOST_WORDS = 60, 80, 6
SHORTEST = 2  # letters; of one letter no word is sure
VERSION_KEY = "knowledge:glossary"  # a new mark at each change; a process with another one reads anew
LISTS = ("near", *languages.CODES)  # of an entry
NEAR = ""  # the "language" under which the slugs of near concepts stand
_DIGITS = re.compile(r"\d{5,}")  # a longer number is somebody's


class Use(StrEnum):
    """How a word is used. What came with the house without a mark is said by people."""

    SAID = "said"
    OFFICIAL = "official"
    LOAN = "loan"
    SHORT = "short"
    MISSPELT = "misspelt"


class Fault(StrEnum):
    """What can be wrong with a word."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    ONLY_JOINING = "only_joining"
    NUMBER = "number"


Entry = dict[str, Any]  # one concept in the shape of the data files
Row = tuple[str, str, str, str]  # concept, language, text, use; an empty use leaves the word out
Place = tuple[str, str, str]  # concept, language, plain form


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """The form by which two spellings of a word are one; a slug stays as it is."""
    return text if SLUG.fullmatch(text) else " ".join(words(text))


def fault_of(text: str) -> Fault | None:
    """What is wrong with a word or phrase; None when it can be matched."""
    every = words(text)
    content = [word for word in every if not is_stop_word(word)]
    if not every:
        return Fault.EMPTY
    if _DIGITS.search(text):
        return Fault.NUMBER
    if len(text) > LONGEST_WORD or len(every) > MOST_WORDS:
        return Fault.TOO_LONG
    if len("".join(every)) < SHORTEST:
        return Fault.TOO_SHORT
    # A long phrase of which one word carries meaning would match that word anywhere: nothing matches it.
    return Fault.ONLY_JOINING if not content or (len(content) == 1 < len(every) - 1) else None


def merged(packaged: Iterable[Entry], rows: Iterable[Row]) -> dict[str, Entry]:
    """The glossary of today: every concept once, with what was added and without what was left out."""
    found: dict[str, Entry] = {}
    for entry in packaged:
        known = found.setdefault(str(entry["concept"]), {"concept": str(entry["concept"]), "uses": {}})
        for name in ("near", *languages.CODES):
            spelled = {plain(word): word for word in reversed([*known.get(name, []), *entry.get(name, [])])}
            known[name] = list(reversed(spelled.values()))
    for concept, language, text, use in rows:
        known = found.setdefault(concept, {"concept": concept, "uses": {}})
        name = language or "near"
        others = [word for word in known.get(name, []) if plain(word) != plain(text)]
        known[name] = [*others, text] if use else others
        if use:
            known["uses"][language, plain(text)] = use
    return {concept: entry for concept, entry in found.items() if any(entry.get(code) for code in LISTS)}


def meanings(entries: Mapping[str, Entry]) -> dict[tuple[str, str], list[str]]:
    """For each word of each language the concepts it stands for."""
    found: dict[tuple[str, str], list[str]] = {}
    for concept, entry in entries.items():
        for code in languages.CODES:
            for word in entry.get(code, []):
                found.setdefault((code, plain(word)), []).append(concept)
    return found


def matched(analysis: Analysis, entries: Mapping[str, Entry]) -> set[Place]:
    """The words of the glossary that a text holds, whatever the form and the script they stand in."""
    found: set[Place] = set()
    for item in analysis.matches:
        span = [set(keys(word)) for word in analysis.content[item.start : item.end]]
        for code in languages.CODES:
            for word in entries.get(item.concept, {}).get(code, []):
                every = words(word)
                parts = [part for part in every if not is_stop_word(part)] or every
                alike = len(parts) == len(span) and all(
                    heard & set(keys(part)) for heard, part in zip(span, parts, strict=True)
                )
                if alike:
                    found.add((item.concept, code, plain(word)))
    return found


@dataclass(frozen=True)
class Item:
    """One entry of a file and the line on which it begins."""

    line: int
    entry: object


class Unreadable(ValueError):
    """A file that is no list of entries; the message names the line."""


def items_of(text: str) -> Iterator[Item]:
    """The entries of a file in the shape of the data files: a list, or {"glossary": [...]}."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as broken:
        raise Unreadable(f"line {broken.lineno}: {broken.msg}") from None
    except RecursionError:
        raise Unreadable("line 1: too deeply nested") from None
    if isinstance(content, dict) and isinstance(content.get("glossary"), list):
        start = re.search(r'"glossary"\s*:\s*\[', text)
        entries, at = content["glossary"], start.end() if start else 0
    elif isinstance(content, list):
        entries, at = content, text.index("[") + 1
    else:
        raise Unreadable("line 1: expected a list of concepts")
    decoder = json.JSONDecoder()
    for entry in entries:
        at = re.compile(r"[\s,]*").match(text, at).end()  # type: ignore[union-attr]
        yield Item(text.count("\n", 0, at) + 1, entry)
        at = decoder.raw_decode(text, at)[1]


def rows_of(entry: object) -> tuple[list[Row], str]:
    """What one entry of a file says, as rows, and what is wrong with it (empty: nothing)."""
    if not isinstance(entry, dict):
        return [], "expected an object"
    concept = entry.get("concept")
    if not isinstance(concept, str) or len(concept) > LONGEST_SLUG or not SLUG.fullmatch(concept):
        return [], "the concept must be small letters, digits and hyphens"
    if strange := set(entry) - {"concept", "near", "uses", "without", *languages.CODES}:
        return [], f"unknown key {sorted(map(str, strange))[0]!r}"
    uses, wrong = _uses(entry.get("uses", {}))
    held, faulty = _lists(entry)
    left, strange_left = _lists(entry.get("without", {}))
    rows = [
        (concept, language, text, uses.get((language, plain(text)), Use.SAID.value))
        for language, text in held
    ]
    rows += [(concept, language, text, "") for language, text in left]
    return rows, wrong or faulty or strange_left or _doubled(rows)


def _lists(lists: object) -> tuple[list[tuple[str, str]], str]:
    """The words of an entry with their languages, and what is wrong with the lists."""
    if not isinstance(lists, dict):
        return [], "without maps languages to words"
    found: list[tuple[str, str]] = []
    for name in LISTS:
        texts = lists.get(name, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return [], f"{name} must be a list of words"
        found += [(NEAR if name == "near" else name, " ".join(text.split())) for text in texts]
    return found, ""


def _uses(value: object) -> tuple[dict[tuple[str, str], str], str]:
    """`{"official": {"pl": ["karta pobytu"]}}` as the use of each word."""
    found: dict[tuple[str, str], str] = {}
    if not isinstance(value, dict) or set(value) - {use.value for use in Use}:
        return {}, f"uses maps {', '.join(use.value for use in Use)} to words"
    for use, lists in value.items():
        if not isinstance(lists, dict) or not all(isinstance(texts, list) for texts in lists.values()):
            return {}, "uses maps each use to languages and words"
        for language, texts in lists.items():
            code = NEAR if language == "near" else str(language)
            found |= {(code, plain(str(text))): str(use) for text in texts}
    return found, ""


def _doubled(rows: list[Row]) -> str:
    seen: set[Place] = set()
    for concept, language, text, _use in rows:
        place = (concept, language, plain(text))
        if place in seen:
            return f"{text[:LONGEST_WORD]!r} stands twice in {language or 'near'}"
        seen.add(place)
    return ""


def entry_of(concept: str, rows: Iterable[Row]) -> Entry:
    """One entry of a file from the rows of one concept: the way back of `rows_of`."""
    entry: Entry = {"concept": concept}
    for _concept, language, text, use in rows:
        name = language or "near"
        target = entry if use else entry.setdefault("without", {})
        target.setdefault(name, []).append(text)
        if use not in {"", Use.SAID.value}:
            entry.setdefault("uses", {}).setdefault(use, {}).setdefault(name, []).append(text)
    return entry
