"""What she does herself: a new day to look, a mailbox for another adult, and what to do without a receipt."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.duty.queries import offices_open
from cases.intake.actions import holds
from cases.intake.forms import LastDigitsForm
from cases.intake.rules import grouped, new_receipt
from cases.requests.models import Client, HelpRequest
from cases.returning.actions import choose_day, mailbox_for_adult
from cases.returning.forms import DayForm
from helpdesk.accounts.access import public, receipt_required
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.throttle import Limit, take
from helpdesk.sealing.inbox import forget_inbox_key, inbox_key_of

SAID, ADULT = "said", "adult"  # session entries: what the inbox says once, digits that are being written down
SHOW_SECONDS = 30 * 60
MAILBOXES = Limit("adult", most=3, seconds=60 * 60)
HerPage = Callable[[HttpRequest, Client], HttpResponse]


def hers(view: HerPage) -> Callable[..., HttpResponseBase]:
    """Gives the view the client whose receipt of today is unlocked here; sends others to the door."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        key = inbox_key_of(request)
        client = Client.objects.select_related("household").filter(pk=key.client_id).first() if key else None
        if key is None or client is None or not holds(client, key):
            forget_inbox_key(request)
            return redirect("casefile:unlock")
        if client.receipt_is_temporary:
            return redirect("casefile:inbox_renew")
        return view(request, client)

    return receipt_required(guarded)


@hers
@require_POST
def look_again(request: HttpRequest, client: Client) -> HttpResponse:
    """The next day on which she can look."""
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Http404
    help_request = get_object_or_404(HelpRequest, pk=form.cleaned_data["thread"], client=client)
    choose_day(help_request=help_request, way=form.cleaned_data["way"], by=ByReceipt(client.pk))
    request.session[SAID] = "look_again"
    return redirect("casefile:inbox")


@hers
@require_http_methods(["GET", "HEAD", "POST"])
def adult(request: HttpRequest, client: Client) -> HttpResponse:
    """Digits for another adult; her mailbox begins when the last four were typed back."""
    digits = _pending(request)
    form = LastDigitsForm(request.POST if request.method == "POST" else None, digits=digits)
    sorry, minutes = "", 0
    if request.method == "POST" and form.is_valid():
        minutes = -(-take(MAILBOXES, request) // 60)
        if not minutes:
            try:
                mailbox_for_adult(client=client, digits=digits, by=ByReceipt(client.pk))
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
