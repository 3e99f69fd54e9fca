"""Deciding about one request: take a suggestion, or say otherwise."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.requests.forms import seen_of
from cases.requests.models import HelpRequest
from cases.requests.queries import State, state_of
from cases.triage.actions import accept as accept_suggestion
from cases.triage.actions import decide as decide_request
from cases.triage.actions.undo import Sorted, unsort
from cases.triage.forms import TriageForm
from cases.triage.queries import dress
from cases.triage.queries.parts import parts_of
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done, keep, kept

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
        before = state_of(help_request)
        try:
            decide_request(
                help_request=help_request, decision=form.decision(), by=user, seen=form.cleaned_data["seen"]
            )
        except NotNow as why:
            help_request = _find(user, request_id)
            form = _again(request, help_request)
            form.add_error(None, str(why))
        else:
            return _after(request, user, request_id, before, taught=True)
    return _panel(request, help_request, form)


def _again(request: HttpRequest, help_request: HelpRequest) -> TriageForm:
    """The same choices over what stands there now, so that saving again works."""
    data = request.POST.copy()
    data["seen"] = str(help_request.version)
    return TriageForm(data, help_request=help_request)


@require(Permission.TRIAGE)
@require_POST
def accept(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One click: the program was right about `part`."""
    user: User = request.user  # type: ignore[assignment]
    help_request = _find(user, request_id)
    part = request.POST.get("part", "")
    part = part if part in PARTS else "all"
    before = state_of(help_request)
    try:
        seen = seen_of(request).of(request_id)
        accept_suggestion(help_request=help_request, part=part, by=user, seen=seen)
    except NotNow as why:
        if getattr(request, "htmx", False):
            fresh = _find(user, request_id)
            return _panel(request, fresh, TriageForm(help_request=fresh), why_not=str(why))
        messages.warning(request, str(why))
        return redirect("casefile:open", request_id)
    return _after(request, user, request_id, before, taught=part in {"flags", "all"})


@require(Permission.TRIAGE)
@require_POST
def undecide(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The undo of sorting, by the token that the decision gave."""
    user: User = request.user  # type: ignore[assignment]
    _find(user, request_id)
    what = kept(user.pk, request.POST.get("token", ""))
    if not isinstance(what, Sorted) or what.request_id != request_id:
        messages.warning(request, _("This can be undone no more. Decide anew."))
        return redirect("casefile:open", request_id)
    try:
        unsort(done=what, by=user)
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, _("Everything is as it was before."))
    return redirect("casefile:open", request_id)


def _after(
    request: HttpRequest, user: User, request_id: UUID, before: State, *, taught: bool
) -> HttpResponse:
    help_request = _find(user, request_id)
    token = keep(user.pk, Sorted(request_id, before, help_request.version, taught))
    if getattr(request, "htmx", False):
        return _panel(request, help_request, TriageForm(help_request=help_request), undo=token)
    undo_url = reverse("triage:undecide", args=[request_id])
    done(request, _("Sorted."), undo_url=undo_url, name="token", value=token)
    return redirect("casefile:open", request_id)


def _panel(
    request: HttpRequest, help_request: HelpRequest, form: TriageForm, *, undo: str = "", why_not: str = ""
) -> HttpResponse:
    """The panel alone for a swap, else a page of its own with what was typed."""
    context = {
        "help_request": dress(help_request),
        "triage_form": form,
        "parts": parts_of(help_request),
        "undo": undo,
        "why_not": why_not,
        "is_swap": True,
    }
    if getattr(request, "htmx", False):
        return render(request, "cases/triage/_panel.html", context)
    status = 422 if form.errors else 200
    return render(request, "cases/triage/decide.html", {**context, "is_swap": False}, status=status)
