"""Every stretch of a text that may tell how far an end lies, and what stands around it. Pure.

A stretch is an amount ("12 days"), a near day ("tomorrow"), a weekday when the text or the calendar says what
day it is, or a number without a unit ("of fourteen, six have passed"). What each of them means is learnt
from the lessons: days that are left, a whole term, days that have passed, or none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.triage.rules.lexicon import Reading
from cases.triage.rules.times import Amount, amounts, named, near_days, value_of, weekdays

LEFT, TERM, PAST, OTHER = "left", "term", "past", "other"
LEAST_BARE, MOST_BARE = 2, 180  # numbers without a unit that may be days
LETTERS = 5
AROUND = 5  # words before and after that are looked at
BESIDE = 3  # of these, so many by their place
CLUES = (
    *("strong", "weak", "after", "ago", "before_past", "after_past", "ends", "left", "term", "passed"),
    *("paid", "carried", "often", "until", "out_of", "named"),
)
BANDS = (3, 7, 14, 31, 100)


@dataclass(frozen=True)
class Span:
    """So many days, told by the words from `start` to before `end` of one sentence."""

    days: int
    sentence: int
    start: int
    end: int
    kind: str


def spans(heard: Sequence[Sequence[str]], weekday: int | None) -> list[Span]:
    """All stretches of a text, given as sentences of sounds; `weekday` is that of the message, if known."""
    return [span for place, words in enumerate(heard) for span in _in_sentence(place, words, weekday)]


def _in_sentence(place: int, heard: Sequence[str], weekday: int | None) -> Iterator[Span]:
    used: set[int] = set()
    for amount in amounts(heard):
        used |= set(range(amount.start, amount.end))
        yield Span(amount.days, place, amount.start, amount.end, kind_of(amount))
    for days, spelled in near_days():
        for at, word in enumerate(heard):
            if word in spelled:
                used.add(at)
                yield Span(days, place, at, at + 1, f"near{days}")
    for at, word in enumerate(heard):
        day = weekday_in(word) if weekday is not None else None
        if day is not None and day != weekday:
            in_next_week = bool(at) and heard[at - 1] in named("next") and day > (weekday or 0)
            yield Span((day - (weekday or 0)) % 7 + 7 * in_next_week, place, at, at + 1, "weekday")
        value = None if at in used else value_of(word)
        if value is not None and LEAST_BARE <= value <= MOST_BARE and value == int(value):
            yield Span(int(value), place, at, at + 1, "bare")


def kind_of(amount: Amount) -> str:
    return amount.unit + "~" * amount.is_bare


def sentences_of(reading: Reading) -> list[list[str]]:
    heard: list[list[str]] = [[]]
    for place, word in enumerate(reading.sounds):
        if place and reading.sentences[place] != reading.sentences[place - 1]:
            heard.append([])
        heard[-1].append(word)
    return heard


def weekday_in(word: str) -> int | None:
    return next((day for day, spelled in enumerate(weekdays()) if word in spelled), None)


def weekday_of(heard: Sequence[str], today: date | None) -> int | None:
    """What weekday it is: as the text says ("today is Wednesday"), or as the message's day was."""
    for place, word in enumerate(heard):
        if word in near_days()[0][1]:
            told = (weekday_in(other) for other in heard[place + 1 : place + 3])
            day = next((one for one in told if one is not None), None)
            if day is not None:
                return day
    return today.weekday() if today else None


def traits_around(
    found: Sequence[Span], heard: Sequence[Sequence[str]], said: Mapping[Span, str]
) -> list[frozenset[str]]:
    """What the lessons know each stretch by; `said`: what the rules alone take it for."""
    many = f"many:{min(len(found), AROUND)}"
    kinds = [span.kind for span in found]
    return [
        frozenset(
            {
                *(many, f"kind:{span.kind}", f"days:{min(span.days, 400)}", f"rule:{said.get(span, OTHER)}"),
                *(f"{span.kind}:{band_of(span.days)}", f"alike:{kinds.count(span.kind) > 1}"),
                *_words_around(span, heard[span.sentence]),
                *_clues_around(span, heard[span.sentence]),
            }
        )
        for span in found
    ]


def band_of(days: int) -> int:
    return next((band for band in BANDS if days <= band), BANDS[-1] + 1)


def _words_around(span: Span, heard: Sequence[str]) -> Iterator[str]:
    before = [_start(word) for word in heard[max(span.start - AROUND, 0) : span.start]][::-1]
    after = [_start(word) for word in heard[span.end : span.end + AROUND]]
    for side, words, edge in (("<", before, "^"), (">", after, "$")):
        yield from (f"{side}{word}" for word in words)
        yield from (f"{side}{at}{word}" for at, word in enumerate([*words, edge][:BESIDE]))
    yield from (f"in:{_start(word)}" for word in heard if len(word) >= BESIDE)


def _start(word: str) -> str:
    return "#" if word.isdigit() else word[:LETTERS]


def _clues_around(span: Span, heard: Sequence[str]) -> Iterator[str]:
    parts = (
        ("<<", heard[max(span.start - 2, 0) : span.start]),
        ("<", heard[max(span.start - AROUND, 0) : max(span.start - 2, 0)]),
        (">>", heard[span.end : span.end + 2]),
        (">", heard[span.end + 2 : span.end + AROUND]),
        ("", heard),
    )
    for name in CLUES:
        clue = named(name)
        yield from (f"{side}{name}!" for side, words in parts if any(word in clue for word in words))
