"""RefusalLog: every door of the desk that stayed closed to somebody signed in is one entry in the log."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from helpdesk.accounts.middleware import is_desk
from helpdesk.audit.actions import record_refusal

GetResponse = Callable[[HttpRequest], HttpResponseBase]
REFUSALS = frozenset({403, 404})


class RefusalLog:
    """Writes the name of the page and the opaque id in its address, never the address or its query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user if is_desk(request) else None  # asked before the view: it may sign out
        response = self.get_response(request)
        if response.status_code in REFUSALS and user is not None and user.is_authenticated:
            match = request.resolver_match
            ids = [str(value) for value in match.kwargs.values() if isinstance(value, UUID)] if match else []
            record_refusal(view_name=match.view_name if match else "", object_id="".join(ids[:1]), by=user)
        return response
