"""The page of search results. A question is the reader's own: only words that found nothing are counted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from helpdesk import languages
from helpdesk.accounts.access import public
from helpdesk.accounts.throttle import Limit, take
from helpdesk.text.analyzer import analyze
from helpdesk.ui.forms import plain_text
from knowledge.articles.models import Country
from knowledge.glossary.actions import note_heard
from knowledge.search.actions import note_missed
from knowledge.search.queries import find
from knowledge.search.rules import LONGEST_QUESTION

MOST_SHOWN = 8
MISSES = Limit("misses", 30, 60 * 60)  # more from one place are not counted; the page is shown all the same


@public
def search(request: HttpRequest) -> HttpResponse:
    """Answers first, then what is near; when nothing fits, that is said, with the way to a person."""
    asked = plain_text(request.GET.get("q", ""))[:LONGEST_QUESTION].strip()
    country = request.GET.get("country", "")
    country = country if country in Country.values else ""
    reader = get_language() or languages.DEFAULT
    hits = find(asked, reader, country, MOST_SHOWN) if asked else []
    fitting = [hit for hit in hits if hit.answer]
    if asked:
        note_heard(analyze(asked, reader))
    if asked and not fitting and not take(MISSES, request):
        note_missed(asked=asked, language=reader)
    context = {
        "asked": asked,
        "country": country,
        "countries": Country.choices,
        "hits": fitting,
        "near": [hit for hit in hits if not hit.answer][:3] if not fitting else [],
        "reader": reader,
    }
    return render(request, "knowledge/search/results.html", context)
