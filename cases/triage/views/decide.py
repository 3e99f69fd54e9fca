"""Deciding about one request: take a suggestion, or say otherwise."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.requests.models import HelpRequest
from cases.triage.actions import accept as accept_suggestion
from cases.triage.actions import decide as decide_request
from cases.triage.forms import TriageForm
from cases.triage.queries import dress, parts_of
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

PARTS = {"topic", "urgency", "flags", "deadline", "all"}


def _find(user: User, request_id: UUID) -> HelpRequest:
    rows = HelpRequest.objects.visible_to(user).for_lists().select_related("suggestion__topic").defer("story")
    return get_object_or_404(rows, pk=request_id)


@require(Permission.TRIAGE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, request_id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    help_request = _find(user, request_id)
    form = TriageForm(request.POST if request.method == "POST" else None, help_request=help_request)
    if request.method == "POST" and form.is_valid():
        try:
            decide_request(
                help_request=help_request, decision=form.decision(), by=user, seen=form.cleaned_data["seen"]
            )
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            return _after(request, user, request_id)
    return _panel(request, help_request, form)


@require(Permission.TRIAGE)
@require_POST
def accept(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One click: the program was right about `part`."""
    user: User = request.user  # type: ignore[assignment]
    help_request = _find(user, request_id)
    part = request.POST.get("part", "")
    try:
        accept_suggestion(help_request=help_request, part=part if part in PARTS else "all", by=user)
    except NotNow as why:
        messages.warning(request, str(why))
    return _after(request, user, request_id)


def _after(request: HttpRequest, user: User, request_id: UUID) -> HttpResponse:
    if not getattr(request, "htmx", False):
        return redirect("casefile:open", request_id)
    help_request = _find(user, request_id)
    return _panel(request, help_request, TriageForm(help_request=help_request), is_changed=True)


def _panel(
    request: HttpRequest, help_request: HelpRequest, form: TriageForm, *, is_changed: bool = False
) -> HttpResponse:
    """The panel alone for a swap, else a page of its own with what was typed."""
    context = {
        "help_request": dress(help_request),
        "triage_form": form,
        "parts": parts_of(help_request),
        "is_changed": is_changed,
        "is_swap": True,
    }
    if getattr(request, "htmx", False):
        return render(request, "cases/triage/_panel.html", context)
    status = 422 if form.errors else 200
    return render(request, "cases/triage/decide.html", {**context, "is_swap": False}, status=status)
