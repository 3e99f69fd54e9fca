"""What intake reads: the office for a country, the topics to choose from, and an honest waiting time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import quantiles

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext

from cases.intake.steps import told
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import Office
from knowledge.articles.models import Topic

ENOUGH_ANSWERS = 20  # fewer say more about single people than about us
LOOK_BACK = timedelta(days=90)
KEEP_WAIT = 60 * 60
KEEP_OFFICE = 60


@dataclass(frozen=True)
class Wait:
    """Between how many days half of the people with this topic got their first answer."""

    least: int
    most: int


def office_for(country: str) -> Office | None:
    """The office that takes requests from this country; any office rather than none. Kept for a minute."""
    name = f"office:{country}"
    known: Office | None = cache.get(name)
    if known is None:
        offices = list(Office.objects.order_by("pk"))
        nearest = [office for office in offices if office.country == country]
        known = next(iter(nearest or offices), None)
        cache.set(name, known, KEEP_OFFICE)
    return known


def usual_wait(topic: Topic | None) -> Wait | None:
    """None means that we do not know yet and say so. Worked out at most once an hour for a topic."""
    if topic is None:
        return None
    name = f"wait:{topic.pk}"
    known: tuple[int, int] | str | None = cache.get(name)
    if known is None:
        known = _measured_wait(topic) or "unknown"
        cache.set(name, known, KEEP_WAIT)
    return None if isinstance(known, str) else Wait(*known)


def _measured_wait(topic: Topic) -> tuple[int, int] | None:
    answered = (
        HelpRequest.objects.filter(topic=topic, first_answered_at__isnull=False)
        .filter(received_at__gte=timezone.now() - LOOK_BACK)
        .order_by("-received_at")
        .values_list("received_at", "first_answered_at")[:200]
    )
    days = [(then - came).total_seconds() / 86400 for came, then in answered]
    if len(days) < ENOUGH_ANSWERS:
        return None
    least, _middle, most = quantiles(days, n=4)
    return max(1, math.ceil(least)), max(1, math.ceil(most))


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
