"""Tables of search: terms with their neighbours, which article holds which, what was missed."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from helpdesk import languages
from knowledge.articles.models import Article


class Term(models.Model):
    """One term of the index: a word (`k:`), a concept (`c:`) or `*`, which every article holds."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "text": "plain",
        "article_count": "plain",
        "title_count": "plain",
        "neighbours": "plain",
    }

    text = models.CharField(max_length=80, unique=True)
    article_count = models.PositiveIntegerField(default=0)
    title_count = models.PositiveIntegerField(default=0)  # how many of them hold it in a title
    # The term with each one letter left out: two words within a typing mistake share one of these.
    neighbours = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # Without a list of pending entries: every search would have to read through it.
            GinIndex(fields=["neighbours"], name="term_neighbours", fastupdate=False)
        ]

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """An article holds a term with this weight: the best of its languages, saturated, normed by length."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "term": "plain",
        "article": "plain",
        "weight": "plain",
        "in_title": "plain",
    }

    # Without constraints in the database: postings are written and taken away with their term and article by
    # `actions` in one transaction, and checking 200,000 of them at its end took longer than making them.
    term = models.ForeignKey(
        Term, on_delete=models.CASCADE, related_name="postings", db_index=False, db_constraint=False
    )
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="postings", db_constraint=False
    )
    weight = models.FloatField()
    in_title = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["term", "article"], name="one_posting_each", include=["weight", "in_title"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} in {self.article_id}"


class IndexMade(models.Model):
    """One row: by which analyzer, packaged glossary and weights the index was made, see rules.recipe."""

    privacy: ClassVar[dict[str, str]] = {"id": "plain", "recipe": "plain", "made_at": "plain"}

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    recipe = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_index_only"),
        ]

    def __str__(self) -> str:
        return self.recipe


class MissedSearch(models.Model):
    """Words that found nothing, how often on one day. Who asked is not known; see rules.may_be_kept."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "words": "plain",
        "language": "plain",
        "asked_on": "plain",
        "times": "plain",
    }

    words = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    asked_on = models.DateField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["asked_on", "language", "words"], name="one_row_for_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.language})"
