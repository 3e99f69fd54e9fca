"""The glossary of today in this process, and what the editors' pages ask about it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.db.models import Max

from helpdesk import languages
from helpdesk.text.collate import sort_key
from helpdesk.text.concepts import Glossary, compile_entries, read_entries
from knowledge.glossary import rules
from knowledge.glossary.models import HeardWord, Word, WordChange, WordUse
from knowledge.glossary.rules import Entry

LOOK_EVERY = 1.0  # seconds between two looks at the mark of the newest version
MOST_SHOWN = 40
MOST_CHANGES = 50


@dataclass
class Held:
    """What this process knows: None as `book` means the packaged glossary is the one of today."""

    book: Glossary | None = None
    entries: dict[str, Entry] | None = None
    version: int = 0
    mark: str | None = ""
    looked_at: float = 0.0
    written: tuple[int, Glossary | None] = (0, None)  # by which version articles were indexed last
    lock: threading.Lock = field(default_factory=threading.Lock)


HELD = Held()


@lru_cache(maxsize=1)
def packaged() -> dict[str, Entry]:
    """The words that came with the house, every concept once."""
    return rules.merged(read_entries(), [])


def version_now() -> int:
    """The number of the newest change. One query."""
    return WordChange.objects.aggregate(last=Max("pk"))["last"] or 0


def entries_now() -> dict[str, Entry]:
    """The whole glossary as the database has it. One query."""
    rows = list(Word.objects.values_list("concept", "language", "text", "use"))
    return rules.merged(packaged().values(), _unpack(rows)) if rows else packaged()


def _unpack(rows: list[tuple[Any, ...]]) -> list[rules.Row]:
    return [(concept, language, text, use) for concept, language, text, use in rows]


def book_now() -> Glossary | None:
    """The newest glossary, for whoever writes the index; None: the packaged one. Mostly one query."""
    version = version_now()
    if version == HELD.version:
        return HELD.book
    if version != HELD.written[0]:  # an import of many articles must not read all words for each
        HELD.written = (version, book_of_rows())
    return HELD.written[1]


def book_of_rows() -> Glossary:
    """The glossary as the database has it, with what this transaction changed. One query."""
    return compile_entries(entries_now().values())


def entries_of_today() -> dict[str, Entry]:
    """The words that this process reads by."""
    book_of_today()
    return HELD.entries or packaged()


def book_of_today() -> Glossary | None:
    """What this process reads by: looks at the mark at most once a second, at the database when it is new."""
    now = time.monotonic()
    if now - HELD.looked_at < LOOK_EVERY or not HELD.lock.acquire(blocking=False):
        return HELD.book  # another thread is reading the new words: until then the old ones
    try:
        HELD.looked_at = now
        mark = cache.get(rules.VERSION_KEY)
        if mark != HELD.mark:
            version = version_now()
            if version != HELD.version:
                HELD.entries = entries_now()
                HELD.book, HELD.version = compile_entries(HELD.entries.values()), version
            HELD.mark = mark
    finally:
        HELD.lock.release()
    return HELD.book


def read_anew() -> None:
    """Look at the mark at the next question, whatever the time."""
    HELD.looked_at = 0.0


def know_nothing() -> None:
    """As a process that has read the packaged glossary and nothing else (tests begin so)."""
    HELD.book = HELD.entries = HELD.mark = None
    HELD.version, HELD.looked_at, HELD.written = 0, 0.0, (0, None)


@dataclass(frozen=True)
class Said:
    """One word on a concept's page."""

    text: str
    use: str
    label: object
    is_ours: bool  # added or marked by editors here
    others: tuple[str, ...]  # concepts that the same word stands for


@dataclass(frozen=True)
class Listed:
    """One concept in the list."""

    concept: str
    name: str
    language: str
    words: int
    is_ours: bool


def name_of(entry: Entry, reader: str) -> tuple[str, str]:
    """The first word for a concept in the reader's order, and its language; the slug without any."""
    for code in languages.reading_order(reader):
        if entry.get(code):
            return str(entry[code][0]), code
    return str(entry["concept"]), ""


def listed(asked: str, reader: str, *, only: str = "") -> tuple[list[Listed], int]:
    """The concepts that hold a word (or whose slug holds it), and how many there are."""
    entries, changed = entries_now(), set(Word.objects.values_list("concept", flat=True))
    heard = set(HeardWord.objects.values_list("concept", flat=True)) if only == "silent" else set()
    wanted = rules.plain(asked)
    found = [
        entry
        for concept, entry in entries.items()
        if _holds(entry, asked.lower(), wanted)
        and (only != "ours" or concept in changed)
        and (only != "silent" or concept not in heard)
    ]
    rows = [
        Listed(
            str(entry["concept"]),
            *name_of(entry, reader),
            sum(len(entry.get(code, [])) for code in languages.CODES),
            entry["concept"] in changed,
        )
        for entry in found
    ]
    rows.sort(key=lambda row: (not row.is_ours, sort_key(row.name, row.language or reader)))
    return rows[:MOST_SHOWN], len(rows)


def _holds(entry: Entry, slug: str, wanted: str) -> bool:
    if not wanted or slug in str(entry["concept"]):
        return True
    return any(wanted in rules.plain(word) for code in languages.CODES for word in entry.get(code, []))


def words_of(entry: Entry, entries: Mapping[str, Entry]) -> dict[str, list[Said]]:
    """The words of a concept by language. One query."""
    concept = str(entry["concept"])
    ours = {(row.language, row.plain) for row in Word.objects.filter(concept=concept).exclude(use="")}
    standing = rules.meanings(entries)
    found: dict[str, list[Said]] = {}
    for code in languages.CODES:
        found[code] = [
            Said(
                text,
                use := entry["uses"].get((code, rules.plain(text)), rules.Use.SAID.value),
                WordUse(use).label,
                (code, rules.plain(text)) in ours,
                tuple(other for other in standing.get((code, rules.plain(text)), []) if other != concept),
            )
            for text in entry.get(code, [])
        ]
    return found


def changes_of(concept: str = "") -> list[WordChange]:
    """What was changed, the newest first. One query."""
    changes = WordChange.objects.select_related("by")
    return list((changes.filter(concept=concept) if concept else changes)[:MOST_CHANGES])


def never_heard() -> list[Word]:
    """Words that editors added and that no search has held since, the oldest first. Two queries."""
    heard = set(HeardWord.objects.values_list("concept", "language", "plain"))
    added = Word.objects.exclude(use="").exclude(language=rules.NEAR)
    return [word for word in added if (word.concept, word.language, word.plain) not in heard]


def silent_concepts() -> int:
    """How many concepts of the house no search has named yet. Two queries."""
    heard = set(HeardWord.objects.values_list("concept", flat=True).distinct())
    return len(set(entries_now()) - heard)
