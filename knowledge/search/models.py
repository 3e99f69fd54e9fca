"""Tables of the search index: the vocabulary with its neighbours, and which article holds which term."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from knowledge.articles.models import Article


class Term(models.Model):
    """One term of the index: a stem (`s:`), a spelling-blind skeleton (`k:`) or a concept (`c:`)."""

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
    # Keys of the term with one or two letters left out: two words within a typing mistake share a key.
    neighbours = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["neighbours"], name="term_neighbours")]

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

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="postings", db_index=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="postings")
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
