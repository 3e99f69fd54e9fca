"""The page of what is read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpdesk import languages
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.roles import Permission
from knowledge.reading import queries


@require(Permission.EDIT_ARTICLES, Permission.PUBLISH_ARTICLES)
@require_safe
def reads(request: HttpRequest) -> HttpResponse:
    """Every article that readers may open, most read first, those that nobody opened last."""
    rows = queries.rows(user_of(request))
    context = {
        "read": [row for row in rows if row.reads],
        "unread": [row for row in rows if not row.reads],
        "codes": languages.CODES,
    }
    return render(request, "knowledge/reading/reads.html", context)
