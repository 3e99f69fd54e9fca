"""The last day that a text names, in whole days from the day of the message. Unknown rather than a guess.

Rules say what a stretch of time seems to be; the lessons (data/lessons, those with `deadline_days`) say how
far to believe them in these words. Dates need to know what day it is, and are taken as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from cases.triage.rules.lexicon import read
from cases.triage.rules.school import DAYS, Lesson, school
from cases.triage.rules.spans import (
    LEFT,
    OTHER,
    PAST,
    TERM,
    Span,
    sentences_of,
    spans,
    traits_around,
    weekday_of,
)
from cases.triage.rules.times import Amount, months, named, near_days, units, value_of

SURE = 0.25  # share from which a stretch is what is left, or the whole term
SURE_PASSED = 0.3
NEVER = "never"  # the rules are sure that it is no deadline
MOST_IN_MONTH = 31
FARTHEST = 730  # days; what is said to last longer is no deadline
_ENOUGH = 2
_DATE = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})(?:[./-](20\d\d|\d\d))?(?![\d])")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")


def days_left(text: str, today: date | None = None) -> int | None:
    """Days until the nearest end that the text names; None when it names none, or only past ones.

    Without `today`, dates and weekdays count only when the text itself says what day it is.
    """
    reading = read(text)
    heard = sentences_of(reading)
    found = spans(heard, weekday_of(reading.sounds, today))
    if (
        weekday_of(reading.sounds, None) is None
    ):  # a weekday by the calendar alone is an end only after "until"
        rules = said_by_rules(found, heard)
        found = [span for span in found if span.kind != "weekday" or rules.get(span) == LEFT]
    ends = [day for words in heard for day in (*_dates(words, today), *_days_of_month(words))]
    ends += _figures(text, today)
    said = said_by_rules(found, heard)
    meant = [school(DAYS).shares(traits)[0] for traits in traits_around(found, heard, said)]
    chosen = _choose(found, meant, [said.get(span) == PAST for span in found])
    return min(ends if chosen is None else [*ends, chosen], default=None)


def _choose(found: Sequence[Span], meant: Sequence[Mapping[str, float]], gone: Sequence[bool]) -> int | None:
    """The likeliest stretch that is not `gone`; a whole term is cut by how long ago it began."""
    likely = [
        0.0 if past else shares.get(LEFT, 0.0) + shares.get(TERM, 0.0)
        for shares, past in zip(meant, gone, strict=True)
    ]
    best = max(range(len(found)), key=likely.__getitem__, default=None)
    if best is None or likely[best] < SURE or found[best].days > FARTHEST:
        return None
    days = found[best].days
    if meant[best].get(LEFT, 0.0) >= meant[best].get(TERM, 0.0):
        return days
    passed = [
        (shares.get(PAST, 0.0), span.days)
        for span, shares in zip(found, meant, strict=True)
        if span.days < days and shares.get(PAST, 0.0) >= SURE_PASSED
    ]
    return days - max(passed)[1] if passed else days


def lessons_of_days(line: Mapping[str, Any]) -> list[Lesson]:
    """What an invented example with `deadline_days` teaches: one lesson for each of its stretches of time."""
    reading = read(line["text"])
    heard = sentences_of(reading)
    found = spans(heard, weekday_of(reading.sounds, None))
    meanings = _meanings(found, line["deadline_days"])
    if meanings is None:
        return []
    traits = traits_around(found, heard, said_by_rules(found, heard))
    return [Lesson(one, meaning, frozenset()) for one, meaning in zip(traits, meanings, strict=True)]


def _meanings(found: Sequence[Span], wanted: int | None) -> list[str] | None:
    """What each stretch must be for the deadline to be `wanted`; None where no stretch leads there."""
    meanings = [OTHER] * len(found)
    if wanted is None:
        return meanings
    hits = [place for place, span in enumerate(found) if span.days == wanted]
    hits = hits or [place for place, span in enumerate(found) if wanted > 3 and abs(span.days - wanted) == 1]
    hits = [place for place in hits if found[place].kind != "bare"] or hits
    for place in hits:
        meanings[place] = LEFT
    if hits:
        return meanings
    pairs = [
        ((abs(whole.days - gone.days - wanted), (whole.kind, gone.kind).count("bare")), one, other)
        for one, whole in enumerate(found)
        for other, gone in enumerate(found)
        if whole.days > gone.days > 0 and abs(whole.days - gone.days - wanted) <= 1
    ]
    if not pairs:
        return None
    _fit, one, other = min(pairs)
    meanings[one], meanings[other] = TERM, PAST
    return meanings


def said_by_rules(found: Sequence[Span], heard: Sequence[Sequence[str]]) -> dict[Span, str]:
    """What the rules alone take each stretch for, where they take it for anything."""
    said = {span: _said(span, heard[span.sentence]) for span in found}
    return {span: what for span, what in said.items() if what}


def _said(span: Span, heard: Sequence[str]) -> str:
    before = heard[max(span.start - 2, 0) : span.start]
    if span.kind == "bare":
        return _said_of_bare(span, heard)
    if span.kind == "weekday":
        return LEFT if _any(before, "until") else ""
    if span.kind.startswith("near"):
        around = heard[max(span.start - 5, 0) : span.start + 6]
        return LEFT if span.days and _any(around, "ends") else ""
    amount = Amount(span.days, span.start, span.end, span.kind.rstrip("~"), span.kind.endswith("~"))
    return PAST if _is_ago(heard, amount) else _tell(heard, amount)


def _said_of_bare(span: Span, heard: Sequence[str]) -> str:
    if span.days in set(_passed(heard)):
        return PAST
    if span.days in set(_of_which(heard)):
        return TERM
    is_last = span.end == len(heard) and _any(heard[max(span.start - 1, 0) : span.start], "left")
    return LEFT if is_last else ""  # "30 days, 12 are left"


def _is_ago(heard: Sequence[str], amount: Amount) -> bool:
    after = heard[amount.end : amount.end + 2]
    before = heard[max(amount.start - 1, 0) : amount.start]
    told_after = len(after) > 1 and value_of(after[1]) is not None  # "14 days, passed have four"
    gone = _any(before, "passed") or (_any(after, "passed") and not told_after)
    return gone or _any(after[:1], "ago") or before == ["pries"]


def _passed(heard: Sequence[str]) -> Iterator[int]:
    """ "14 days, six have passed": a number without a unit, and a word for what is over right after it."""
    for place, word in enumerate(heard):
        value = value_of(word)
        beside = [*heard[max(place - 1, 0) : place], *heard[place + 1 : place + 3]]
        if value is not None and _any(beside, "passed"):
            yield int(value)


def _of_which(heard: Sequence[str]) -> Iterator[int]:
    """ "13 days have passed out of 15", "came 5 days ago, for an appeal 14": a whole term without a unit."""
    if not (_any(heard, "passed") or _any(heard, "ago")):
        return
    for place, word in enumerate(heard[1:], 1):
        units_near = any(other in units() for other in heard[place + 1 : place + 3])
        if word.isdigit() and len(word) == 2 and not units_near:
            to_end = _any(heard[max(place - 2, 0) : place], "ends")
            if to_end or heard[place - 1] in named("out_of"):
                yield int(word)


def _tell(heard: Sequence[str], amount: Amount) -> str:
    """Whether these days lie ahead: words before and after them, and a word for an end in the sentence."""
    before, after = heard[max(amount.start - 3, 0) : amount.start], heard[amount.end : amount.end + 4]
    strong = _any(before[-2:], "strong")
    left = _any(before, "left") or _is_left(after)
    is_for = _any(after[:1], "after")
    points = 2 * strong + 2 * left + is_for + 2 * _any(after[:1], "term")
    points += _any(heard[max(amount.start - 4, 0) : amount.start], "weak")
    points += _any(heard, "ends") + _any(heard, "passed") + _any(heard, "ago")
    points -= 2 * (_any(before[-2:], "before_past") and not strong)
    points -= 3 * (_any(after[:1], "after_past") or _any(before, "carried") or _any(before[-2:], "often"))
    points -= 3 * (_any(before, "paid") and not (strong or left))
    if amount.unit in ("year", "half_year") or amount.is_bare:
        points -= not (strong or left or is_for or _any(before[-1:], "weak"))
    if points < 0:
        return NEVER
    if (amount.unit == "hour" and not (left or strong)) or points < _ENOUGH or amount.days > FARTHEST:
        return ""
    return LEFT if left else TERM


def _is_left(after: Sequence[str]) -> bool:
    """ "14 days are left", but not "last week; left are 14 days": there it goes with the next number."""
    return any(
        word in named("left")
        and not any(value_of(other) is not None for other in after[place + 1 : place + 3])
        for place, word in enumerate(after[:3])
    )


def _any(heard: Sequence[str], name: str) -> bool:
    return any(word in named(name) for word in heard)


def _days_of_month(heard: Sequence[str]) -> Iterator[int]:
    """ "Until the 20th, today is the 10th"."""
    numbers = [(place, int(word)) for place, word in enumerate(heard) if word.isdigit() and len(word) <= 2]
    now = near_days()[0][1]
    today = [n for place, n in numbers if any(word in now for word in heard[max(place - 1, 0) : place])]
    for place, number in numbers:
        if today and number <= MOST_IN_MONTH and _any(heard[max(place - 1, 0) : place], "until"):
            yield (number - today[0]) % 30


def _dates(heard: Sequence[str], today: date | None) -> Iterator[int]:
    """A day and the name of a month."""
    if today is None:
        return
    for place, word in enumerate(heard[:-1]):
        month = next((n for n, spelled in enumerate(months(), 1) if heard[place + 1] in spelled), None)
        if month is None or not word.isdigit() or len(word) > 2:
            continue
        until = any(before in named("until") for before in heard[max(place - 2, 0) : place])
        since = any(before in named("named") for before in heard[max(place - 2, 0) : place])
        if until or (not since and any(other in named("ends") for other in heard)):
            year = next((int(w) for w in heard[place + 2 : place + 4] if w.isdigit() and len(w) == 4), None)
            yield from _days_to(int(word), month, year, today)


def _figures(text: str, today: date | None) -> Iterator[int]:
    """Dates in figures, after a word like "until"."""
    if today is None:
        return
    for match in _ISO.finditer(text):
        yield from _days_to(int(match[3]), int(match[2]), int(match[1]), today)
    for match in _DATE.finditer(text):
        before = read(text[max(match.start() - 25, 0) : match.start()]).sounds[-2:]
        if any(word in named("until") for word in before):
            year = int(match[3]) if match[3] else None
            yield from _days_to(
                int(match[1]), int(match[2]), year + 2000 if year and year < 100 else year, today
            )


def _days_to(day: int, month: int, year: int | None, today: date) -> Iterator[int]:
    """Days from today; without a year the next such day, unless it has just gone by."""
    try:
        when = date(year or today.year, month, day)
        if year is None and when < today - timedelta(days=60):
            when = date(today.year + 1, month, day)
    except ValueError:
        return
    if 0 <= (when - today).days <= FARTHEST:
        yield (when - today).days
