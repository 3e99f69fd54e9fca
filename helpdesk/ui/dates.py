"""Dates, hours and distances in time as a reader of each language would say them (CLDR, by Babel)."""

from __future__ import annotations

import datetime as dt

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta, get_day_names
from django.utils import timezone
from django.utils.translation import get_language

from helpdesk import languages

# Django has no Belarusian formats and would fall back to English order, hence Babel for all five.
LOCALES = {code: Locale.parse("en_GB" if code == "en" else code) for code in languages.CODES}
Moment = dt.datetime | dt.date


def reader_locale() -> Locale:
    return LOCALES.get((get_language() or languages.DEFAULT).split("-")[0], LOCALES[languages.DEFAULT])


def local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def day(moment: Moment) -> str:
    """`7 August`, with the year when it is not this one; never the minute."""
    date = local(moment).date() if isinstance(moment, dt.datetime) else moment
    locale = reader_locale()
    if date.year == timezone.localdate().year:
        return str(format_skeleton("MMMMd", date, locale=locale))
    return format_date(date, "long", locale=locale)


def day_and_month(date: dt.date) -> str:
    """`07/08`, where there is no room for words."""
    return str(format_skeleton("MMdd", date, locale=reader_locale()))


def month_words(month: dt.date) -> str:
    """`March 2026`, as a reader of the language writes it."""
    return str(format_skeleton("yMMMM", month, locale=reader_locale()))


def hour(moment: dt.datetime) -> str:
    """`7 August, 14:00`: as exact as a client's page may be."""
    return clock(local(moment).replace(minute=0, second=0, microsecond=0))


def clock(moment: dt.datetime) -> str:
    """`7 August, 14:05`."""
    here = local(moment)
    return f"{day(here)}, {format_time(here, 'HH:mm', locale=reader_locale())}"


def distance(moment: dt.datetime) -> str:
    """`2 hours ago`, `in 5 days`."""
    return format_timedelta(
        moment - timezone.now(), add_direction=True, threshold=0.95, locale=reader_locale()
    )


def weekday_names() -> list[str]:
    """From Monday on, as they stand alone."""
    names = get_day_names("wide", context="stand-alone", locale=reader_locale())
    return [names[number] for number in range(7)]


def weekday_and_hour(moment: dt.datetime) -> str:
    """`Monday, 23 November, 09:00`."""
    here = local(moment)
    return f"{weekday_names()[here.weekday()]}, {clock(here)}"
