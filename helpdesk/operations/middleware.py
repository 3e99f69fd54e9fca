"""Counts every answer: its page by name, its status, how long it took. Nothing about who asked."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from helpdesk.operations.metrics import count_answer


class Counted:
    """Stands first, so that it sees what all the others made of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        count_answer(
            path=request.path_info,
            match=request.resolver_match,
            status=response.status_code,
            seconds=time.perf_counter() - start,
        )
        return response
