"""Finding a request again without its code, and seeing who else has one open."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cases.requests.models import HelpRequest
from cases.triage.forms import FindForm
from cases.triage.queries import Page
from cases.triage.queries.finding import found, my_last
from cases.triage.queries.presence import note_presence, others_here
from helpdesk.accounts.access import require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.SEE_QUEUE)
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """With nothing asked: what she herself had in her hands last."""
    user: User = request.user  # type: ignore[assignment]
    form = FindForm(request.GET)
    sought = form.sought()
    page = found(user, sought, request.GET.get("after", "")) if sought else Page(my_last(user))
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "form": form,
        "page": page,
        "is_search": bool(sought),
        "is_later_page": "after" in request.GET,
        "may_ask_for_list": bool(sought) and user.can(Permission.EXPORT_LIST),
        "next_query": query.urlencode(),
    }
    return render(request, "cases/triage/find.html", context)


@require(Permission.OPEN_REQUEST)
@require_GET
def presence(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Asked by the open page: says "still here", and answers who else is."""
    user: User = request.user  # type: ignore[assignment]
    help_request = get_object_or_404(HelpRequest.objects.visible_to(user).defer("story"), pk=request_id)
    note_presence(help_request, user)
    context = {"others": others_here(help_request, user)}
    return render(request, "cases/triage/_presence.html", context)
