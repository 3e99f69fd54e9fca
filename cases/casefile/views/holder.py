"""What the pages of the inbox share: who stands before them, her own things, and what was just done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from cases.intake.permissions import Holder, holder_of, unlocked
from cases.requests.models import HelpRequest

SAID = "said"  # session entry: what was just done, said once; a cookie would be a trace


__all__ = ["SAID", "Holder", "back", "holder_of", "own_request", "take_said", "unlocked"]


def own_request(holder: Holder, request_id: Any) -> HelpRequest:
    """One of her own requests; anybody else's does not exist."""
    return get_object_or_404(
        HelpRequest.objects.select_related("inbox_key"), pk=request_id, client=holder.client
    )


def back(request: HttpRequest, said: str, to: str = "casefile:inbox") -> HttpResponse:
    """To a page of the inbox, which says once what was done."""
    request.session[SAID] = said
    return redirect(to)


def take_said(request: HttpRequest) -> str:
    """What is to be said on this page, and never again; an untouched session is not written."""
    return str(request.session.pop(SAID, "")) if SAID in request.session else ""
