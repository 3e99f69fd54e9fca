"""Who pays for one thing: a small page, and a fragment in the page of the thing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.reports.actions.tagging import tag
from cases.reports.forms import TagForm
from cases.reports.queries.tagging import KINDS, code_of, page_of, taggable
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.roles import Permission


@require(Permission.TAG_FUNDER)
@require_http_methods(["GET", "HEAD", "POST"])
def tag_page(request: HttpRequest, kind: str, thing_id: UUID) -> HttpResponse:
    """Shows the tag and sets it; whoever may not open the thing finds nothing here."""
    if kind not in KINDS:
        raise Http404
    user = user_of(request)
    thing = get_object_or_404(taggable(kind, user), pk=thing_id)
    form = TagForm(request.POST if request.method == "POST" else None, user=user, now=thing.funder)
    if request.method == "POST" and form.is_valid():
        tag(thing=thing, funder=form.cleaned_data["funder"], by=user)
        messages.success(request, _("Saved."))
        return redirect(*page_of(kind, thing))
    context = {
        "form": form,
        "code": code_of(thing),
        "kind": kind,
        "thing": thing,
        "page": page_of(kind, thing),
    }
    return render(request, "cases/reports/tag.html", context, status=422 if form.errors else 200)
