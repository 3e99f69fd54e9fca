"""What the worker reads out of one story; the text itself is kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.requests.workflow import Urgency
from cases.triage.rules.judge import SPAM, read_text
from cases.triage.rules.marks import vocabulary
from cases.triage.suggestions.grouping import Asked, judged, learnt_judge
from helpdesk.accounts.actors import SYSTEM
from helpdesk.sealing import keyring
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.ciphers import derive
from helpdesk.sealing.reasons import Reason
from helpdesk.text.analyzer import analyze
from knowledge.articles.models import Article, Topic
from knowledge.search.queries import find

MOST_REASONS = 4
LONGEST = 64  # characters of a trait's name in the table


@dataclass(frozen=True)
class Found:
    """What the worker read out of a story: words of the shared vocabulary only."""

    topic: Topic | None = None
    urgency: Urgency = Urgency.NORMAL
    flags: Sequence[str] = ()
    deadline_on: date | None = None
    concepts: Sequence[str] = ()
    stem_marks: Sequence[int] = ()
    reasons: dict[str, Any] = field(default_factory=dict)
    articles: Sequence[Article] = ()
    nearest_id: UUID | None = None
    is_new: bool | None = None


def read_story(help_request: HelpRequest) -> Found:
    """Opens one story for the program (logged), reads it and compares it with what staff confirmed."""
    story = reveal_one(help_request, ["story"], by=SYSTEM, reason=Reason.SUGGESTIONS)["story"]
    language = help_request.language
    today = timezone.localdate(help_request.received_at)
    read = read_text(story, language, today)
    traits = [trait for trait in read.traits if len(trait) <= LONGEST]
    judge = learnt_judge(read)
    asked = Asked(help_request.pk, help_request.country, traits, office_id=help_request.office_id)
    verdict, nearest_id = judged(judge, read, asked)
    topics = Topic.objects.on_in(help_request.country).filter(slug=verdict.topic)
    because = [trait for trait in traits if verdict.topic in read.beliefs.get(trait, {})]
    hits = find(story, language, help_request.country, limit=3)
    return Found(
        topic=topics.first() if verdict.topic != SPAM else None,
        urgency=verdict.urgency,
        flags=verdict.flags,
        deadline_on=today + timedelta(days=verdict.days) if verdict.days is not None else None,
        concepts=traits,
        stem_marks=marks_of(analyze(story, language).stems, language),
        reasons={
            "topic": because[:MOST_REASONS],
            "flags": {flag: list(rules)[:MOST_REASONS] for flag, rules in read.flags.items()},
            "urgency": list(read.why)[:MOST_REASONS] if verdict.urgency is read.urgency else [],
            "articles": {hit.article.slug: list(hit.concepts)[:MOST_REASONS] for hit in hits if hit.answer},
        },
        articles=[hit.article for hit in hits if hit.answer],
        nearest_id=nearest_id,
        is_new=verdict.is_new,
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
