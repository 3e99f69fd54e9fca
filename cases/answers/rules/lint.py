"""What may not stand in an article: whatever could say who somebody is. Pure; rather once too often."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from helpdesk.text.analyzer import concepts_of
from helpdesk.text.normalise import fold, normalise
from helpdesk.text.stopwords import is_stop_word
from helpdesk.text.transliterate import latin_of


class Detail(StrEnum):
    """Kinds of identifying detail; an article with one of them is refused."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    DOCUMENT = "document"
    PERSONAL_NUMBER = "personal_number"
    BIRTH = "birth"
    ADDRESS = "address"
    ALIAS = "alias"


@dataclass
class Findings:
    """`refused`: kind and the very words. `doubtful`: words that a person has to look at, each once."""

    refused: list[tuple[Detail, str]] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


_UPPER = r"[A-ZĄĆĘŁŃÓŚŹŻČĖĮŠŲŪŽЁІЎА-Я]"
_MONTH_OR_NUMBER = r"(?:\s?[./-]\s?\d{1,2}\s?[./-]\s?|\s+[^\W\d_]{3,12}\s+)"
_DAY = rf"\d{{1,2}}{_MONTH_OR_NUMBER}(?:19|20)\d\d|(?:19|20)\d\d\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{1,2}}"
_BORN = (
    r"нарадж\w*|нарадз\w*|рожд\w*|родил\w*|урожен\w*|[гр]\.\s?[нр]\.|urodz\w*|ur\.|gim(?:ė|us|imo|ęs)\w*"
    r"|gim\.|born|birth\w*|dob"
)
_TITLE = (
    r"пан[іуа]?|пані|спадар\w*|сп\.|г-н|г-жа|гн\.|господин\w*|госпож\w*|гражданин\w*|гражданк\w*"
    r"|грамадзянін\w*|pan[iauą]?|panem|panią|p\.|pon(?:as|ia|o|ios|ui|iai|ą)|mrs?\.?|ms\.?|miss"
)
_STREET = (
    r"вул(?:\.|іца|іцы|іцу)|ул(?:\.|ица|ице|ицу|ицы)|пр(?:\.|-т|аспект\w*|оспект\w*)|завул\w*|пер(?:\.|еул\w*)"
    r"|ul(?:\.|ica|icy|icę)|al(?:\.|eja|ei|eje)|os(?:\.|iedle\w*)|street"
)
_BEFORE = rf"(?i:\b(?:{_STREET}))\s*{_UPPER}[^\n,;]{{1,40}}?,?\s(?:д\.?\s?|дом\s|nr\s)?\d{{1,4}}\w?\b"
_AFTER = rf"\b{_UPPER}\w+\s+(?:g\.|gatv\w+|pr\.|prospekt\w*|al\.|street|st\.)\s*\d{{1,4}}\w?\b"
_AFTER_NUMBER = rf"\b\d{{1,4}}\w?\s+{_UPPER}\w+\s+(?:street|st\.|road|avenue)\b"
PATTERNS: tuple[tuple[Detail, re.Pattern[str]], ...] = (
    (Detail.EMAIL, re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w{2,}")),
    (Detail.PERSONAL_NUMBER, re.compile(r"(?<!\d)\d{11}(?!\d)|(?<!\w)\d{7}\s?\w\s?\d{3}\s?\w{2}\s?\d(?!\w)")),
    (
        Detail.DOCUMENT,
        re.compile(r"(?<![^\W\d_])(?:[A-ZА-ЯІЎ]{2,3})[\s-]?(?:№|nr\.?|no\.?)?\s?\d{6,8}(?!\d)"),
    ),
    (Detail.PHONE, re.compile(r"(?<![\w+])\+?\(?\d(?:[\s().-]{0,2}\d){7,14}(?!\w)")),
    (Detail.BIRTH, re.compile(rf"(?i:\b(?:{_BORN}))[^\n.!?]{{0,25}}?\b(?:{_DAY}|(?:19|20)\d\d)\b")),
    (Detail.BIRTH, re.compile(rf"\b(?:{_DAY})\D{{0,8}}?(?i:\b(?:{_BORN}))")),
    (Detail.ADDRESS, re.compile(rf"{_BEFORE}|{_AFTER}|{_AFTER_NUMBER}")),
    (Detail.NAME, re.compile(rf"(?<!\w)(?i:{_TITLE})\s+{_UPPER}[\w'’ʼ-]*\w")),
)
_DATE = re.compile(rf"\b(?:{_DAY})\b")
_WORD = re.compile(r"[^\W\d_][\w'’ʼ-]*")
_ABBREVIATION = 5  # letters; ZUS, NFZ, PESEL, SODRA are no names
_VALUE = re.compile(r"\{\{.*?\}\}|https?://\S+")
_OPENERS = " \t\"'«»„“”‘’([*_#>-–—"
_SENTENCE_ENDS = ".!?…:\n"


def findings(text: str, *, language: str, known: Collection[str] = ()) -> Findings:
    """`known` are the alias and code of the person whose answer it was."""
    plain = _VALUE.sub(" ", text)
    found = Findings(refused=list(dict.fromkeys([*_named(plain, known), *_patterns(plain)])))
    refused = " ".join(words for _kind, words in found.refused)
    doubtful = [word for word in (*_dates(plain), *_capitals(plain, language)) if word not in refused]
    found.doubtful = list(dict.fromkeys(doubtful))
    return found


def _named(text: str, known: Collection[str]) -> Iterator[tuple[Detail, str]]:
    folded = " ".join(normalise(text).split())
    for word in known:
        if word and " ".join(normalise(word).split()) in folded:
            yield Detail.ALIAS, word


def _patterns(text: str) -> Iterator[tuple[Detail, str]]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in PATTERNS:
        for hit in pattern.finditer(text):
            if kind is Detail.PHONE and _DATE.fullmatch(hit[0].strip()):
                continue
            if any(start < hit.end() and hit.start() < end for start, end in taken):
                continue
            taken.append(hit.span())
            yield kind, " ".join(hit[0].split())


def _dates(text: str) -> Iterator[str]:
    """Whole dates: of a law they are welcome, of a person's life they are not."""
    for hit in _DATE.finditer(text):
        yield " ".join(hit[0].split())


def _capitals(text: str, language: str) -> Iterator[str]:
    """Words with a capital letter inside a sentence that neither glossary nor places know."""
    for hit in _WORD.finditer(text):
        word = hit[0]
        if not word[0].isupper() or (word.isupper() and len(word) <= _ABBREVIATION):
            continue
        if (
            not _begins(text, hit.start())
            and not is_stop_word(fold(word.lower()))
            and not _is_common(word, language)
        ):
            yield word


def _begins(text: str, at: int) -> bool:
    """Whether a sentence, line or list item begins here."""
    before = text[:at].rstrip(_OPENERS)
    before = re.sub(r"(?:^|\n)[ \t]*\d{1,2}[.)]$", "\n", before)
    return not before or before[-1] in _SENTENCE_ENDS


def _is_common(word: str, language: str) -> bool:
    return bool(concepts_of(word, language))


def short_name(title: str, country: str) -> str:
    """The article's name in addresses, made of its title."""
    words = re.findall(r"[a-z0-9]+", fold(latin_of(normalise(title))))
    return "-".join([country.lower(), *words] if country else words)[:80].strip("-")
