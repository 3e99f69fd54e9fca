"""The list of articles with their languages, and the work that waits for editors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpdesk import languages
from helpdesk.accounts.access import require
from knowledge.articles.permissions import can_edit
from knowledge.translating import queries
from knowledge.translating.views.desk import EDITORS, desk_user


@require(*EDITORS)
@require_safe
def edit_list(request: HttpRequest) -> HttpResponse:
    """Every article, with the state of each language; filtered by one language and state."""
    language, state = request.GET.get("language", ""), request.GET.get("state", "")
    context = {
        "rows": queries.rows(desk_user(request), language=language, state=state),
        "language": language,
        "state": state,
        "codes": languages.CONTENT_CODES,
        "states": queries.STATE_LABELS.items(),
    }
    return render(request, "knowledge/translating/list.html", context)


@require(*EDITORS)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """One page of work: what is missing, outdated or due, and what other rooms keep for editors."""
    user = desk_user(request)
    context = {"lists": queries.work_lists(user), "may_edit": can_edit(user)}
    return render(request, "knowledge/translating/worklists.html", context)
