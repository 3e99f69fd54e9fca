"""Fact values and the articles that state them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from helpdesk.accounts.models import User
from helpdesk.text.collate import sort_key
from knowledge.articles.models import Article, FactValue, FactValueQuerySet
from knowledge.articles.queries import Shown, shown, without_bodies


@dataclass(frozen=True)
class Use:
    """An article that states a value, named in the editor's language or the next one."""

    article: Article
    shown: Shown


def values_with_uses(user: User) -> FactValueQuerySet:
    """Every value with `uses`, the number of articles that state it. One query."""
    return FactValue.objects.visible_to(user).annotate(uses=Count("articles")).order_by("name")


def uses_of(value: FactValue, user: User) -> list[Use]:
    """The articles that state this value, in the editor's alphabet. One query."""
    articles = Article.objects.visible_to(user).filter(states=value).defer(*without_bodies())
    found = [Use(article, shown(article, user.language)) for article in articles]
    return sorted(found, key=lambda use: sort_key(use.shown.title, use.shown.language or user.language))
