"""What may not stand in words for many: whatever could say who somebody is. Rather once too often."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from helpdesk.text.analyzer import concepts_of
from helpdesk.text.normalise import fold, normalise, words
from helpdesk.text.stopwords import is_stop_word


class Detail(StrEnum):
    """Kinds of identifying detail; words for many with one of them are refused."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    DOCUMENT = "document"
    PERSONAL_NUMBER = "personal_number"
    BIRTH = "birth"
    ADDRESS = "address"
    ALIAS = "alias"
    LABEL = "label"


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
_SHORT = 4  # letters; a shorter label counts as a whole word only, or it would stand in every other word
_VALUE = re.compile(r"\{\{.*?\}\}|https?://\S+")
_OPENERS = " \t\"'«»„“”‘’([*_#>-–—"
_SENTENCE_ENDS = ".!?…:\n"


@dataclass(frozen=True)
class Known:
    """What staff call people: aliases and codes, and a lawyer's own labels with the names in them."""

    aliases: Collection[str] = ()
    labels: Collection[str] = ()


def findings(text: str, *, language: str, known: Known | None = None) -> Findings:
    """`known` is of the person whose answer it was, or of everybody who would read it."""
    known = known or Known()
    plain = _VALUE.sub(" ", text)
    named = [*_said(plain, known.aliases, Detail.ALIAS), *_said(plain, _names(known, language), Detail.LABEL)]
    found = Findings(refused=list(dict.fromkeys([*named, *_patterns(plain)])))
    refused = " ".join(said for _kind, said in found.refused)
    doubtful = [word for word in (*_dates(plain), *_capitals(plain, language)) if word not in refused]
    found.doubtful = list(dict.fromkeys(doubtful))
    return found


def findings_for_many(texts: Mapping[str, str], known: Known) -> Findings:
    """What in these texts (by language) could say who any one of those known is: the others would read it."""
    every = [findings(text, language=language, known=known) for language, text in texts.items()]
    return Findings(
        refused=list(dict.fromkeys(hit for found in every for hit in found.refused)),
        doubtful=list(dict.fromkeys(word for found in every for word in found.doubtful)),
    )


def _said(text: str, known: Iterable[str], kind: Detail) -> Iterator[tuple[Detail, str]]:
    folded = " ".join(normalise(text).split())
    alone = f" {' '.join(words(text))} "
    for word in known:
        bare = " ".join(normalise(word).split())
        is_said = bare in folded if len(bare) >= _SHORT else f" {bare} " in alone
        if bare and is_said:
            yield kind, word


def _names(known: Known, language: str) -> Iterator[str]:
    """The labels, and each word with a capital letter in them that is no common one."""
    for label in known.labels:
        yield label
        for hit in _WORD.finditer(label):
            if hit[0] != label and hit[0][0].isupper() and not _is_common(hit[0], language):
                yield hit[0]


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
