"""Tables of what is read: sums by article, language and week or month. Nobody stands in them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from helpdesk import languages
from knowledge.articles.models import Article
from knowledge.reading import rules


class ArticleReads(models.Model):
    """How often an article was opened on the pages of one language, in one week or one month.

    The language is that of the page around it: an article may have been shown there in another one.
    """

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "article": "plain",
        "language": "plain",
        "span": "plain",
        "begins_on": "plain",
        "reads": "plain",
    }

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="reads", db_index=False)
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    span = models.CharField(max_length=5, choices=[(span.value, span.value) for span in rules.Span])
    begins_on = models.DateField()
    reads = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["article", "span", "begins_on", "language"], name="one_sum_of_reads_each"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["span", "begins_on"], name="reads_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language} {self.span} {self.begins_on}"


class ReadsBatch(models.Model):
    """Counts on their way from Redis into the sums; a row is left only by a worker that was killed."""

    privacy: ClassVar[dict[str, str]] = {"id": "plain", "is_added": "plain"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    is_added = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.pk)
