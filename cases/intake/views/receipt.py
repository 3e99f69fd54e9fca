"""The page after sending: the receipt, until it is on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.intake.forms import LastDigitsForm
from cases.intake.queries import topic_by_slug
from cases.intake.rules import grouped
from cases.intake.views import draft as drafts
from cases.intake.views.frame import danger_context, show
from cases.waiting.queries import Place, wait_words
from helpdesk.accounts.access import public


@public
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt, until its last four digits were typed back or half an hour has gone."""
    shown = drafts.shown_receipt(request)
    if shown is None:
        kept = request.session.get(drafts.KEPT)
        return show(request, "cases/intake/kept.html", **_seen(kept)) if kept else redirect("intake:story")
    form = LastDigitsForm(request.POST if request.method == "POST" else None, digits=shown["digits"])
    if request.method == "POST" and form.is_valid():
        drafts.keep(request)
        return redirect("intake:receipt")
    return show(
        request, "cases/intake/receipt.html", form=form, groups=grouped(shown["digits"]), **_seen(shown)
    )


def _seen(shown: dict[str, Any]) -> dict[str, Any]:
    day = shown["look_again_on"]
    number, until = shown.get("place") or [0, ""]
    danger = {"danger": "yes" if shown.get("danger") else "no", "country": shown.get("country", "")}
    return {
        "look_again_on": date.fromisoformat(day) if day else None,
        "ring": shown.get("ring", False),
        "is_new": shown.get("is_new", True),
        "wait": wait_words(topic_by_slug(shown.get("topic") or ""), shown.get("country", "")),
        "place": Place(number, date.fromisoformat(until)) if number else None,
        **danger_context(danger),
    }
