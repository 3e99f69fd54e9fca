"""The glossary as data: broad, whole, and no word that leads two ways unless somebody decided so."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from helpdesk import languages
from helpdesk.text.analyzer import concepts_of
from helpdesk.text.concepts import DATA, read_entries
from helpdesk.text.normalise import words

FILES = sorted(DATA.glob("*.json"))
CONCEPTS = 1_200
LARGEST_FILE = 64_000  # bytes: a field of life that a person can still read through
# Files whose words were told apart by hand: there a word may lead to the narrow and to the broad concept.
SPOKEN = {"spoken-life", "spoken-home-and-health", "spoken-papers-and-people"}
WIDE = {"wide-home", "wide-more", "wide-people", "wide-slang", "wide-stay", "wide-words", "wide-work"}
TOLD_APART = {
    "common-words",
    "elsewhere",
    "everyday",
    "far-afield",
    "glossary",
    "more-life",
    "places",
    *SPOKEN,
    *WIDE,
}


def _merged() -> dict[str, dict[str, list[str]]]:
    """Every concept with all its words, from whatever files they come."""
    merged: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in read_entries():
        for code in languages.CODES:
            merged[str(entry["concept"])][code] += entry.get(code, [])
    return merged


def test_there_are_at_least_twelve_hundred_concepts() -> None:
    assert len(_merged()) >= CONCEPTS


def test_every_concept_speaks_belarusian_russian_and_a_local_language() -> None:
    for concept, phrases in _merged().items():
        assert phrases["be"], concept
        assert phrases["ru"], concept
        assert phrases["pl"] or phrases["lt"], concept


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_a_list_of_entries_of_known_shape_each_concept_once(path: Path) -> None:
    assert path.stat().st_size <= LARGEST_FILE
    entries = json.loads(path.read_text("utf-8"))
    allowed = {"concept", "near", *languages.CODES}
    named = [entry["concept"] for entry in entries]
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", concept) for concept in named)
    for entry in entries:
        assert set(entry) <= allowed, entry["concept"]
    if path.stem in TOLD_APART:
        assert len(named) == len(set(named))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_phrase_is_empty_doubled_or_without_a_word(path: Path) -> None:
    for entry in json.loads(path.read_text("utf-8")):
        for code in languages.CODES:
            phrases = entry.get(code, [])
            assert len(set(phrases)) == len(phrases), (entry["concept"], code)
            for phrase in phrases:
                assert phrase == phrase.strip(), (entry["concept"], code)
                assert words(phrase), (entry["concept"], code)


def test_a_word_leads_to_one_concept_unless_it_was_told_apart() -> None:
    meanings: dict[tuple[str, str], set[str]] = defaultdict(set)
    told: set[tuple[str, str]] = set()
    for path in FILES:
        for entry in json.loads(path.read_text("utf-8")):
            for code in languages.CODES:
                for phrase in entry.get(code, []):
                    meanings[code, phrase.lower()].add(entry["concept"])
                    if path.stem in TOLD_APART:
                        told.add((code, phrase.lower()))
    assert {word: found for word, found in meanings.items() if len(found) > 1 and word not in told} == {}


def test_what_lies_near_is_another_concept_that_exists() -> None:
    known = set(_merged())
    for entry in read_entries():
        near = {str(slug) for slug in entry.get("near", [])}
        assert near <= known - {entry["concept"]}, entry["concept"]


@pytest.mark.parametrize(
    ("heard", "language", "concept"),
    [
        ("пришла децызия из ужонда", "ru", "decision-issued"),
        ("паставілі стэмпель у пашпарт", "be", "stamp-in-passport"),
        ("сколько платить оплата скарбова", "ru", "official-fee"),
        ("дали л4 на неделю", "ru", "sickness-benefit-zus"),
        ("места в пшедшколе", "ru", "przedszkole"),
        ("запись в регитра", "ru", "regitra"),
        ("не аддаюць каўцыю", "be", "deposit-kaucja-return"),
        ("внесли в список экстремистов", "ru", "extremist-list"),
        ("нет склада умова зленцене", "ru", "umowa-zlecenie"),
        ("darbo ginčų komisija", "lt", "labour-inspection"),
        ("zasiłek macierzyński", "pl", "maternity-and-parental-leave"),
    ],
)
def test_local_names_are_understood_as_they_are_heard(heard: str, language: str, concept: str) -> None:
    assert concept in concepts_of(heard, language)
