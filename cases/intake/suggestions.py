"""What we can say to a story at once: articles that may already help, and the topic it seems to have."""

from __future__ import annotations

from collections.abc import Sequence

from cases.intake.rules import topic_of
from helpdesk.text.analyzer import concepts_of
from knowledge.articles.models import Topic
from knowledge.search.queries import Hit, answers

MOST_ARTICLES = 3


def helpful_articles(story: str, language: str, country: str) -> list[Hit]:
    """Up to three articles that fit well enough to be called an answer; none is an honest none."""
    return answers(story, language, country, limit=MOST_ARTICLES)


def suggested_topic(story: str, language: str, groups: Sequence[tuple[Topic, list[Topic]]]) -> Topic | None:
    """The first-level topic her words point to, if it is on in her country."""
    slug, _concepts = topic_of(concepts_of(story, language))
    return next((root for root, _children in groups if root.slug == slug), None)
