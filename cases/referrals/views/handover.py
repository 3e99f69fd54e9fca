"""The partner's own page: a code opens it once; no account, and nothing about it in any address."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.intake.rules import grouped
from cases.referrals.actions import open_handover, partner_says
from cases.referrals.forms import AnswerForm, CodeForm
from cases.referrals.models import Referral
from cases.referrals.queries import parts_of
from helpdesk.accounts.access import public
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.throttle import Limit, give_back, take
from helpdesk.ui.resting import rests_while_sealed

WRONG_CODES = Limit("handover", most=5, seconds=15 * 60)
OPENED = "handover"  # session entry: which hand-over may be answered here, and until when
MAY_ANSWER_SECONDS = 30 * 60


@public
@rests_while_sealed
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """The code. Unknown, used and expired ones look alike."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _door(request, form)
    seconds = take(WRONG_CODES, request)
    if seconds:
        response = _door(request, form, minutes=-(-seconds // 60), status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
    handed = open_handover(digits=form.cleaned_data["code"])
    if handed is None:
        sorry = _("Nothing opens with this code. It may have been used, or be too old. Ring us.")
        form.add_error("code", sorry)
        return _door(request, form)
    give_back(WRONG_CODES, request)
    request.session[OPENED] = [str(handed.referral.pk), time.time() + MAY_ANSWER_SECONDS]
    context = {
        "parts": parts_of(handed.payload),
        "groups": grouped(handed.next_digits),
        "form": AnswerForm(),
        "aim": handed.referral.get_aim_display(),
        "due_on": handed.referral.due_on,
    }
    return render(request, "cases/referrals/handover.html", context)


@public
@rests_while_sealed
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Accepted, declined or done."""
    referral = _opened_here(request)
    if referral is None:
        return redirect("referrals:door")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _answered(request, form=form, status=422)
    said, why_not = form.to_answer()
    try:
        partner_says(referral=referral, answer=said, why_not=why_not)
    except NotNow as why:
        return _answered(request, form=form, sorry=str(why), status=409)
    del request.session[OPENED]
    return _answered(request, said=said.value)


def _opened_here(request: HttpRequest) -> Referral | None:
    key, until = request.session.get(OPENED, ["", 0])
    if not key or until < time.time():
        return None
    return Referral.objects.select_related("partner", "help_request").filter(pk=UUID(key)).first()


def _answered(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    defaults = {"form": None, "said": "", "sorry": ""}
    return render(request, "cases/referrals/answered.html", {**defaults, **context}, status=status)


def _door(request: HttpRequest, form: CodeForm, *, minutes: int = 0, status: int = 200) -> HttpResponse:
    return render(request, "cases/referrals/door.html", {"form": form, "minutes": minutes}, status=status)
