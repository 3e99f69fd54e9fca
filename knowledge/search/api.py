"""The public interface: search and article, for widgets and partner organisations. Anonymous, read-only."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from helpdesk.accounts.access import public
from knowledge.articles.models import Article
from knowledge.articles.queries import body_sections
from knowledge.search import serializers
from knowledge.search.queries import find


class SearchView(APIView):
    """Find articles by any words in any of five languages."""

    @extend_schema(parameters=[serializers.SearchQuestion], responses=serializers.SearchAnswer)
    def get(self, request: Request) -> Response:
        question = serializers.SearchQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        hits = find(asked["q"], asked["lang"], asked.get("country"), asked["limit"])
        found: dict[str, Any] = {"answer": any(hit.answer for hit in hits), "results": hits}
        return Response(serializers.SearchAnswer(found).data)


class ArticleView(APIView):
    """One article in the reader's language, or in the next one of her order."""

    @extend_schema(parameters=[serializers.ArticleQuestion], responses=serializers.ArticleText)
    def get(self, request: Request, slug: str) -> Response:
        question = serializers.ArticleQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        article = get_object_or_404(Article.objects.visible_to(None).select_related("topic"), slug=slug)
        language = article.language_for(question.validated_data["lang"])
        if not language:
            raise Http404
        return Response(serializers.ArticleText(_shape(article, language)).data)


def _shape(article: Article, language: str) -> dict[str, Any]:
    title, summary, body = article.text_in(language)
    names = (
        "slug",
        "topic",
        "country",
        "kind",
        "languages_present",
        "source_title",
        "source_url",
        "checked_on",
    )
    more = ("effective_from", "effective_until", "review_by", "confidence")
    return {name: getattr(article, name) for name in (*names, *more)} | {
        "language": language,
        "title": title,
        "summary": summary,
        "body": body,
        "sections": body_sections(article, language),
        "is_past_review": article.is_past_review(),
    }


search = public(SearchView.as_view())
article = public(ArticleView.as_view())


def only_public(endpoints: list[Any]) -> list[Any]:
    """The desk's addresses are described at the desk."""
    return [endpoint for endpoint in endpoints if not endpoint[0].startswith("/desk/")]


DESCRIBED = {"PREPROCESSING_HOOKS": [f"{__name__}.only_public"]}
schema = public(SpectacularAPIView.as_view(custom_settings=DESCRIBED))
