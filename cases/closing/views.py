"""Closing one request, and opening it again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.closing.actions import close as close_request
from cases.closing.actions import close_as_duplicate
from cases.closing.actions import reopen as reopen_request
from cases.closing.forms import CloseForm
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome
from cases.triage.queries.selected import selected_of, way_back
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done


def _find(request: HttpRequest, request_id: UUID) -> HelpRequest:
    user: User = request.user  # type: ignore[assignment]
    rows = HelpRequest.objects.visible_to(user).for_lists().defer("story")
    return get_object_or_404(rows, pk=request_id)


@require(Permission.CLOSE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, request_id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    help_request = _find(request, request_id)
    data = request.POST if request.method == "POST" else None
    form = CloseForm(data, initial={"seen": help_request.version})
    if request.method == "POST" and form.is_valid():
        outcome, seen = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["seen"]
        try:
            close_request(help_request=help_request, outcome=outcome, by=user, seen=seen)
        except NotNow as why:
            form = CloseForm(initial={"seen": help_request.version, "outcome": outcome.value})
            messages.warning(request, str(why))
        else:
            undo = reverse("closing:reopen", args=[help_request.pk])
            done(request, _("The request is closed."), undo_url=undo)
            return redirect("casefile:open", help_request.pk)
    context = {"help_request": help_request, "close_form": form}
    return render(request, "cases/closing/close.html", context, status=422 if data else 200)


@require(Permission.CLOSE)
@require_POST
def reopen(request: HttpRequest, request_id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    help_request = _find(request, request_id)
    reopen_request(help_request=help_request, by=user)
    messages.success(request, _("The request is in work again."))
    return redirect("casefile:open", help_request.pk)


@require(Permission.CLOSE)
@require_POST
def duplicate(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One step: the same matter runs in the request `kept`."""
    user: User = request.user  # type: ignore[assignment]
    help_request = _find(request, request_id)
    kept = next(iter(selected_of(user, [request.POST.get("kept", "")])), None)
    if kept is None:
        messages.warning(request, _("Choose the request that stays."))
        return redirect("casefile:open", help_request.pk)
    try:
        close_as_duplicate(help_request=help_request, kept=kept, by=user)
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        undo = reverse("closing:reopen", args=[help_request.pk])
        done(request, _("Closed: the same matter runs in %(code)s.") % {"code": kept.code}, undo_url=undo)
    return redirect("casefile:open", help_request.pk)


@require(Permission.CLOSE)
@require_POST
def spam(request: HttpRequest) -> HttpResponse:
    """One step for one or for many: nobody asks us anything here. Each for itself, with one undo."""
    user: User = request.user  # type: ignore[assignment]
    closed, why_not = [], ""
    for help_request in selected_of(user, request.POST.getlist("selected")):
        try:
            close_request(help_request=help_request, outcome=Outcome.SPAM, by=user)
        except NotNow as why:
            why_not = why_not or str(why)
        else:
            closed.append(str(help_request.pk))
    if closed:
        said = ngettext(
            "%(number)s request is closed as spam.", "%(number)s requests are closed as spam.", len(closed)
        ) % {"number": len(closed)}
        done(request, said, undo_url=reverse("closing:not_spam"), name="selected", value=",".join(closed))
    if why_not or not closed:
        messages.warning(request, why_not or _("Select at least one request."))
    return redirect(way_back(request.POST.get("next", "")))


@require(Permission.CLOSE)
@require_POST
def not_spam(request: HttpRequest) -> HttpResponse:
    """The undo of spam: only what closed as spam opens again."""
    user: User = request.user  # type: ignore[assignment]
    for help_request in selected_of(user, request.POST.getlist("selected")):
        if help_request.outcome == Outcome.SPAM.value:
            reopen_request(help_request=help_request, by=user)
    messages.success(request, _("Back in work."))
    return redirect(way_back(request.POST.get("next", "")))
