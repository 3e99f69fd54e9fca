"""Who stands before a page of her own: the client whose receipt is unlocked in this session, or nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from cases.requests.models import Client
from helpdesk.accounts.access import receipt_required
from helpdesk.accounts.actors import ByReceipt
from helpdesk.sealing.inbox import InboxKey, forget_inbox_key, inbox_key_of


@dataclass(frozen=True)
class Holder:
    """The client whose receipt is unlocked here."""

    client: Client
    key: InboxKey

    @property
    def actor(self) -> ByReceipt:
        return ByReceipt(self.client.pk)


def holds(client: Client, key: InboxKey) -> bool:
    """Whether this key belongs to the client's receipt of today, not to one that she changed."""
    return client.inbox_public_key is not None and bytes(client.inbox_public_key) == key.public


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
