"""What the reader's pages ask: topics with their children, articles of a topic, one article and its kin."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.text.collate import sort_key
from knowledge.articles.models import Article, ArticleQuerySet, Country, Topic
from knowledge.articles.rules import Section, sections

NEWEST = 5
IN_SIGHT = 6  # articles of a part of a topic that are not folded: a phone shows so many at once
# Asked while a topic page is made, with `topic`, `reader` and `country`: rooms above answer with services.
beside_topic = Signal()
# Asked while the home page is made: the house above answers with the hours of the offices.
beside_home = Signal()
# Asked while the editors' work-lists (knowledge:worklists) are made, with `user`: rooms that keep work for
# editors answer with a list of WorkList.
work_waiting = Signal()


@dataclass(frozen=True)
class Line:
    """A number to call in danger; `country` empty: both."""

    number: str
    dial: str
    what: str | Promise
    country: str = ""


# Every number was seen on a page of the authority or the organisation itself; see the domain facts.
# The children's number 116 111 is confirmed for Lithuania only: Poland goes without until somebody checks it.
EMERGENCY_LINES = (
    Line("112", "112", _("Danger to life: police, ambulance, fire. Free, day and night.")),
    Line("800 120 002", "800120002", _("Violence at home, free, day and night"), Country.POLAND),
    Line("8 800 66366", "880066366", _("Women in trouble, free, day and night"), Country.LITHUANIA),
    Line("116 111", "116111", _("Children and young people"), Country.LITHUANIA),
    Line("116 123", "116123", _("When you cannot go on, day and night"), Country.LITHUANIA),
)


@dataclass(frozen=True)
class Shown:
    """An article as one reader sees it: in her language or in the next one of her order."""

    article: Article
    language: str
    title: str
    summary: str
    is_fallback: bool


@dataclass(frozen=True)
class WorkItem:
    """One thing that waits for an editor: where to go, in which language its name is, and what to know."""

    title: str
    url: str
    language: str = ""
    note: str | Promise = ""
    day: dt.date | None = None
    count: int | None = None
    slug: str = ""  # an article that "still true" may be said about here


@dataclass(frozen=True)
class WorkList:
    """A list on the page of work for editors; `key` is its anchor, `total` counts also what is not shown."""

    key: str
    title: str | Promise
    items: list[WorkItem]
    total: int
    hint: str | Promise = ""
    more_url: str = ""


def shown(article: Article, reader: str) -> Shown:
    """How a reader of this language sees an article."""
    language = article.language_for(reader)
    title, summary = article.heading_in(language) if language else ("", "")
    return Shown(article, language, title, summary, is_fallback=language != reader)


def first_topics(country: str = "") -> list[Topic]:
    """The topics of the first level that are on. One query."""
    return list(Topic.objects.on_in(country).roots())


def newest(reader: str) -> list[Shown]:
    """The articles that were checked last. One query."""
    articles = Article.objects.live().defer(*without_bodies()).order_by("-checked_on", "-updated_at")[:NEWEST]
    return [shown(article, reader) for article in articles]


def articles_of(topic: Topic, reader: str, country: str = "") -> list[Shown]:
    """The articles of a topic and the topics under it, in the reader's alphabetical order. One query."""
    live = Article.objects.live().for_country(country).filter(Q(topic=topic) | Q(topic__parent=topic))
    found = [shown(article, reader) for article in live.defer(*without_bodies())]
    return sorted(found, key=lambda item: (item.is_fallback, sort_key(item.title, item.language)))


@dataclass(frozen=True)
class Part:
    """The articles of one subtopic on a topic's page: the first few in sight, the others folded."""

    topic: Topic
    first: list[Shown]
    more: list[Shown]


def parts_of(topic: Topic, children: list[Topic], articles: list[Shown]) -> list[Part]:
    """The page of a topic part by part: what belongs to all of it, then each subtopic in its order."""
    by_topic: dict[int, list[Shown]] = {}
    for item in articles:
        by_topic.setdefault(item.article.topic_id, []).append(item)
    parts = [(each, by_topic.get(each.pk, [])) for each in (topic, *children)]
    return [
        Part(each, *((found, []) if len(found) <= IN_SIGHT + 1 else (found[:IN_SIGHT], found[IN_SIGHT:])))
        for each, found in parts
        if found
    ]


def services_beside(topic: Topic, reader: str, country: str = "") -> list[object]:
    """What other rooms put on the page of a topic: the services that help with it."""
    answers: list[tuple[Any, Any]] = list(
        beside_topic.send(sender=Topic, topic=topic, reader=reader, country=country)
    )
    return [item for _receiver, items in answers for item in items]


def hours_beside() -> list[object]:
    """When the offices answer, as the house above knows it."""
    answers: list[tuple[Any, Any]] = list(beside_home.send(sender=Article))
    return [item for _receiver, items in answers for item in items]


def work_from_rooms(user: User) -> list[WorkList]:
    """The work-lists that other rooms keep for editors."""
    answers: list[tuple[Any, Any]] = list(work_waiting.send(sender=Article, user=user))
    return [item for _receiver, items in answers for item in items]


def related_to(article: Article, reader: str) -> list[Shown]:
    """The live articles that this one names. One query."""
    return [shown(other, reader) for other in _related(article).defer(*without_bodies())]


def _related(article: Article) -> ArticleQuerySet:
    return Article.objects.live().filter(related_from=article)


def body_sections(article: Article, language: str) -> list[Section]:
    return sections(article.text_in(language)[2]) if language else []


def without_bodies() -> list[str]:
    """The columns that lists never need."""
    return ["body", *(f"body_{code}" for code in languages.CODES)]
