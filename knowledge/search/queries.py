"""Finding: the articles that answer a question, best first, or an honest nothing. Always two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol, cast

from django.db import connection
from django.utils import timezone

from helpdesk import languages
from knowledge.articles.models import Article
from knowledge.search import rules
from knowledge.search.rules import Question, Slot

TYPO_SHARE = {1: 0.75, 2: 0.5}
CONCEPT_FACTOR, COUNTRY_FACTOR, TITLE_FACTOR = (
    1.25,
    0.25,
    0.35,
)  # a concept says more than a word: somebody vouched for it
COMMON_SHARE, COMMON_LEAST = 0.3, 60  # terms in more articles than this are left out of large collections
CANDIDATES = 24
MOST_NEIGHBOURS = 400  # words a typing mistake away, the commonest first
COUNTRY_OF_CONCEPT = {"country-poland": "PL", "country-lithuania": "LT"}
OTHER_COUNTRY, SAME_COUNTRY = 0.45, 1.25
GENERAL_SHARE = 0.4  # "child" or "papers" only shade what is asked
WITHOUT_ITS_CONCEPT = 0.35  # "green card" of an insurer does not answer "green card USA"
OUR_COUNTRIES = {*COUNTRY_OF_CONCEPT, "country-belarus"}
ENOUGH_ABOUT = 0.28
ENOUGH = 0.42  # share of what was asked that an answer must hold
ENOUGH_STRENGTH = 0.6


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


# Terms a typing mistake away are sought only for the words of which no term is known as it stands.
_TERMS = """
WITH asked AS (
    SELECT * FROM unnest(%(slots)s::int[], %(terms)s::varchar[]) AS a(slot, text)
), known AS MATERIALIZED (
    SELECT id, text, article_count, title_count FROM knowledge_term
    WHERE text = ANY(%(exact)s::varchar[]) AND article_count > 0
), near AS (
    SELECT id, text, article_count, title_count FROM knowledge_term
    WHERE article_count > 0 AND neighbours && ARRAY(
        SELECT n.key FROM unnest(%(near_slots)s::int[], %(near_keys)s::varchar[]) AS n(slot, key)
        WHERE n.slot NOT IN (SELECT a.slot FROM asked a JOIN known USING (text))
    ) ORDER BY article_count DESC, id LIMIT %(most)s
)
SELECT * FROM known UNION ALL SELECT * FROM near
"""
_SCORES = """
WITH asked AS (
    SELECT * FROM unnest(%(terms)s::bigint[], %(slots)s::int[], %(shares)s::float8[], %(worths)s::float8[],
                         %(title_worths)s::float8[]) AS a(term_id, slot, share, worth, title_worth)
), held AS (
    SELECT p.article_id, a.slot, max(p.weight * a.share) AS strength, bool_or(p.in_title) AS titled,
           max(p.weight * a.worth + CASE WHEN p.in_title THEN a.title_worth ELSE 0 END) AS score
    FROM asked a JOIN knowledge_posting p USING (term_id) GROUP BY p.article_id, a.slot
), scored AS (
    SELECT article_id, sum(score) AS total, array_agg(slot) AS held_slots,
           array_agg(strength) AS strengths, array_agg(titled) AS titles
    FROM held GROUP BY article_id
)
SELECT art.id, art.slug, art.country, art.kind, art.updated_at, {columns},
       s.total, s.held_slots, s.strengths, s.titles
FROM scored s JOIN knowledge_article art ON art.id = s.article_id
WHERE art.is_published AND (art.effective_until IS NULL OR art.effective_until >= %(today)s)
  AND (art.kind = 'article' OR art.effective_from IS NULL OR art.effective_from <= %(today)s)
  AND (%(country)s = '' OR art.country IN ('', %(country)s))
ORDER BY s.total DESC, art.id LIMIT %(most)s
"""
_SCORES = _SCORES.format(
    columns=", ".join(
        f"art.{part}_{code}" for part in ("title", "summary") for code in languages.CONTENT_CODES
    )
)


def find(
    text: str, language: str, country: str | None = None, limit: int = 3, *, without: Collection[str] = ()
) -> list[Hit]:
    """The articles that fit a question best; hits whose `answer` is False are only the nearest there is."""
    asked = rules.question(text, language, without)
    if not asked.slots:
        return []
    chosen = _look_up(asked)
    if not chosen:
        return []
    hits = [_hit(article, asked, language) for article in _candidates(chosen, country or "")]
    return sorted(hits, key=lambda hit: (-hit.score, hit.article.pk))[:limit]


def answers(text: str, language: str, country: str | None = None, limit: int = 3) -> list[Hit]:
    """Only what fits well enough; empty is the honest `nothing fits`."""
    return [hit for hit in find(text, language, country, limit) if hit.answer]


@dataclass(frozen=True)
class Chosen:
    """One indexed term that may answer one slot of the question."""

    term: int
    slot: int
    share: float  # how surely it is what was meant
    worth: float  # what holding it adds to the score, and holding it in a title
    title_worth: float


def _wanted_terms(asked: Question) -> dict[str, object]:
    terms, near = asked.slot_terms, asked.neighbour_keys
    return {
        "exact": asked.exact_terms,
        "slots": [slot for slot, _term in terms],
        "terms": [term for _slot, term in terms],
        "near_slots": [slot for slot, _key in near],
        "near_keys": [key for _slot, key in near],
        "most": MOST_NEIGHBOURS,
    }


def _look_up(asked: Question) -> list[Chosen]:
    """Every known term asked for, weighed by its rarity; sets each slot's importance."""
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, _wanted_terms(asked))
        known = {text: (pk, count, titled) for pk, text, count, titled in cursor.fetchall()}
    of = max(known.pop(rules.EVERY, (0, 0, 0))[1], 1)
    stems = [text for text in known if text.startswith(rules.STEM)]
    chosen: list[Chosen] = []
    for number, slot in enumerate(asked.slots):
        terms = {term: share for term, share in slot.terms.items() if term in known}
        if not terms and not slot.is_concept and asked.guess:
            terms = _misspelled(slot, stems)
        counts = [known[term][1] for term in terms]
        slot.importance = rules.rarity(max(counts, default=0), of)
        if counts and min(counts) > max(COMMON_LEAST, COMMON_SHARE * of):
            continue
        factor = _slot_factor(asked, slot)
        for term, share in terms.items():
            pk, count, titled = known[term]
            worth = factor * share * rules.rarity(count, of)
            title_worth = TITLE_FACTOR * factor * share * rules.rarity(titled, of)
            chosen.append(Chosen(pk, number, share, worth, title_worth))
    return chosen


def _slot_factor(asked: Question, slot: Slot) -> float:
    """Concepts count more than words; a named country counts little, for it is weighed by _country_factor."""
    if _names_country(asked, slot):
        return COUNTRY_FACTOR
    return CONCEPT_FACTOR if slot.is_concept else 1.0


def _names_country(asked: Question, slot: Slot) -> bool:
    if slot.is_concept:
        return slot.name in COUNTRY_OF_CONCEPT
    return any(other.name in COUNTRY_OF_CONCEPT and slot.words <= other.words for other in asked.slots)


def _misspelled(slot: Slot, vocabulary: list[str]) -> dict[str, float]:
    """Indexed stems one mistake away from an unknown word, two in long words."""
    found: dict[str, float] = defaultdict(float)
    for term in slot.terms:
        most = 2 if len(term) - len(rules.STEM) >= rules.TWO_MISTAKES_FROM else 1
        for candidate in vocabulary:
            count = rules.mistakes(term, candidate, most)
            if count <= most:
                found[candidate] = max(found[candidate], TYPO_SHARE.get(count, 1.0))
    return dict(found)


def _candidates(chosen: list[Chosen], country: str) -> list[Article]:
    rows = Article.objects.raw(
        _SCORES,
        {
            "terms": [item.term for item in chosen],
            "slots": [item.slot for item in chosen],
            "shares": [item.share for item in chosen],
            "worths": [item.worth for item in chosen],
            "title_worths": [item.title_worth for item in chosen],
            "today": timezone.localdate(),
            "country": country,
            "most": CANDIDATES,
        },
    )
    return list(rows)


class Scored(Protocol):
    """What the scoring query adds to an article."""

    total: float
    held_slots: list[int]
    strengths: list[float]
    titles: list[bool]


def _hit(article: Article, asked: Question, language: str) -> Hit:
    scored = cast(Scored, article)
    matches = zip(scored.strengths, scored.titles, strict=True)
    held = dict(zip(scored.held_slots, matches, strict=True))
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
    return coverage >= (ENOUGH_ABOUT if about else ENOUGH)


def _coverage(asked: Question, held: dict[int, tuple[float, bool]]) -> float:
    """The share of what was asked that the article holds, each word weighed by its rarity.

    A word counts as held when its own stem is, or a concept it is part of.
    """
    concepts = [
        (slot, held.get(number)) for number, slot in enumerate(asked.slots) if slot.is_concept and slot.words
    ]
    got = total = 0.0
    for number, slot in enumerate(asked.slots):
        if slot.is_concept:
            continue
        spanning = [(other, match) for other, match in concepts if slot.words <= other.words]
        if _names_country(asked, slot):
            continue
        best = _strength(held.get(number))
        if spanning:
            vouched = max(_strength(match) for _other, match in spanning)
            best = max(vouched, best * WITHOUT_ITS_CONCEPT)
        importance = slot.importance
        if spanning:
            importance = max(importance, min(other.importance for other, _match in spanning))
        if any(other.is_general for other, _match in spanning):
            importance *= GENERAL_SHARE
        total += importance
        got += importance * best
    return got / total if total else 0.0


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
