"""The household's side: its mentor and the month, or the wish for one; without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.intake.permissions import holder_of
from cases.mentoring import actions
from cases.mentoring.forms import HomeCheckInForm, SignalForm, WishForm
from cases.mentoring.models import Mentorship
from cases.mentoring.queries.home import home_month
from cases.mentoring.rules import Way
from cases.requests.models import Client
from helpdesk.accounts.access import receipt_required
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow

SAID = "mentor said"


def _client(request: HttpRequest) -> Client | None:
    """Who stands here; a receipt that somebody else has seen has to be changed first."""
    holder = holder_of(request)
    return None if holder is None or holder.client.receipt_is_temporary else holder.client


def _page(request: HttpRequest, client: Client, status: int = 200, **more: Any) -> HttpResponse:
    month = home_month(client)
    wish = month.wish
    initial = {"way": wish.way, "woman_only": wish.woman_only} if wish else {}
    context = {
        "month": month,
        "check_in_form": HomeCheckInForm(auto_id="check_in_%s"),
        "signal_form": SignalForm(auto_id="signal_%s"),
        "wish_form": WishForm(initial=initial, auto_id="wish_%s"),
        "said": str(request.session.pop(SAID, "")) if SAID in request.session else "",
        **more,
    }
    return render(request, "cases/mentoring/home.html", context, status=status)


@receipt_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Her mentor, or how to wish for one."""
    client = _client(request)
    return redirect("casefile:unlock") if client is None else _page(request, client)


def _with_month(
    request: HttpRequest, form: Any, name: str, act: Callable[[Mentorship, ByReceipt], object], said: str
) -> HttpResponse:
    """One small step about her running mentorship; without one the page says so."""
    client = _client(request)
    if client is None:
        return redirect("casefile:unlock")
    mentorship = home_month(client).mentorship
    if mentorship is None:
        return redirect("mentoring:home")
    if not form.is_valid():
        return _page(request, client, 422, **{name: form})
    try:
        act(mentorship, ByReceipt(client.pk))
    except NotNow as why:
        return _page(request, client, 422, sorry=str(why))
    request.session[SAID] = said
    return redirect("mentoring:home")


@receipt_required
@require_POST
def check_in(request: HttpRequest) -> HttpResponse:
    """How it goes at home."""
    form = HomeCheckInForm(request.POST, auto_id="check_in_%s")

    def act(mentorship: Mentorship, by: ByReceipt) -> None:
        actions.check_in_at_home(mentorship=mentorship, mood=form.cleaned_data["mood"], by=by)

    return _with_month(request, form, "check_in_form", act, "noted")


@receipt_required
@require_POST
def signal(request: HttpRequest) -> HttpResponse:
    """Something is not good between us; the mentor never learns of it."""
    form = SignalForm(request.POST, auto_id="signal_%s")

    def act(mentorship: Mentorship, by: ByReceipt) -> None:
        actions.send_signal(mentorship=mentorship, by=by, **form.cleaned_data)

    return _with_month(request, form, "signal_form", act, "signalled")


@receipt_required
@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    """Would like a mentor; or, with `no`, not any more."""
    client = _client(request)
    if client is None:
        return redirect("casefile:unlock")
    wants = request.POST.get("wants") != "no"
    form = WishForm(request.POST, auto_id="wish_%s")
    if wants and not form.is_valid():
        return _page(request, client, 422, wish_form=form)
    typed = form.cleaned_data if wants else {"way": Way.ANY, "woman_only": False}
    try:
        actions.wish_for_mentor(client=client, wants=wants, by=ByReceipt(client.pk), **typed)
    except NotNow as why:
        return _page(request, client, 422, sorry=str(why))
    request.session[SAID] = "wished" if wants else "unwished"
    return redirect("mentoring:home")
