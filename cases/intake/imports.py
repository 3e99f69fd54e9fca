"""Shape in for `import_requests`: JSON lines with id, text, lang, country and city; no other key is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.intake.rules import MOST_STORY
from cases.requests.actions import Need
from cases.requests.models.choices import COUNTRY_CHOICES
from helpdesk import languages
from helpdesk.ui.forms import plain_text

COUNTRIES = [code for code, _name in COUNTRY_CHOICES]
MOST_ID, MOST_CITY = 60, 60
SOURCE = "import:"


@dataclass(frozen=True)
class Line:
    """One line of the file: a need, or the reason why it is none."""

    number: int
    need: Need | None = None
    refusal: str = ""


class _Unfit(ValueError):
    """Says why in words for the person at the terminal."""


def lines_of(raw: Iterable[bytes]) -> Iterator[Line]:
    """Every line that is not blank, in order; a bad one never stops the next."""
    for number, line in enumerate(raw, start=1):
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            yield Line(number, need=_need(line))
        except _Unfit as unfit:
            yield Line(number, refusal=str(unfit))


def _need(line: bytes) -> Need:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as broken:
        raise _Unfit(_("is not UTF-8 text")) from broken
    except (ValueError, RecursionError) as broken:
        raise _Unfit(_("is not JSON")) from broken
    if not isinstance(row, dict):
        raise _Unfit(_("is not a JSON object"))
    return Need(
        source_id=SOURCE + _text(row, "id", most=MOST_ID),
        story=_text(row, "text", most=MOST_STORY),
        language=_one_of(row, "lang", languages.CODES),
        country=_one_of(row, "country", COUNTRIES),
        city=_text(row, "city", most=MOST_CITY, may_be_empty=True),
    )


def _text(row: dict[str, Any], name: str, *, most: int, may_be_empty: bool = False) -> str:
    value = row.get(name)
    if value is None and may_be_empty:
        return ""
    if not isinstance(value, str):
        raise _Unfit(_("%(name)s is missing or is not text") % {"name": name})
    text = plain_text(value).strip()
    if not text and not may_be_empty:
        raise _Unfit(_("%(name)s is empty") % {"name": name})
    if len(text) > most:
        counts = {"name": name, "count": len(text), "most": most}
        raise _Unfit(_("%(name)s has %(count)d characters, at most %(most)d fit") % counts)
    return text


def _one_of(row: dict[str, Any], name: str, known: Iterable[str]) -> str:
    value = row.get(name)
    if value not in list(known):
        choices = {"name": name, "known": ", ".join(known)}
        raise _Unfit(_("%(name)s is none of: %(known)s") % choices)
    return str(value)
