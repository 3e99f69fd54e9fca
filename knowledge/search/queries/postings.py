"""The two queries of a search: which indexed terms were asked for, and which articles hold most of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

from django.db import connection
from django.utils import timezone

from helpdesk import languages
from knowledge.articles.models import Article
from knowledge.search import rules
from knowledge.search.rules import Question, Slot

COUNTRY_OF_CONCEPT = {"country-poland": "PL", "country-lithuania": "LT"}
TYPO_SHARE = {1: 0.75, 2: 0.5}
CONCEPT_FACTOR = 1.25  # a concept says more than a word: somebody vouched for it
COUNTRY_FACTOR, TITLE_FACTOR = 0.25, 0.5
COMMON_SHARE, COMMON_LEAST = 0.3, 60  # terms in more articles than this are left out of large collections
CANDIDATES, CONSIDERED = 24, 96
MOST_POSTINGS = 4_000  # read to find candidates: a question costs little more when the collection grows
MOST_NEIGHBOURS = 400  # words a typing mistake away, the commonest first
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
# The rare terms find the candidates; the common ones (most articles hold them) are looked up for these only.
_SCORES = """
WITH asked AS (
    SELECT * FROM unnest(%(terms)s::bigint[], %(slots)s::int[], %(shares)s::float8[], %(worths)s::float8[],
                         %(title_worths)s::float8[], %(rare)s::bool[])
        AS a(term_id, slot, share, worth, title_worth, is_rare)
), rare AS MATERIALIZED (
    SELECT p.article_id, a.slot, max(p.weight * a.share) AS strength, bool_or(p.in_title) AS titled,
           max(p.weight * a.worth + CASE WHEN p.in_title THEN a.title_worth ELSE 0 END) AS score
    FROM asked a JOIN knowledge_posting p USING (term_id) WHERE a.is_rare GROUP BY p.article_id, a.slot
), best AS MATERIALIZED (
    SELECT r.article_id FROM (SELECT article_id, sum(score) AS total FROM rare GROUP BY article_id) r
    JOIN knowledge_article art ON art.id = r.article_id
    WHERE art.is_published AND (art.effective_until IS NULL OR art.effective_until >= %(today)s)
      AND (art.kind = 'article' OR art.effective_from IS NULL OR art.effective_from <= %(today)s)
      AND (%(country)s = '' OR art.country IN ('', %(country)s))
    ORDER BY r.total DESC, r.article_id LIMIT %(considered)s
), held AS (
    SELECT article_id, slot, max(strength) AS strength, bool_or(titled) AS titled, max(score) AS score FROM (
        SELECT r.* FROM rare r JOIN best USING (article_id)
        UNION ALL
        SELECT p.article_id, a.slot, p.weight * a.share, p.in_title,
               p.weight * a.worth + CASE WHEN p.in_title THEN a.title_worth ELSE 0 END
        FROM best JOIN asked a ON NOT a.is_rare
        JOIN knowledge_posting p ON p.term_id = a.term_id AND p.article_id = best.article_id
    ) AS every GROUP BY article_id, slot
), scored AS (
    SELECT article_id, sum(score) AS total, array_agg(slot) AS held_slots,
           array_agg(strength) AS strengths, array_agg(titled) AS titles
    FROM held GROUP BY article_id ORDER BY sum(score) DESC, article_id LIMIT %(most)s
)
SELECT art.id, art.slug, art.country, art.kind, art.updated_at, {columns},
       s.total, s.held_slots, s.strengths, s.titles
FROM scored s JOIN knowledge_article art ON art.id = s.article_id ORDER BY s.total DESC, art.id
"""
_SCORES = _SCORES.format(
    columns=", ".join(
        f"art.{part}_{code}" for part in ("title", "summary") for code in languages.CONTENT_CODES
    )
)


@dataclass(frozen=True)
class Chosen:
    """One indexed term that may answer one slot of the question."""

    term: int
    slot: int
    share: float  # how surely it is what was meant
    worth: float  # what holding it adds to the score, and holding it in a title
    title_worth: float
    articles: int  # how many hold it


def _wanted_terms(asked: Question) -> dict[str, Any]:
    terms, near = asked.slot_terms, asked.neighbour_keys
    return {
        "exact": asked.exact_terms,
        "slots": [slot for slot, _term in terms],
        "terms": [term for _slot, term in terms],
        "near_slots": [slot for slot, _key in near],
        "near_keys": [key for _slot, key in near],
        "most": MOST_NEIGHBOURS,
    }


def look_up(asked: Question) -> list[Chosen]:
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
            chosen.append(Chosen(pk, number, share, worth, title_worth, count))
    return chosen


def _slot_factor(asked: Question, slot: Slot) -> float:
    """Concepts count more than words; a named country counts little, for it is weighed by _country_factor."""
    if names_country(asked, slot):
        return COUNTRY_FACTOR
    return CONCEPT_FACTOR if slot.is_concept else 1.0


def names_country(asked: Question, slot: Slot) -> bool:
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


def _rare(chosen: list[Chosen]) -> set[int]:
    """The rarest terms, as many as have so few postings together that reading them all is cheap."""
    counts = sorted({(item.articles, item.term) for item in chosen})
    running = accumulate(count for count, _term in counts)
    return {term for (_count, term), read in zip(counts, running, strict=True) if read <= MOST_POSTINGS} or {
        counts[0][1]
    }


def candidates(chosen: list[Chosen], country: str) -> list[Article]:
    rare = _rare(chosen)
    rows = Article.objects.raw(
        _SCORES,
        {
            "rare": [item.term in rare for item in chosen],
            "considered": CONSIDERED,
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
