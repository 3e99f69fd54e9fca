"""The shape of questions and answers of the public interface."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from helpdesk import languages
from helpdesk.ui.forms import plain_text
from knowledge.articles.models import Country
from knowledge.search.rules import LONGEST_QUESTION


class Words(serializers.CharField):
    """A question as it is typed anywhere: control characters vanish, what is too long is cut, not refused."""

    def to_internal_value(self, data: Any) -> str:
        return plain_text(super().to_internal_value(data))[:LONGEST_QUESTION].strip()


class SearchQuestion(serializers.Serializer):  # type: ignore[type-arg]
    """What may be asked."""

    q = Words(allow_blank=True, help_text="The question in any words; the first 400 characters count.")
    lang = serializers.ChoiceField(
        choices=languages.CODES, default=languages.DEFAULT, help_text="The reader's language."
    )
    country = serializers.ChoiceField(
        choices=Country.values, required=False, help_text="Only rules of this country."
    )
    limit = serializers.IntegerField(min_value=1, max_value=20, default=3)


class SearchHit(serializers.Serializer):  # type: ignore[type-arg]
    """One article found."""

    slug = serializers.CharField(source="article.slug")
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField(help_text="The language in which the reader will see it.")
    country = serializers.CharField(source="article.country", help_text="Empty: both countries.")
    score = serializers.FloatField()
    concepts = serializers.ListField(child=serializers.CharField())
    answer = serializers.BooleanField(help_text="Whether it fits well enough to be called an answer.")


class SearchAnswer(serializers.Serializer):  # type: ignore[type-arg]
    """What was found."""

    answer = serializers.BooleanField(help_text="False: nothing fits; ask a person.")
    results = SearchHit(many=True)


class ArticleQuestion(serializers.Serializer):  # type: ignore[type-arg]
    """In which language an article is wanted."""

    lang = serializers.ChoiceField(choices=languages.CODES, default=languages.DEFAULT)


class ArticleSection(serializers.Serializer):  # type: ignore[type-arg]
    """A part of an article."""

    anchor = serializers.CharField()
    title = serializers.CharField()
    html = serializers.CharField()


class ArticleText(serializers.Serializer):  # type: ignore[type-arg]
    """An article in one language, with where it comes from and when it was checked."""

    slug = serializers.CharField()
    topic = serializers.CharField(source="topic.slug")
    country = serializers.CharField()
    kind = serializers.CharField()
    language = serializers.CharField(
        help_text="The language shown, the next one of the reader's order if need be."
    )
    languages = serializers.ListField(child=serializers.CharField(), source="languages_present")
    title = serializers.CharField()
    summary = serializers.CharField()
    body = serializers.CharField(help_text="Markdown.")
    sections = ArticleSection(many=True)
    source_title = serializers.CharField()
    source_url = serializers.CharField()
    checked_on = serializers.DateField(allow_null=True)
    effective_from = serializers.DateField(allow_null=True)
    effective_until = serializers.DateField(allow_null=True)
    review_by = serializers.DateField(allow_null=True)
    confidence = serializers.CharField()
    is_past_review = serializers.BooleanField()
