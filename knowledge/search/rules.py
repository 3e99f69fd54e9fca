"""How strongly an article holds a term, and how a question is weighed against it. Plain Python, no tables."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from helpdesk import text as analyzer_room
from helpdesk.text.analyzer import Analysis, analyze, near_concepts
from helpdesk.text.concepts import Glossary, without_one
from helpdesk.text.said import guesses
from helpdesk.text.stems import key as plain_key
from helpdesk.text.stems import keys, keys_in
from helpdesk.text.stopwords import is_negation

# BM25F. Lengths are constants, not averages of the collection: publishing one article changes no other.
FIELD_WEIGHTS = {"title": 3.0, "summary": 1.6, "body": 1.0}
FIELD_LENGTHS = {"title": 6, "summary": 14, "body": 90}
LENGTH_SHARE = 0.5
SATURATION = 1.2
LONGEST_TERM = 80
LONGEST_QUESTION = 400
MOST_WORDS = 40
LONGEST_KEPT, MOST_KEPT_WORDS = 60, 6  # of a search that found nothing

STEM, CONCEPT = "k:", "c:"
EVERY = "*"  # the term that every article holds: its count is the size of the collection
NEIGHBOURS_FROM = 5  # shorter stems have too many neighbours
TWO_MISTAKES_FROM = 9
MOST_NEIGHBOUR_LENGTH = 22


ANALYZER = Path(analyzer_room.__path__[0])


@lru_cache(maxsize=1)
def recipe() -> str:
    """A mark of everything but the articles that an index is made of; another one means: make it anew.

    The analyzer's code, the packaged glossary, this file with its weights, and the stemmers' version.
    """
    return recipe_of([*ANALYZER.glob("*.py"), *(ANALYZER / "data").glob("*.json"), Path(__file__)])


def recipe_of(files: Iterable[Path]) -> str:
    mark = hashlib.sha256(version("PyStemmer").encode())
    for file in sorted(files):
        mark.update(b"%s %d\n" % (file.name.encode(), file.stat().st_size))
        mark.update(file.read_bytes())
    return mark.hexdigest()


@dataclass
class Weight:
    """What one posting holds."""

    weight: float = 0.0
    in_title: bool = False


def article_terms(texts: dict[str, tuple[str, str, str]], book: Glossary | None = None) -> dict[str, Weight]:
    """The terms of an article: for each the best weight that any of its languages gives it.

    `texts` maps a language to title, summary and body; `book` is the glossary, today's without it.
    """
    best: dict[str, Weight] = {EVERY: Weight()}
    for language, parts in texts.items():
        raw: dict[str, float] = defaultdict(float)
        titled: set[str] = set()
        for name, text in zip(FIELD_WEIGHTS, parts, strict=True):
            found = analyze(text, language, nested=True, book=book)
            share = 1 - LENGTH_SHARE + LENGTH_SHARE * len(found.content) / FIELD_LENGTHS[name]
            for term in _terms(found, language):
                raw[term] += FIELD_WEIGHTS[name] / max(share, 0.5)
                if name == "title":
                    titled.add(term)
        for term, amount in raw.items():
            weight = amount / (SATURATION + amount)
            known = best.setdefault(term, Weight())
            known.weight = max(known.weight, round(weight, 4))
            known.in_title = known.in_title or term in titled
    return best


def _terms(found: Analysis, language: str) -> Iterable[str]:
    for word in found.content:
        for key in () if is_negation(word) else keys_in(word, language):
            yield (STEM + key)[:LONGEST_TERM]
    for item in found.matches:
        yield CONCEPT + item.concept


def neighbours(term: str) -> list[str]:
    """The stem and the stem with one letter left out: two words a mistake apart share one of these."""
    text = term.removeprefix(STEM)
    if not term.startswith(STEM) or not NEIGHBOURS_FROM <= len(text) <= MOST_NEIGHBOUR_LENGTH:
        return []
    return sorted(without_one(text))


def mistakes(one: str, other: str, most: int = 2) -> int:
    """Letters to add, drop, change or swap to turn one stem into the other; `most` + 1 when more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    last: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, last, row = last, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


GENERAL = {"employer-and-boss"}  # concepts that many stories name on the way to what they are about
# What people do not turn to a help centre for: only an article with it in its title may be meant by it.
BESIDE = frozenset(
    """
    aquarium-birds beach-sea-holiday beekeeping bicycle-purchase boat-and-sailing building-permit
    camping-hiking car-parts-tyres car-rental car-repair celebrity-gossip cheap-flights chess-board-games
    cinema-and-concert cinema-film coffee-cafe computer-games cooking-recipe diet-weight-loss dream-fortune
    drone event-organising fireworks fishing flowers-delivery football-match-tickets forex-trading
    gardening golden-visa history-facts home-brewing-wine home-distilling home-renovation horoscope
    hotel-booking house-plants hunting-weapon jewellery-watch joke-meme laptop-choice lottery marathon-running
    metal-detector motorcycle mushrooms-and-berries musical-instrument night-club olympics-hockey
    painting-classes patent-trademark pet-buy-puppy phone-repair photography-and-video plastic-surgery
    poems-books printer-repair real-estate-investment restaurant ski-jump-tv skiing smartphone-choice
    solar-panels song-lyrics sports-betting stock-investment supermarket-hours tattoo-piercing taxi
    television-set tomato-growing tourist-trip ufo-esoteric violin-music-lessons weather website-making
    wedding-planning wild-animals window-replacement world-politics zoo-amusement
    """.split()  # noqa: SIM905
)


@dataclass
class Slot:
    """One thing asked for: a content word or a concept, with every term that would answer it and how well."""

    name: str
    terms: dict[str, float]
    words: frozenset[int]
    is_concept: bool = False
    is_near: bool = False
    is_guess: bool = False  # nobody named it: it is what a like saying means
    importance: float = 0.0

    @property
    def is_general(self) -> bool:
        """A concept of everyday speech ("child", "papers") that shades a question but does not make it."""
        return self.is_concept and (self.name.endswith("-in-general") or self.name in GENERAL)


@dataclass
class Question:
    """A question taken apart."""

    analysis: Analysis
    slots: list[Slot] = field(default_factory=list)
    guess: bool = True  # whether unknown words may be typing mistakes

    @property
    def exact_terms(self) -> list[str]:
        return sorted({term for slot in self.slots for term in slot.terms} | {EVERY})

    @property
    def slot_terms(self) -> list[tuple[int, str]]:
        """Every term with the number of the slot it would answer."""
        return [(number, term) for number, slot in enumerate(self.slots) for term in slot.terms]

    @property
    def neighbour_keys(self) -> list[tuple[int, str]]:
        """For each slot that may be a typing mistake, what its terms and those a mistake away share."""
        numbered = [(number, slot) for number, slot in enumerate(self.slots) if not slot.is_concept]
        found = (
            (number, key) for number, slot in numbered for term in slot.terms for key in neighbours(term)
        )
        return list(dict.fromkeys(found)) if self.guess else []


OWN_READING, OTHER_READING = 1.0, 0.9
CONCEPT_SHARE, NEAR_SHARE = 1.0, 0.3
GUESS_SHARE, GUESS_FROM = 0.8, 0.1


STAGES = (
    "concepts",
    "near",
    "sayings",
    "scripts",
    "mistakes",
)  # what can be left out, to see what each is worth


def question(text: str, language: str, without: Collection[str] = ()) -> Question:
    """The slots of a question; `without` names stages to leave out (benchmarks do)."""
    analysis = analyze(text[:LONGEST_QUESTION], language, forgiving="mistakes" not in without)
    asked = Question(analysis, guess="mistakes" not in without)
    for index, word in enumerate(analysis.content[:MOST_WORDS]):
        if is_negation(word):
            continue
        terms: dict[str, float] = {}
        for reading, key in (
            keys(word) if "scripts" not in without else [(language, plain_key(word, language))]
        ):
            term = (STEM + key)[:LONGEST_TERM]
            terms[term] = max(terms.get(term, 0.0), OWN_READING if reading == language else OTHER_READING)
        asked.slots.append(Slot(word, terms, frozenset({index})))
    if "concepts" not in without:
        _ask_concepts(asked, near="near" not in without)
        if "sayings" not in without:
            _ask_sayings(asked, language)
    return asked


def _ask_concepts(asked: Question, *, near: bool) -> None:
    analysis = asked.analysis
    spans: dict[str, set[int]] = defaultdict(set)
    for item in analysis.matches:
        spans[item.concept] |= set(range(item.start, item.end))
    for concept, span in spans.items():
        asked.slots.append(
            Slot(concept, {CONCEPT + concept: CONCEPT_SHARE}, frozenset(span), is_concept=True)
        )
    for concept in near_concepts(analysis.concepts) if near else ():
        origins = [span for origin, span in spans.items() if concept in near_concepts([origin])]
        terms = {CONCEPT + concept: NEAR_SHARE}
        asked.slots.append(Slot(concept, terms, frozenset(chain(*origins)), is_concept=True, is_near=True))


def _ask_sayings(asked: Question, language: str) -> None:
    """What it may mean by what is said like it, where no phrase of the glossary says so."""
    content, named = asked.analysis.content[:MOST_WORDS], set(asked.analysis.concepts)
    for guess in guesses(content, language):
        if guess.share >= GUESS_FROM and guess.concept not in named:
            terms = {CONCEPT + guess.concept: GUESS_SHARE * guess.share}
            every = frozenset(range(len(content)))
            asked.slots.append(
                Slot(guess.concept, terms, every, is_concept=True, is_near=True, is_guess=True)
            )


def rarity(article_count: int, of: int) -> float:
    """BM25's inverse document frequency, never negative."""
    return math.log(1 + (of - article_count + 0.5) / (article_count + 0.5))


def may_be_kept(asked: str) -> str:
    """The words of a search that found nothing, fit to be kept for editors; empty when they may not be.

    A number or an address in them can be somebody's; so can two words with a capital letter (a name).
    """
    words = asked.split()
    text = " ".join(words)
    if not words or len(words) > MOST_KEPT_WORDS or len(text) > LONGEST_KEPT:
        return ""
    if any(letter.isdigit() or letter == "@" for letter in text):
        return ""
    if sum(word[0].isupper() and not (len(word) > 1 and word.isupper()) for word in words) > 1:
        return ""
    kept = text.lower().strip(" .,;:!?…\"'«»„“”()[]<>")
    return kept if any(letter.isalpha() for letter in kept) else ""
