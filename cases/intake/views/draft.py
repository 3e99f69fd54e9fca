"""What a person has typed so far: in her session (ciphertext in Redis), and encrypted in her page."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from django.http import HttpRequest

from cases.intake.rules import new_receipt
from helpdesk.accounts.kiosk import kiosk_here
from helpdesk.sealing.carried import carried, carry
from helpdesk.ui.dates import Moment

DRAFT, SHOWN, KEPT = "draft", "shown", "kept"
CARRIED = "carried"  # name of the hidden field
SHOW_SECONDS = 30 * 60
CARRY_SECONDS = 2 * 60 * 60


def draft_of(request: HttpRequest) -> dict[str, Any]:
    """The draft, or an empty one that is not yet stored.

    A session that was lost with Redis knows nothing; then the page itself still holds the draft.
    Where a receipt was shown the draft has been sent, and an old page must not bring it back.
    """
    found: dict[str, Any] | None = request.session.get(DRAFT)
    if found is not None:
        return found
    token = request.POST.get(CARRIED, "")
    if not token or SHOWN in request.session or KEPT in request.session or kiosk_here(request):
        return {}
    rescued = carried(token, purpose=DRAFT, seconds=CARRY_SECONDS)
    if rescued is None:
        return {}
    request.session[DRAFT] = rescued
    return rescued


def remember(request: HttpRequest, **values: Any) -> dict[str, Any]:
    """Adds answers to the draft; dates as ISO text, because sessions are JSON."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    request.session[DRAFT] = draft_of(request) | plain
    return draft_of(request)


def receipt_of(request: HttpRequest) -> str:
    """The receipt this draft will get: chosen before it is sent, so that two clicks are one request."""
    draft = draft_of(request)
    return str(draft.get("digits") or remember(request, digits=new_receipt())["digits"])


def token_of(request: HttpRequest) -> str:
    """The draft, with the receipt it will get, for the hidden field of the next page."""
    if "story" not in draft_of(request) or kiosk_here(request):
        return ""  # a shared device forgets, so its pages carry nothing
    receipt_of(request)
    return carry(draft_of(request), purpose=DRAFT)


def forget(request: HttpRequest) -> None:
    request.session.pop(DRAFT, None)


def show_receipt(request: HttpRequest, digits: str, look_again_on: Moment | None, **more: Any) -> None:
    """From now on the receipt page shows these digits, for half an hour and in this session only."""
    forget(request)
    request.session.pop(KEPT, None)
    day = look_again_on.isoformat() if look_again_on else ""
    request.session[SHOWN] = {
        "digits": digits,
        "until": int(time.time()) + SHOW_SECONDS,
        "look_again_on": day,
        **more,
    }


def shown_receipt(request: HttpRequest) -> dict[str, Any] | None:
    """What the receipt page may still show; after half an hour the digits are thrown away."""
    shown: dict[str, Any] | None = request.session.get(SHOWN)
    if shown is None:
        return None
    if shown["until"] <= time.time():
        keep(request)
        return None
    return shown


def keep(request: HttpRequest) -> None:
    """The digits are on paper, or their time is over: only the date to look again stays."""
    shown = request.session.pop(SHOWN)
    request.session[KEPT] = {name: value for name, value in shown.items() if name not in {"digits", "until"}}
