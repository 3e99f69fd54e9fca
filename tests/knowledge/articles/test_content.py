"""The content that comes with the house: every common question, whole, dated, sourced, in its languages."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
ARTICLES = sorted((BASE / "knowledge" / "demo" / "articles").glob("*.json"))
ROW = re.compile(
    r"^\| ((?:PL|LT|B)-\d\d) \| `([a-z0-9-]+)` \| (PL|LT|both) \| ([a-z ]+) \| ([A-CGU]) \| (\S+) \|", re.M
)
ENTRIES = {f"PL-{n:02}" for n in range(1, 26)} | {f"LT-{n:02}" for n in range(1, 15)}
ENTRIES |= {f"B-{n:02}" for n in range(1, 6)}
NEEDED = {"PL": {"be", "ru", "pl"}, "LT": {"be", "ru", "lt"}, "both": {"be", "ru", "pl", "lt"}}
# Who it is for, steps, documents, fee, time limit, where, what often goes wrong: how a heading begins.
HEADINGS = {
    "be": (r"Для каго", r"Крокі", r"Дакументы", r"Кошт", r"Тэрмін", r"Куды", r"Што часта"),
    "ru": (r"Для кого", r"Шаги", r"Документы", r"Сколько стоит", r"Сроки?", r"Куда", r"Что часто"),
    "pl": (r"Dla kogo", r"Krok", r"Dokumenty", r"Opłata", r"Termin", r"Gdzie", r"Co często"),
    "lt": (r"Kam", r"Žingsniai", r"Dokumentai", r"Kaina", r"Terminas", r"Kur", r"Kas dažnai"),
}
WORDS_A_SENTENCE = 20  # in the middle of an article; B1 reads shorter ones
LONGEST_SENTENCE = 45
# What nobody could verify must not be stated: sums of 2026 and promises seen in one commercial text only.
NEVER = (r"\b0 (замест|вместо|zamiast|vietoj)", r"776 з", r"660 з", r"735[,.]18", r"726[,.]93", r"96[,.]25")
# Entries of the fact list that hold something marked unverified or EXPIRED-CHECK: their articles ask instead.
DOUBTFUL = """
PL-01 PL-02 PL-03 PL-04 PL-05 PL-07 PL-08 PL-09 PL-10 PL-11 PL-14 PL-15 PL-16 PL-18 PL-20 PL-22 PL-23
PL-24 PL-25
LT-01 LT-02 LT-04 LT-05 LT-06 LT-07 LT-08 LT-09 LT-11 LT-14 B-02
""".split()  # noqa: SIM905
ASKS = {
    "be": r"(?i)(?:за|па)?пытай|спытай|удакладн|праверце",
    "ru": r"(?i)спрос|уточн|проверьте",
    "pl": r"(?i)zapyta|spyta|pytaj|sprawdź",
    "lt": r"(?i)klaus|teirau|patikrink|pasitikrink",
}
# Where the last known end has passed: that nobody confirmed what came after it is said, not guessed.
EXPIRED = ("PL-07", "PL-08", "PL-18", "LT-06")
NOT_CONFIRMED = {
    "be": r"не пацвердзілі|не знайшлі",
    "ru": r"не подтвердили|не нашли",
    "pl": r"[Nn]ie potwierdziliśmy|nie znaleźliśmy",
    "lt": r"nepatvirtinome|neradome",
}
LOCAL_NAME = r"[(*][a-ząćęłńóśźżčėįšųūž][a-ząćęłńóśźżčėįšųūž ,-]{3,}[)*]"  # "(*urząd gminy*)"


@cache
def table() -> dict[str, re.Match[str]]:
    return {found[1]: found for found in ROW.finditer((BASE / "docs" / "content.md").read_text("utf-8"))}


@cache
def article(path: Path) -> dict[str, Any]:
    content = json.loads(path.read_text("utf-8"))
    return dict(content["articles"][0] if "articles" in content else content)


def bodies(path: Path) -> dict[str, str]:
    return {code: text["body"] for code, text in article(path)["translations"].items()}


def test_all_forty_four_questions_are_answered_in_their_languages() -> None:
    assert set(table()) == ENTRIES
    slugs = {article(path)["slug"]: path for path in ARTICLES}
    for entry, row in table().items():
        held = article(slugs[row[2]])
        assert held["country"] == row[3], entry
        assert NEEDED[row[3]] <= set(row[4].split()) == set(held["translations"]), entry
        assert (held["confidence"], held["review_by"]) == (row[5], row[6]), entry


def test_a_file_holds_one_article_under_its_own_name() -> None:
    for path in ARTICLES:
        assert article(path)["slug"] == path.stem


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_says_where_it_comes_from_and_how_long_it_holds(path: Path) -> None:
    held = article(path)
    assert held["source"]["title"]
    assert held["source"]["url"].startswith("https://")
    checked, again = (dt.date.fromisoformat(held[name]) for name in ("checked_on", "review_by"))
    assert checked < again
    assert {"effective_from", "effective_until"} <= set(held)
    assert held["confidence"] in "ABCG"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_has_all_its_parts_in_every_language(path: Path) -> None:
    for code, body in bodies(path).items():
        titles = re.findall(r"^## (.+)$", body, re.M)
        missing = [part for part in HEADINGS[code] if not any(re.match(part, title) for title in titles)]
        assert not missing, code
        assert len(titles) == len(set(titles)), code


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_sentences_are_short(path: Path) -> None:
    for code, body in bodies(path).items():
        plain = re.sub(r"^#+ .*$|[*_]|^\s*(?:-|\d+\.)\s+", "", body, flags=re.M)
        lengths = sorted(len(part.split()) for part in re.split(r"[.!?:;]\s|\n", plain) if part.strip())
        assert lengths[len(lengths) // 2] <= WORDS_A_SENTENCE, code
        assert lengths[-1] <= LONGEST_SENTENCE, code


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_nothing_unverified_is_stated_and_belarus_is_named_with_respect(path: Path) -> None:
    for code, body in bodies(path).items():
        assert not [words for words in NEVER if re.search(words, body)], code
        assert not re.search(r"\bna Białoru[sś]|Белорусси|Baltarusij(?:oje|a) SSR", body), code


@pytest.mark.parametrize("entry", DOUBTFUL)
def test_what_nobody_verified_is_asked_about(entry: str) -> None:
    path = BASE / "knowledge" / "demo" / "articles" / f"{table()[entry][2]}.json"
    for code, body in bodies(path).items():
        assert re.search(ASKS[code], body), code
        assert entry not in EXPIRED or re.search(NOT_CONFIRMED[code], body), code
    if entry in EXPIRED:
        assert article(path)["confidence"] in "BC"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_local_names_stand_beside_their_translation(path: Path) -> None:
    """At the counter people must recognise the paper and the office by the name they bear there."""
    for code in ("be", "ru"):
        assert re.search(LOCAL_NAME, bodies(path)[code].lower()), code


def test_texts_with_emergency_numbers_are_published_by_two() -> None:
    numbers = re.compile(r"800 120 002|8 800 66366|116 123")
    marked = {path.stem for path in ARTICLES if article(path).get("is_emergency")}
    main = {
        path.stem for path in ARTICLES if len(numbers.findall(bodies(path)["be"])) and path.stem in marked
    }
    assert {"emergency-and-crisis-lines", "lithuania-crisis-lines", "violence-help-poland"} == main
