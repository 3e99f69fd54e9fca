"""Pages that rest while the keys are sealed: a notice instead, the same for everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from helpdesk.accounts.models import Standstill

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
RETRY_SECONDS = 3600


def resting(request: HttpRequest) -> HttpResponse:
    """Nothing that was told to us is shown, even to those who hold a receipt or a code."""
    response = render(request, "ui/resting.html", status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - wanted, no error
    return response


def rests_while_sealed(view: View) -> View:
    """For doors that ask the table by themselves; costs one query."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Standstill.objects.sealed().exists():
            return resting(request)
        return view(request, *args, **kwargs)

    return cast(View, guarded)
