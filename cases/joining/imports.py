"""An old list, line by line: a person, somebody who is known already, or the reason why it is neither."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cases.joining.actions import Applicant
from cases.joining.actions.applying import known_marks, mark_of
from cases.joining.rules import Table
from cases.volunteering.models import KIND_CHOICES
from cases.volunteering.rules import BIG_CITIES
from cases.volunteering.workflow import SpokenLevel
from helpdesk import languages
from helpdesk.accounts.models import Office
from helpdesk.ui.forms import plain_text

MOST_NAME, MOST_CONTACT, MOST_HOURS = 60, 120, 40
LEVELS = {level.value for level in SpokenLevel}
KINDS = {code for code, _name in KIND_CHOICES}
# Cities as Cyrillic lists write them; Latin names are compared without their marks.
CYRILLIC_CITIES = {
    "Warszawa": ("варшава",),
    "Kraków": ("кракаў", "краков"),
    "Wrocław": ("вроцлаў", "вроцлав"),
    "Poznań": ("познань",),
    "Gdańsk": ("гданьск",),
    "Łódź": ("лодзь",),
    "Lublin": ("люблін", "люблин"),
    "Białystok": ("беласток", "белосток"),
    "Katowice": ("катавіцы", "катовице"),
    "Szczecin": ("шчэцін", "щецин"),
    "Vilnius": ("вільня", "вильнюс"),
    "Kaunas": ("коўна", "каўнас", "каунас"),
    "Klaipėda": ("клайпеда",),
}
# Language names as lists write them, besides our codes.
NAMES = {
    "be": ("be", "by", "bel", "беларуская", "белорусский", "białoruski", "baltarusių", "belarusian"),
    "ru": ("ru", "rus", "руская", "русский", "rosyjski", "rusų", "russian"),
    "pl": ("pl", "pol", "польская", "польский", "polski", "lenkų", "polish"),
    "lt": ("lt", "lit", "літоўская", "литовский", "litewski", "lietuvių", "lithuanian"),
    "en": ("en", "eng", "англійская", "английский", "angielski", "anglų", "english"),
}
CODES = {name: code for code, names in NAMES.items() for name in names}


@dataclass(frozen=True)
class Line:
    """One line of the list after the look at it."""

    number: int
    person: Applicant | None = None
    refusal: str = ""
    is_known: bool = False


class _Unfit(ValueError):
    """Says why, in words for the coordinator."""


def lines_of(table: Table, *, office: Office, language: str) -> list[Line]:
    """Every line in its order; somebody who stands on the list twice is new once."""
    lines = [_line(number, cells, language) for number, cells in table.lines]
    known = known_marks([line.person for line in lines if line.person], office)
    found = []
    for line in lines:
        mark = mark_of(line.person.email) if line.person else None
        is_known = mark is not None and mark in known
        if mark is not None:
            known.add(mark)
        found.append(Line(line.number, line.person, line.refusal, is_known))
    return found


def _line(number: int, cells: dict[str, str] | None, language: str) -> Line:
    try:
        if cells is None:
            raise _Unfit(_("This line has not as many columns as the head, or letters that cannot be read."))
        return Line(
            number, _person({name: plain_text(cell).strip() for name, cell in cells.items()}, language)
        )
    except _Unfit as unfit:
        return Line(number, refusal=str(unfit))


def _person(cells: Mapping[str, str], language: str) -> Applicant:
    return Applicant(
        name=_short(cells, "name", MOST_NAME, _("The name is missing.")),
        email=_email(cells.get("email", "")),
        language=cells.get("language") if cells.get("language") in languages.CODES else language,  # type: ignore[arg-type]
        language_levels=_levels(cells["languages"]),
        cities=_cities(cells.get("cities", "")),
        skills=_skills(cells.get("skills", "")),
        weekly_hours=_hours(cells.get("hours", "")),
        contact=_short(cells, "phone", MOST_CONTACT, ""),
    )


def _short(cells: Mapping[str, str], name: str, most: int, missing: str) -> str:
    text = cells.get(name, "")
    if not text and missing:
        raise _Unfit(missing)
    if len(text) > most:
        raise _Unfit(_("“%(text)s…” is longer than %(most)d characters.") % {"text": text[:20], "most": most})
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise _Unfit(_("“%(text)s” is no e-mail address.") % {"text": text[:60]}) from None
    return text


def _parts(text: str) -> list[str]:
    """`be:native ru pl` and `be, ru | pl` alike."""
    for mark in ",|/+":
        text = text.replace(mark, " ")
    return text.split()


def _levels(text: str) -> dict[str, str]:
    found = {}
    for part in _parts(text.casefold()):
        name, _mark, level = part.partition(":")
        if name not in CODES:
            raise _Unfit(_("“%(text)s” is none of our five languages.") % {"text": name[:30]})
        if level and level not in LEVELS:
            raise _Unfit(_("“%(text)s” is none of: basic, good, native.") % {"text": level[:30]})
        found[CODES[name]] = level or SpokenLevel.GOOD.value
    if not found:
        raise _Unfit(_("No language is named."))
    return found


def _cities(text: str) -> list[str]:
    """Big cities by name; smaller places are left out, as on every card."""
    parts = [_folded(part) for part in text.replace("|", ",").split(",")]
    return [CITIES[part] for part in parts if part in CITIES]


def _folded(text: str) -> str:
    """`Łódź`, `lodz` and ` LÓDŹ ` alike."""
    plain = unicodedata.normalize("NFD", text.strip().casefold().replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


CITIES = {_folded(city): city for cities in BIG_CITIES.values() for city in cities} | {
    _folded(name): city for city, names in CYRILLIC_CITIES.items() for name in names
}


def _skills(text: str) -> list[str]:
    parts = _parts(text.casefold())
    if strange := [part for part in parts if part not in KINDS]:
        raise _Unfit(_("“%(text)s” is no kind of task here.") % {"text": strange[0][:30]})
    return parts


def _hours(text: str) -> int:
    if not text:
        return 4
    if not text.isdecimal() or not 1 <= int(text) <= MOST_HOURS:
        raise _Unfit(_("“%(text)s” hours a week do not fit: 1 to 40.") % {"text": text[:12]})
    return int(text)


def packed(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The new people of a preview, for the token in its page."""
    people = [line.person for line in lines if line.person and not line.is_known]
    return [{**asdict(person), "form_id": str(person.form_id)} for person in people]


def unpacked(rows: Iterable[dict[str, Any]]) -> list[Applicant]:
    return [Applicant(**row) for row in rows]
