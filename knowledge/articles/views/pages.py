"""Home, topic and article: all without script, in the language of the address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from helpdesk import languages
from helpdesk.accounts.access import public
from helpdesk.ui.kept_pages import kept_for_readers
from helpdesk.ui.opened_pages import counts_openings
from knowledge.articles import queries
from knowledge.articles.models import Article, Country, Topic


def _reader() -> str:
    return get_language() or languages.DEFAULT


def _country(request: HttpRequest) -> str:
    country = request.GET.get("country", "")
    return country if country in Country.values else ""


@public
@kept_for_readers
def home(request: HttpRequest) -> HttpResponse:
    """Search, topics by need, a way to ask a person, and the numbers that answer at night."""
    context = {
        "topics": queries.first_topics(),
        "newest": queries.newest(_reader()),
        "lines": queries.EMERGENCY_LINES,
        "countries": Country.choices,
        "offices": queries.hours_beside(),
    }
    return render(request, "knowledge/articles/home.html", context)


@public
@kept_for_readers
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles of one topic, of one country where asked."""
    country = _country(request)
    found = get_object_or_404(Topic.objects.visible_to(None).select_related("parent"), slug=slug)
    children = list(Topic.objects.on_in(country).filter(parent=found))
    parts = queries.parts_of(found, children, queries.articles_of(found, _reader(), country))
    context = {
        "topic": found,
        "children": children,
        "filled": [part.topic for part in parts],
        "parts": parts,
        "country": country,
        "countries": Country.choices,
        "services": queries.services_beside(found, _reader(), country),
    }
    return render(request, "knowledge/articles/topic.html", context)


@public
@counts_openings
@kept_for_readers
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article in the reader's language, or in the next one of her order; what has ended is said."""
    published = Article.objects.begun().select_related("topic", "topic__parent")
    found = get_object_or_404(published, slug=slug)
    shown = queries.shown(found, _reader())
    if not shown.language:
        raise Http404
    if found.is_over():
        return render(request, "knowledge/articles/over.html", {"article": found, "shown": shown}, status=410)
    sections = queries.body_sections(found, shown.language)
    context = {
        "article": found,
        "shown": shown,
        "sections": sections,
        "contents": [section for section in sections if section.title],
        "related": queries.related_to(found, _reader()),
        "is_past_review": found.is_past_review(),
    }
    return render(request, "knowledge/articles/article.html", context)
