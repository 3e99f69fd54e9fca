"""Who stands before the inbox: the client whose receipt is unlocked in this session, or nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from cases.intake.actions import holds
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.access import receipt_required
from helpdesk.accounts.actors import ByReceipt
from helpdesk.sealing.inbox import InboxKey, forget_inbox_key, inbox_key_of

SAID = "said"  # session entry: what was just done, said once; a cookie would be a trace


@dataclass(frozen=True)
class Holder:
    """The client whose receipt is unlocked here."""

    client: Client
    key: InboxKey

    @property
    def actor(self) -> ByReceipt:
        return ByReceipt(self.client.pk)


def holder_of(request: HttpRequest) -> Holder | None:
    """None, and a locked inbox, when the receipt was changed or everything was erased meanwhile."""
    key = inbox_key_of(request)
    if key is None:
        return None
    client = Client.objects.select_related("mailbox_key").filter(pk=key.client_id).first()
    if client is None or not holds(client, key):
        forget_inbox_key(request)
        return None
    return Holder(client, key)


def unlocked(view: Callable[[HttpRequest, Holder], HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Gives the view the holder; sends everybody else to the door."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        holder = holder_of(request)
        if holder is None:
            return redirect("casefile:unlock")
        return view(request, holder)

    return receipt_required(guarded)


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
