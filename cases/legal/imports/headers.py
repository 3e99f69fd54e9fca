"""How the columns of a list of matters are called, in five languages. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Column(StrEnum):
    """What a column may hold."""

    PERSON = "person"
    KIND = "kind"
    CASE = "case"
    FILE_NUMBER = "file_number"
    STORY = "story"
    PHONE = "phone"
    LANGUAGE = "language"
    CITY = "city"
    LAWYER = "lawyer"
    DEADLINE = "deadline"
    SINCE = "since"


COLUMN_WORDS: dict[Column, Promise] = {
    Column.PERSON: _("Person (the lawyer's own label)"),
    Column.KIND: _("Kind of matter"),
    Column.CASE: _("Case: lines with the same word become one case"),
    Column.FILE_NUMBER: _("File number at the office"),
    Column.STORY: _("What it is about"),
    Column.PHONE: _("Phone"),
    Column.LANGUAGE: _("Language of the person"),
    Column.CITY: _("City"),
    Column.LAWYER: _("Lawyer"),
    Column.DEADLINE: _("Deadline"),
    Column.SINCE: _("Open since"),
}
_NAMES: dict[Column, str] = {
    Column.PERSON: "person, name, client, асоба, імя, імя і прозвішча, кліент, кліентка, имя, фио, клиент, "
    "имя и фамилия, osoba, imię, imię i nazwisko, klient, klientka, "
    "asmuo, vardas, vardas ir pavardė, klientas",
    Column.KIND: "kind, kind of matter, matter, type, "
    "від справы, тып справы, від, вид дела, тип дела, вид, тип, "
    "rodzaj sprawy, typ sprawy, rodzaj, typ, bylos rūšis, bylos tipas, rūšis, tipas",
    Column.CASE: "case, group, справа, група, дело, группа, sprawa, grupa, byla, grupė",
    Column.FILE_NUMBER: "file number, file no, number, нумар справы, нумар, сігнатура, номер дела, номер, "
    "numer sprawy, numer, nr sprawy, sygnatura, znak sprawy, bylos numeris, bylos nr, numeris",
    Column.STORY: "story, notes, note, about, description, апісанне, нататкі, заўвагі, сутнасць, описание, "
    "заметки, примечания, суть, opis, uwagi, notatki, aprašymas, pastabos",
    Column.PHONE: "phone, telephone, tel, contact, тэлефон, кантакт, телефон, контакт, telefon, kontakt, "
    "telefonas, kontaktas",
    Column.LANGUAGE: "language, lang, мова, язык, język, kalba",
    Column.CITY: "city, town, place, горад, город, miasto, miejscowość, miestas",
    Column.LAWYER: "lawyer, юрыст, юрыстка, юрист, prawnik, prawniczka, teisininkas, teisininkė",
    Column.DEADLINE: "deadline, due, due date, тэрмін, апошні дзень, срок, дедлайн, termin, terminas, "
    "paskutinė diena",
    Column.SINCE: "since, opened, date, дата, адкрыта, з якога дня, открыто, дата обращения, data, "
    "data zgłoszenia, od, data nuo, atidaryta, nuo",
}


def squeezed(name: str) -> str:
    """A header without case, punctuation and double spaces."""
    return " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())


_KNOWN = {squeezed(name): column for column, names in _NAMES.items() for name in names.split(",")}


def column_of(name: str) -> Column | None:
    """What a header says, in any of the five languages."""
    return _KNOWN.get(squeezed(name))


def guessed(header: Sequence[str]) -> dict[Column, int]:
    """Which column is where; the first of two with the same meaning."""
    found: dict[Column, int] = {}
    for place, name in enumerate(header):
        column = column_of(name)
        if column is not None:
            found.setdefault(column, place)
    return found
