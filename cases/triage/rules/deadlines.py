"""The last day that a text names, in whole days from the day of the message. Unknown rather than a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.triage.rules.lexicon import Reading, read
from cases.triage.rules.times import Amount, amounts, months, named, near_days, units, value_of, weekdays

FARTHEST = 730  # days; what is said to last longer is no deadline
_ENOUGH = 2
_DATE = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})(?:[./-](20\d\d|\d\d))?(?![\d])")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")


@dataclass(frozen=True)
class Told:
    """A number of days that a sentence speaks of, and whether it says that these are what is left."""

    days: int
    is_left: bool
    is_term: bool


def days_left(text: str, today: date | None = None) -> int | None:
    """Days until the nearest end that the text names; None when it names none, or only past ones.

    Without `today`, dates and weekdays count only when the text itself says what day it is.
    """
    reading = read(text)
    told: list[Told] = []
    ago: list[int] = []
    weekday = _weekday_of(reading.sounds, today)
    for heard in _sentences(reading):
        for amount in amounts(heard):
            if _is_ago(heard, amount):
                ago.append(amount.days)
            elif (one := _tell(heard, amount)) is not None:
                told.append(one)
        ago += _passed(heard)
        told += _of_which(heard)
        told += map(_left, (*_near(heard, weekday), *_bare(heard), *_dates(heard, today)))
    told += map(_left, _figures(text, today))
    return _choose(told, ago)


def _left(days: int) -> Told:
    return Told(days, is_left=True, is_term=False)


def _choose(told: Sequence[Told], ago: Sequence[int]) -> int | None:
    """What is said to be left goes first; a whole term is cut by how long ago it began."""
    left = [one.days for one in told if one.is_left]
    if left:
        return min(left)
    terms = [one.days for one in told if one.is_term]
    if not terms:
        return None
    term = min(terms)
    since = [days for days in ago if days < term]
    return term - max(since) if since else term


def _sentences(reading: Reading) -> Iterator[list[str]]:
    heard: list[str] = []
    for place, word in enumerate(reading.sounds):
        if place and reading.sentences[place] != reading.sentences[place - 1]:
            yield heard
            heard = []
        heard.append(word)
    yield heard


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


def _of_which(heard: Sequence[str]) -> Iterator[Told]:
    """ "13 days have passed out of 15", "came 5 days ago, for an appeal 14": a whole term without a unit."""
    if not (_any(heard, "passed") or _any(heard, "ago")):
        return
    for place, word in enumerate(heard[1:], 1):
        units_near = any(other in units() for other in heard[place + 1 : place + 3])
        if word.isdigit() and len(word) == 2 and not units_near:
            to_end = _any(heard[max(place - 2, 0) : place], "ends")
            if to_end or heard[place - 1] in named("out_of"):
                yield Told(int(word), is_left=False, is_term=True)


def _tell(heard: Sequence[str], amount: Amount) -> Told | None:
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
    if amount.unit == "hour" and not (left or strong):
        return None
    if points < _ENOUGH or amount.days > FARTHEST:
        return None
    return Told(amount.days, is_left=left, is_term=True)


def _is_left(after: Sequence[str]) -> bool:
    """ "14 days are left", but not "last week; left are 14 days": there it goes with the next number."""
    return any(
        word in named("left")
        and not any(value_of(other) is not None for other in after[place + 1 : place + 3])
        for place, word in enumerate(after[:3])
    )


def _any(heard: Sequence[str], name: str) -> bool:
    return any(word in named(name) for word in heard)


def _weekday_of(heard: Sequence[str], today: date | None) -> int | None:
    """What weekday it is: as the text says ("today is Wednesday"), or as the message's day was."""
    for place, word in enumerate(heard):
        if word in near_days()[0][1]:
            day = next(
                (day for other in heard[place + 1 : place + 3] if (day := _weekday(other)) is not None), None
            )
            if day is not None:
                return day
    return today.weekday() if today else None


def _near(heard: Sequence[str], weekday: int | None) -> Iterator[int]:
    """Today and tomorrow count only beside a word for an end; a weekday needs to know what day it is."""
    for days, spelled in near_days():
        for place, word in enumerate(heard):
            if days and word in spelled and _any(heard[max(place - 5, 0) : place + 6], "ends"):
                yield days
    if weekday is not None:
        for place, word in enumerate(heard):
            day = _weekday(word)
            if day is not None and _any(heard[max(place - 2, 0) : place], "until"):
                yield (day - weekday) % 7 or 7


def _bare(heard: Sequence[str]) -> Iterator[int]:
    """ "Until the 20th, today is the 10th"; "30 days, 12 are left"."""
    numbers = [(place, int(word)) for place, word in enumerate(heard) if word.isdigit() and len(word) <= 2]
    today = [
        n for place, n in numbers if any(w in near_days()[0][1] for w in heard[max(place - 1, 0) : place])
    ]
    for place, number in numbers:
        if today and number <= 31 and _any(heard[max(place - 1, 0) : place], "until"):
            yield (number - today[0]) % 30
        if place + 1 == len(heard) and _any(heard[max(place - 1, 0) : place], "left"):
            yield number


def _weekday(word: str) -> int | None:
    return next((day for day, spelled in enumerate(weekdays()) if word in spelled), None)


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
