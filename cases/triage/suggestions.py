"""What a story says, and which open requests are like it, each with its reasons in words."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import add

from django.core.cache import cache
from django.db import connection
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.requests.models import HelpRequest
from cases.requests.workflow import Urgency
from cases.triage.models import Suggestion
from cases.triage.rules import days_left, flags_in, idf, topic_of, urgency_of, vocabulary
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import User
from helpdesk.sealing import keyring
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.ciphers import derive
from helpdesk.sealing.reasons import Reason
from helpdesk.text.analyzer import analyze, concept_name
from knowledge.articles.models import Article, Topic
from knowledge.search.queries import find

MOST_ALIKE = 5
LEAST_SHARE = 0.34  # of the weight of what this request is about must be found in the other one
MOST_TERMS = 24  # concepts and stems that take part, the rarest first
STEM_WEIGHT = 0.15  # a shared word says less than a shared concept
TOPIC_WEIGHT = 0.5
COUNTS_FOR = 600  # seconds that the counts of concepts may be old
MOST_REASONS = 4

_COUNTS = """
SELECT concept, count(*) FROM cases_suggestion s
JOIN cases_helprequest r ON r.id = s.help_request_id AND r.status <> 'closed'
CROSS JOIN LATERAL unnest(s.concepts) AS concept GROUP BY concept
"""


@dataclass(frozen=True)
class Found:
    """What the worker read out of a story: words of the shared vocabulary only."""

    topic: Topic | None = None
    urgency: Urgency = Urgency.NORMAL
    flags: Sequence[str] = ()
    deadline_on: date | None = None
    concepts: Sequence[str] = ()
    stem_marks: Sequence[int] = ()
    reasons: dict[str, list[str]] = field(default_factory=dict)
    articles: Sequence[Article] = ()


@dataclass(frozen=True)
class Alike:
    """An open request that looks like the same problem, and why."""

    help_request: HelpRequest
    reasons: list[str]


def read_story(help_request: HelpRequest) -> Found:
    """Opens one story for the program (logged) and reads it. The text itself is kept nowhere."""
    story = reveal_one(help_request, ["story"], by=SYSTEM, reason=Reason.SUGGESTIONS)["story"]
    language = help_request.language
    analysis = analyze(story, language)
    today = timezone.localdate(help_request.received_at)
    flags, days = flags_in(story), days_left(story, today)
    urgency, _words = urgency_of(story, flags, days)
    slug, why = topic_of(analysis.concepts)
    topic = Topic.objects.on_in(help_request.country).filter(slug=slug).first() if slug else None
    hits = find(story, language, help_request.country, limit=3)
    return Found(
        topic=topic,
        urgency=urgency,
        flags=sorted(flag.value for flag in flags),
        deadline_on=today + timedelta(days=days) if days is not None else None,
        concepts=analysis.concepts,
        stem_marks=marks_of(analysis.stems, language),
        reasons={"topic": why[:MOST_REASONS]},
        articles=[hit.article for hit in hits if hit.answer],
    )


def marks_of(stems: Sequence[str], language: str) -> list[int]:
    """Keyed 64-bit hashes of the stems that belong to the shared vocabulary; nothing else leaves a trace."""
    shared = vocabulary()
    known = shared.get(language, frozenset()) | shared["pl"]  # Polish names of papers stand in every language
    key = _mark_key()
    return sorted({_mark(stem, key) for stem in stems if stem in known})


def _mark_key() -> bytes:
    """Derived from the oldest private key, so that a new pair does not part old requests from new ones."""
    private = keyring.private().keys
    return derive(private[min(private)], "ganak triage stems 1")


def _mark(stem: str, key: bytes) -> int:
    digest = hmac.new(key, stem.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def concept_weights(concepts: Sequence[str]) -> dict[str, float]:
    """How much each concept says: rare among open requests, much. The counts are up to ten minutes old."""
    counts: dict[str, int] | None = cache.get("triage:concepts")
    if counts is None:
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS)
            counts = {concept: int(count) for concept, count in cursor.fetchall()}
        cache.set("triage:concepts", counts, COUNTS_FOR)
    total = max(counts.values(), default=0) * 2  # the commonest concept stands in about half of all requests
    return {concept: idf(counts.get(concept, 0), max(total, counts.get(concept, 0))) for concept in concepts}


def similar_to(help_request: HelpRequest, suggestion: Suggestion | None, user: User) -> list[Alike]:
    """Open requests of the same country that share most of what this one is about, best first; one query."""
    if suggestion is None or not suggestion.concepts:
        return []
    weights = concept_weights(suggestion.concepts)
    concepts = sorted(weights, key=lambda concept: -weights[concept])[:MOST_TERMS]
    topic_id = help_request.topic_id or suggestion.topic_id
    least = LEAST_SHARE * sum(weights[concept] for concept in concepts)
    rows = (
        HelpRequest.objects.visible_to(user)
        .open()
        .filter(country=help_request.country, suggestion__concepts__overlap=concepts)
        .exclude(pk=help_request.pk)
        .annotate(same=_weight_of_concepts(concepts, weights))
        .filter(same__gte=least)
        .annotate(score=F("same") + _weight_of_rest(suggestion.stem_marks[:MOST_TERMS], topic_id))
        .select_related("topic", "client", "suggestion")
        .order_by("-score", "received_at", "id")[:MOST_ALIKE]
    )
    return [Alike(row, _reasons(row, concepts, topic_id)) for row in rows]


def _weight_of_concepts(concepts: Sequence[str], weights: dict[str, float]) -> Combinable:
    terms = [_points(Q(suggestion__concepts__contains=[concept]), weights[concept]) for concept in concepts]
    return reduce(add, terms, Value(0.0, output_field=FloatField()))


def _weight_of_rest(marks: Sequence[int], topic_id: int | None) -> Combinable:
    terms = [_points(Q(suggestion__stem_marks__contains=[mark]), STEM_WEIGHT) for mark in marks]
    if topic_id:
        same = Q(topic_id=topic_id) | Q(topic_id=None, suggestion__topic_id=topic_id)
        terms.append(_points(same, TOPIC_WEIGHT))
    return reduce(add, terms, Value(0.0, output_field=FloatField()))


def _points(condition: Q, weight: float) -> Case:
    return Case(When(condition, then=Value(weight)), default=Value(0.0), output_field=FloatField())


def _reasons(other: HelpRequest, concepts: Sequence[str], topic_id: int | None) -> list[str]:
    """Why two requests look alike, in the reader's language; `concepts` with the rarest first."""
    reasons = []
    if topic_id and topic_id in (other.topic_id, other.suggestion.topic_id):
        reasons.append(_("same topic"))
    shared = [concept for concept in concepts if concept in other.suggestion.concepts]
    names = ", ".join(concept_names(shared[:MOST_REASONS]))
    reasons.append(_("both speak of: %(words)s") % {"words": names})
    return reasons


def concept_names(concepts: Sequence[str]) -> list[str]:
    """The glossary's words for concepts, in the reader's language."""
    language = (get_language() or "en").split("-")[0]
    return [concept_name(concept, language) for concept in concepts]
