"""What intake reads: the office for a country, and the topics to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache
from django.utils.translation import gettext

from cases.intake.steps import told
from helpdesk.accounts.models import Office
from knowledge.articles.models import Topic

KEEP_OFFICE = 60


def office_for(country: str) -> Office | None:
    """The office that takes requests from this country; any office rather than none. Kept for a minute."""
    name = f"office:{country}"
    known: Office | None = cache.get(name)
    if known is None:
        offices = list(Office.objects.filter(closed_on=None).order_by("pk"))
        nearest = [office for office in offices if office.country == country]
        known = next(iter(nearest or offices), None)
        cache.set(name, known, KEEP_OFFICE)
    return known


Groups = Sequence[tuple[Topic, list[Topic]]]


def topic_groups(country: str) -> list[tuple[Topic, list[Topic]]]:
    """First-level topics that are on in this country, each with its own topics."""
    topics = list(Topic.objects.on_in(country).order_by("order", "slug"))
    roots = [topic for topic in topics if topic.parent_id is None]
    return [(root, [topic for topic in topics if topic.parent_id == root.pk]) for root in roots]


def root_of(groups: Groups, slug: str) -> str:
    """The first-level topic above this one, or the topic itself; empty when she does not know."""
    family = ((root, [root.slug, *(child.slug for child in children)]) for root, children in groups)
    return next((root.slug for root, slugs in family if slug in slugs), "")


def topic_in(groups: Groups, slug: str) -> Topic | None:
    """The topic with this slug, of either level."""
    return next((item for root, kids in groups for item in (root, *kids) if item.slug == slug), None)


def topic_by_slug(slug: str) -> Topic | None:
    return None if slug in {"", "unknown"} else Topic.objects.filter(slug=slug).first()


def told_lines(answers: str) -> list[tuple[str, str]]:
    """Question and answer in the reader's language, for whoever may read the opened answers."""
    lines = []
    for question, values, are_ours in told(answers):
        words = [gettext(value) if are_ours else value for value in values]
        lines.append((gettext(question), ", ".join(words)))
    return lines
