"""Whom to ring, one call, and how many came back by themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.intake.rules import grouped, new_receipt
from cases.requests.models import HelpRequest
from cases.returning.actions import note_call, open_for_adult, open_number
from cases.returning.actions.calls import suggested_day
from cases.returning.forms import CallForm
from cases.returning.permissions import can_ring
from cases.returning.queries import calls_of, may_be_rung, returns, ring_backs
from cases.returning.rules import Call
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

SAVED = {
    Call.REACHED: gettext_lazy("Noted: reached."),
    Call.NOT_REACHED: gettext_lazy("Noted: not reached. We try again on that day."),
    Call.GIVEN_UP: gettext_lazy("Noted: nobody rings any more. Her page still works."),
}


@require(Permission.RING_BACK)
@require_GET
def ring_back_list(request: HttpRequest) -> HttpResponse:
    """Due calls."""
    return render(request, "cases/returning/ring_backs.html", {"list": ring_backs(user_of(request))})


def _one(request: HttpRequest, request_id: UUID) -> tuple[User, HelpRequest]:
    user = user_of(request)
    rows = HelpRequest.objects.visible_to(user).select_related(
        "client__mailbox_key", "client__household", "client__office", "topic"
    )
    help_request = get_object_or_404(rows, pk=request_id)
    if not can_ring(user, help_request):
        raise Refused
    return user, help_request


def _page(request: HttpRequest, help_request: HelpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    initial = {"seen": help_request.version, "again_on": suggested_day()}
    context = {
        "help_request": help_request,
        "client": help_request.client,
        "is_due": may_be_rung(help_request),
        "calls": list(calls_of(help_request)),
        "form": CallForm(initial=initial),
        "number": "",
        "safe_word": "",
        **more,
    }
    return render(request, "cases/returning/call.html", context, status=status)


@require(Permission.RING_BACK)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One person: her rules, what was tried, and how it ended now."""
    user, help_request = _one(request, request_id)
    if request.method != "POST":
        return _page(request, help_request)
    form = CallForm(request.POST)
    if form.is_valid():
        outcome = Call(form.cleaned_data["outcome"])
        try:
            note_call(
                help_request=help_request,
                outcome=outcome,
                again_on=form.cleaned_data["again_on"],
                by=user,
                seen=form.cleaned_data["seen"],
            )
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, str(SAVED[outcome]))
            return redirect("returning:ring_backs")
    return _page(request, help_request, status=422, form=form)


@require(Permission.RING_BACK)
@require_POST
def number(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Her number, on this page only; the opening stands in the access log."""
    user, help_request = _one(request, request_id)
    try:
        words = open_number(help_request=help_request, by=user)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect("returning:call", help_request.pk)
    return _page(request, help_request, number=words["contact"], safe_word=words["safe_word"])


@require(Permission.RING_BACK)
@require_POST
def adult(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A mailbox of her own for another adult who is on the phone; the digits are shown once."""
    user, help_request = _one(request, request_id)
    digits = new_receipt()
    try:
        open_for_adult(help_request=help_request, digits=digits, by=user)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect("returning:call", help_request.pk)
    context = {"help_request": help_request, "groups": grouped(digits)}
    return render(request, "cases/returning/adult_read_out.html", context)


@require(Permission.SEE_WORKLOAD)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """How many looked at an answer within seven days, by week and door."""
    return render(request, "cases/returning/figures.html", {"returns": returns()})
