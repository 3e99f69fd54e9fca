"""What she does herself: a new day to look, a mailbox for another adult, and what to do without a receipt."""

from __future__ import annotations

import time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.duty.queries import offices_open
from cases.intake.forms import LastDigitsForm
from cases.intake.permissions import Holder, unlocked
from cases.intake.rules import grouped, new_receipt
from cases.requests.models import HelpRequest
from cases.returning.actions import choose_day, mailbox_for_adult
from cases.returning.forms import DayForm
from helpdesk.accounts.access import public
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.throttle import Limit, take

SAID, ADULT = "said", "adult"  # session entries: what the inbox says once, digits that are being written down
SHOW_SECONDS = 30 * 60
MAILBOXES = Limit("adult", most=3, seconds=60 * 60)


@unlocked
@require_POST
def look_again(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The next day on which she can look."""
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Http404
    help_request = get_object_or_404(HelpRequest, pk=form.cleaned_data["thread"], client=holder.client)
    choose_day(help_request=help_request, way=form.cleaned_data["way"], by=holder.actor)
    request.session[SAID] = "look_again"
    return redirect("casefile:inbox")


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def adult(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Digits for another adult; her mailbox begins when the last four were typed back."""
    digits = _pending(request)
    form = LastDigitsForm(request.POST if request.method == "POST" else None, digits=digits)
    sorry, minutes = "", 0
    if request.method == "POST" and form.is_valid():
        minutes = -(-take(MAILBOXES, request) // 60)
        if not minutes:
            try:
                mailbox_for_adult(client=holder.client, digits=digits, by=holder.actor)
            except NotNow as why:
                sorry = str(why)
            else:
                request.session.pop(ADULT, None)
                request.session[SAID] = "adult"
                return redirect("casefile:inbox")
    context = {"form": form, "groups": grouped(digits), "sorry": sorry, "minutes": minutes}
    return render(request, "cases/returning/adult.html", context, status=429 if minutes else 200)


def _pending(request: HttpRequest) -> str:
    pending = request.session.get(ADULT)
    if pending is None or pending["until"] <= time.time():
        pending = {"digits": new_receipt(), "until": int(time.time()) + SHOW_SECONDS}
        request.session[ADULT] = pending
    return str(pending["digits"])


@public
@require_safe
def lost(request: HttpRequest) -> HttpResponse:
    """Without a receipt: ring and say your alias. The page asks for nothing, so it tells nothing."""
    return render(request, "cases/returning/lost.html", {"offices": offices_open()})
