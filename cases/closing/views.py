"""Closing one request, and opening it again."""

from __future__ import annotations

from collections.abc import Callable
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
from cases.closing.actions.undo import unclose, ungroup, unmake_task, unrefer
from cases.closing.forms import CloseForm
from cases.closing.queries import Before, before_of
from cases.requests.forms import seen_of
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome
from cases.triage.queries.selected import selected_of, way_back
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done, keep, kept

UNDO: dict[str, Callable[..., object]] = {"group": ungroup, "task": unmake_task, "refer": unrefer}


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
        before = before_of(help_request)
        try:
            close_request(help_request=help_request, outcome=outcome, by=user, seen=seen)
        except NotNow as why:
            form = CloseForm(initial={"seen": help_request.version, "outcome": outcome.value})
            messages.warning(request, str(why))
        else:
            _offer_undo(request, _("The request is closed."), before)
            return redirect("casefile:open", help_request.pk)
    context = {"help_request": help_request, "close_form": form}
    return render(request, "cases/closing/close.html", context, status=422 if data else 200)


def _offer_undo(request: HttpRequest, said: str, before: Before) -> None:
    undo = reverse("closing:reopen", args=[before.request_id])
    done(request, said, undo_url=undo, name="token", value=keep(request.user.pk, [before]))


@require(Permission.CLOSE)
@require_POST
def reopen(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """With the token of a decision: all as it was before. Without: it is in work again."""
    user: User = request.user  # type: ignore[assignment]
    help_request = _find(request, request_id)
    before = kept(user.pk, request.POST.get("token", ""))
    if before and [one.request_id for one in before] == [request_id]:
        _put_back(request, before)
    else:
        reopen_request(help_request=help_request, by=user)
        messages.success(request, _("The request is in work again."))
    return redirect("casefile:open", help_request.pk)


def _put_back(request: HttpRequest, befores: list[Before]) -> None:
    user: User = request.user  # type: ignore[assignment]
    why_not = ""
    for before in befores:
        try:
            unclose(before=before, by=user)
        except NotNow as why:
            why_not = why_not or str(why)
    if why_not:
        messages.warning(request, why_not)
    else:
        messages.success(request, _("Everything is as it was before."))


@require(Permission.CLOSE)
@require_POST
def duplicate(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One step: the same matter runs in the request `kept`."""
    user: User = request.user  # type: ignore[assignment]
    help_request = _find(request, request_id)
    stays = next(iter(selected_of(user, [request.POST.get("kept", "")])), None)
    if stays is None:
        messages.warning(request, _("Choose the request that stays."))
        return redirect("casefile:open", help_request.pk)
    before = before_of(help_request)
    try:
        close_as_duplicate(
            help_request=help_request, kept=stays, by=user, seen=seen_of(request).of(request_id)
        )
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        _offer_undo(request, _("Closed: the same matter runs in %(code)s.") % {"code": stays.code}, before)
    return redirect("casefile:open", help_request.pk)


@require(Permission.CLOSE)
@require_POST
def spam(request: HttpRequest) -> HttpResponse:
    """One step for one or for many: nobody asks us anything here. Each for itself, with one undo."""
    user: User = request.user  # type: ignore[assignment]
    closed, why_not, seen = [], "", seen_of(request)
    for help_request in selected_of(user, request.POST.getlist("selected")):
        before = before_of(help_request)
        try:
            close_request(
                help_request=help_request, outcome=Outcome.SPAM, by=user, seen=seen.of(help_request.pk)
            )
        except NotNow as why:
            why_not = why_not or str(why)
        else:
            closed.append(before)
    if closed:
        said = ngettext(
            "%(number)s request is closed as spam.", "%(number)s requests are closed as spam.", len(closed)
        ) % {"number": len(closed)}
        undo = keep(user.pk, closed)
        done(request, said, undo_url=reverse("closing:not_spam"), name="token", value=undo)
    if why_not or not closed:
        messages.warning(request, why_not or _("Select at least one request."))
    return redirect(way_back(request.POST.get("next", "")))


@require(Permission.CLOSE)
@require_POST
def not_spam(request: HttpRequest) -> HttpResponse:
    """The undo of spam: what closed as spam with this token stands again as it stood."""
    befores = kept(request.user.pk, request.POST.get("token", ""))
    if befores:
        _put_back(request, befores)
    else:
        messages.warning(request, _("This can be undone no more. Open the request again on its own page."))
    return redirect(way_back(request.POST.get("next", "")))


@require(Permission.GROUP, Permission.MANAGE_TASKS, Permission.REFER)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """The undo of a group, task or referral just made: its token says which, and how all stood before."""
    user: User = request.user  # type: ignore[assignment]
    found = kept(user.pk, request.POST.get("token", ""))
    verb = UNDO.get(found["what"]) if isinstance(found, dict) else None
    if verb is None:
        messages.warning(request, _("This can be undone no more. Decide anew."))
        return redirect("triage:queue")
    try:
        verb(**found["how"], by=user)
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, _("Everything is as it was before."))
    return redirect("triage:queue")
