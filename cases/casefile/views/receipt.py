"""Changing the receipt: one ends, another begins, and no click can lock her out."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.casefile.views.holder import Holder, back, unlocked
from cases.intake.actions import change_receipt
from cases.intake.forms import LastDigitsForm
from cases.intake.rules import grouped, new_receipt
from helpdesk.sealing.inbox import remember_inbox_key

RENEWAL = "renewal"
SHOW_SECONDS = 30 * 60


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Shows new digits first; they hold once the last four were typed back: no click can lock her out."""
    digits = _pending_digits(request)
    form = LastDigitsForm(request.POST if request.method == "POST" else None, digits=digits)
    if request.method == "POST" and form.is_valid():
        key = change_receipt(client=holder.client, digits=digits, opener=holder.key)
        request.session.pop(RENEWAL, None)
        remember_inbox_key(request, key)
        return back(request, "renewed")
    must = holder.client.receipt_is_temporary
    context = {"form": form, "groups": grouped(digits), "must": must}
    return render(request, "cases/casefile/inbox_renew.html", context)


def _pending_digits(request: HttpRequest) -> str:
    pending = request.session.get(RENEWAL)
    if pending is None or pending["until"] <= time.time():
        pending = {"digits": new_receipt(), "until": int(time.time()) + SHOW_SECONDS}
        request.session[RENEWAL] = pending
    return str(pending["digits"])
