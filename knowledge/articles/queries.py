"""What the reader's pages ask: topics with their children, articles of a topic, one article and its kin."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.text.collate import sort_key
from knowledge.articles.models import Article, ArticleQuerySet, Country, Topic
from knowledge.articles.rules import Section, sections

NEWEST = 6


@dataclass(frozen=True)
class Line:
    """A number to call in danger; `country` empty: both."""

    number: str
    dial: str
    what: str | Promise
    country: str = ""


# Every number was seen on a page of the authority or the organisation itself; see the domain facts.
EMERGENCY_LINES = (
    Line("112", "112", _("Danger to life: police, ambulance, fire. Free, day and night.")),
    Line("116 111", "116111", _("Children and young people")),
    Line("800 120 002", "800120002", _("Violence at home, free, day and night"), Country.POLAND),
    Line("8 800 66366", "880066366", _("Women in trouble, free, day and night"), Country.LITHUANIA),
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
class TopicCard:
    """A topic with the ones under it."""

    topic: Topic
    children: list[Topic]


def shown(article: Article, reader: str) -> Shown:
    """How a reader of this language sees an article."""
    language = article.language_for(reader)
    title, summary = article.heading_in(language) if language else ("", "")
    return Shown(article, language, title, summary, is_fallback=language != reader)


def topic_cards(country: str = "") -> list[TopicCard]:
    """The topics of the first level that are on, each with its children. One query."""
    topics = list(Topic.objects.on_in(country))
    return [
        TopicCard(topic, [child for child in topics if child.parent_id == topic.pk])
        for topic in topics
        if topic.parent_id is None
    ]


def newest(reader: str) -> list[Shown]:
    """The articles that were checked last. One query."""
    articles = Article.objects.live().defer(*without_bodies()).order_by("-checked_on", "-updated_at")[:NEWEST]
    return [shown(article, reader) for article in articles]


def articles_of(topic: Topic, reader: str, country: str = "") -> list[Shown]:
    """The articles of a topic and the topics under it, in the reader's alphabetical order. One query."""
    live = Article.objects.live().for_country(country).filter(Q(topic=topic) | Q(topic__parent=topic))
    found = [shown(article, reader) for article in live.defer(*without_bodies())]
    return sorted(found, key=lambda item: (item.is_fallback, sort_key(item.title, item.language)))


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
