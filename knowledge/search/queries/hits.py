"""Finding: the articles that answer a question, best first, or an honest nothing. Always two queries."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from knowledge.articles.models import Article
from knowledge.search import rules
from knowledge.search.queries.postings import (
    COUNTRY_OF_CONCEPT,
    Scored,
    candidates,
    look_up,
    names_country,
)
from knowledge.search.rules import NEAR_SHARE, Question, Slot

OTHER_COUNTRY, SAME_COUNTRY = 0.45, 1.25
GENERAL_SHARE = 0.33  # "child" or "papers" only shade what is asked
WITHOUT_ITS_CONCEPT = 0.35  # "green card" of an insurer does not answer "green card USA"
OUR_COUNTRIES = {*COUNTRY_OF_CONCEPT, "country-belarus"}
# The share of what was asked that an answer must hold. Less when the article is about the very thing named,
# and less of a long question: nobody's article holds every word of a story, but two words must both be there.
ENOUGH, FOR_BEING_ABOUT = 0.38, 0.15
FOR_LENGTH, USUAL_LENGTH, LONG = 0.2, 1.4, 2.2  # by the logarithm of how many words were asked
ENOUGH_STRENGTH = 0.6
GUESS_VOUCHES, MOST_BY_GUESS = 1.0, 0.6  # of a word that nothing else explains
NEAR_VOUCHES = 0.6  # "a refused card" is answered by an article on appeals, though not for sure


@dataclass(frozen=True)
class Hit:
    """An article found: in which language she will see it, how well it fits, and through which concepts."""

    article: Article
    title: str
    summary: str
    language: str
    score: float
    concepts: tuple[str, ...]
    answer: bool  # whether it fits well enough to be called an answer
    coverage: float = 0.0


def find(
    text: str, language: str, country: str | None = None, limit: int = 3, *, without: Collection[str] = ()
) -> list[Hit]:
    """The articles that fit a question best; hits whose `answer` is False are only the nearest there is."""
    asked = rules.question(text, language, without)
    if not asked.slots:
        return []
    chosen = look_up(asked)
    if not chosen:
        return []
    hits = [_hit(article, asked, language) for article in candidates(chosen, country or "")]
    return sorted(hits, key=lambda hit: (-hit.score, hit.article.pk))[:limit]


def answers(text: str, language: str, country: str | None = None, limit: int = 3) -> list[Hit]:
    """Only what fits well enough; empty is the honest `nothing fits`."""
    return [hit for hit in find(text, language, country, limit) if hit.answer]


def _hit(article: Article, asked: Question, language: str) -> Hit:
    scored = cast(Scored, article)
    matches = zip(scored.strengths, scored.titles, strict=True)
    held = {
        number: match
        for number, match in zip(scored.held_slots, matches, strict=True)
        if match[1] or asked.slots[number].name not in rules.BESIDE
    }
    coverage = _coverage(asked, held)
    shown = article.language_for(language)
    title, summary = article.heading_in(shown)
    factor = _country_factor(article, asked) * (0.4 + coverage)
    return Hit(
        article=article,
        title=title,
        summary=summary,
        language=shown,
        score=round(scored.total * factor, 4),
        concepts=tuple(
            slot.name for number, slot in enumerate(asked.slots) if slot.is_concept and number in held
        ),
        answer=_is_answer(asked, held, coverage),
        coverage=coverage,
    )


def _is_answer(asked: Question, held: dict[int, tuple[float, bool]], coverage: float) -> bool:
    """Whether an article holds enough of what was asked to be called an answer.

    Less is enough when it is about (has in its title) one of the very things named; never when another
    country was named that the article does not speak of.
    """
    for number, slot in enumerate(asked.slots):
        if slot.name.startswith("country-") and slot.name not in OUR_COUNTRIES and number not in held:
            return False
    about = any(
        slot.is_concept and not slot.is_near and not slot.is_general and held.get(number, (0.0, False))[1]
        for number, slot in enumerate(asked.slots)
        if slot.name not in OUR_COUNTRIES
    )
    asked_words = math.log1p(sum(not slot.is_concept for slot in asked.slots))
    enough = ENOUGH - FOR_LENGTH * (min(asked_words, LONG) - USUAL_LENGTH)
    return coverage >= enough - (FOR_BEING_ABOUT if about else 0.0)


def _coverage(asked: Question, held: dict[int, tuple[float, bool]]) -> float:
    """The share of what was asked that the article holds, each word weighed by its rarity.

    A word counts as held when its own stem is, or a concept it is part of; for less, when a near concept is.
    """
    concepts = [
        (slot, held.get(number)) for number, slot in enumerate(asked.slots) if slot.is_concept and slot.words
    ]
    got = total = 0.0
    for number, slot in enumerate(asked.slots):
        if slot.is_concept or names_country(asked, slot):
            continue
        spanning = [(other, match) for other, match in concepts if slot.words <= other.words]
        own = [other for other, _match in spanning if not other.is_near]
        best, importance = _strength(held.get(number)), slot.importance
        guessed = max((_vouched(other, match) for other, match in spanning if other.is_guess), default=0.0)
        best = max(best, guessed)
        if own:
            vouched = max(_vouched(other, match) for other, match in spanning)
            best = max(vouched, best * WITHOUT_ITS_CONCEPT)
            importance = max(importance, min(other.importance for other in own))
        if any(other.is_general for other in own):
            importance *= GENERAL_SHARE
        total += importance
        got += importance * best
    return got / total if total else 0.0


def _vouched(concept: Slot, match: tuple[float, bool] | None) -> float:
    """How well an article that holds a concept answers the words that stand for it."""
    if not concept.is_near or match is None:
        return _strength(match)
    strength, titled = match
    if concept.is_guess:
        share = next(iter(concept.terms.values()))
        return min(share * GUESS_VOUCHES, MOST_BY_GUESS) * _strength((strength / share, titled))
    return NEAR_VOUCHES * _strength((strength / NEAR_SHARE, titled))


def _strength(match: tuple[float, bool] | None) -> float:
    if match is None:
        return 0.0
    strength, titled = match
    return 1.0 if titled else min(1.0, strength / ENOUGH_STRENGTH)


def _country_factor(article: Article, asked: Question) -> float:
    """Whoever names a country wants its rules; whoever names both is moving between them."""
    named = {COUNTRY_OF_CONCEPT[name] for name in asked.analysis.concepts if name in COUNTRY_OF_CONCEPT}
    if len(named) != 1 or not article.country:
        return 1.0
    return SAME_COUNTRY if article.country in named else OTHER_COUNTRY
