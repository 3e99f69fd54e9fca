"""What people mean who do not name it: every saying is sound, is found again, and silence stays silence."""

from __future__ import annotations

import pytest

from helpdesk import languages
from helpdesk.text.analyzer import analyze
from helpdesk.text.concepts import packaged
from helpdesk.text.said import LEAST_LIKE, MOST, SAID, guesses, sayings

LINES = [
    tuple(line.split("\t"))
    for path in sorted(SAID.glob("*.tsv"))
    for line in path.read_text("utf-8").splitlines()
]


def meant_by(text: str, language: str) -> list[str]:
    return [guess.concept for guess in guesses(analyze(text, language).content, language)]


def test_every_saying_names_known_concepts_in_a_known_language_and_stands_once() -> None:
    assert {len(line) for line in LINES} == {3}
    known = set(packaged().concepts)
    assert {slug for slugs, _, _ in LINES for slug in slugs.split(",")} - known == set()
    assert {language for _, language, _ in LINES} <= set(languages.CODES)
    assert len({text for _, _, text in LINES}) == len(LINES)


def test_a_saying_means_what_it_says_it_means() -> None:
    some = LINES[::25]
    right = sum(bool(set(slugs.split(",")) & set(meant_by(text, language))) for slugs, language, text in some)
    assert right >= 0.97 * len(some)


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("be", "гаспадыня не аддае нашыя грошы, хоць ключы мы ёй вярнулі", "rental-deposit"),
        ("ru", "шестой год тут живу, надоело каждый год новую карточку делать", "permanent-residence-permit"),
        ("pl", "muszę wrócić do pracy, a dziecko ma dwa lata", "kindergarten-and-nursery"),
        ("lt", "kasininkė sako, kad tokių kaip aš neaptarnauja", "bank-account"),
    ],
)
def test_who_does_not_name_a_thing_is_understood(language: str, text: str, concept: str) -> None:
    assert concept in meant_by(text, language)


@pytest.mark.parametrize("text", ["", "qwerty zxcvb", "ыфвап олдж", "12345 67890", "слова " * 50])
def test_what_is_like_nothing_means_nothing(text: str) -> None:
    assert meant_by(text, "ru") == []


def test_shares_are_shares_and_the_likeliest_comes_first() -> None:
    found = guesses(analyze("уволили и не заплатили за месяц", "ru").content, "ru")
    shares = [guess.share for guess in found]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share < 1 for share in shares)
    assert len(found) <= MOST
    assert all(like <= 1.0001 for like, _ in sayings().like(sayings().holds))
    assert LEAST_LIKE > 0
