"""Labels, titles and notes of a lawyer's own cases: after one fresh sign-in each morning."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from helpdesk.accounts.access import user_of
from helpdesk.accounts.roles import Role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def signed_in_today(request: HttpRequest) -> bool:
    """Whether the last sign-in, or saying again who one is, was today."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    return any(record["at"] >= midnight for record in get_authentication_records(request, user_of(request)))


def each_morning(view: View) -> View:
    """A lawyer whose sign-in is of yesterday says again who she is; forms that were open are still taken."""

    @wraps(view)
    def looked_at(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        reads = request.method == "GET" and user_of(request).has_role(Role.LAWYER)
        if not reads or signed_in_today(request):
            return view(request, *args, **kwargs)

        @reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
        def page(request: HttpRequest) -> HttpResponse:
            return cast(HttpResponse, view(request, *args, **kwargs))

        return cast(HttpResponse, page(request))

    return cast(View, looked_at)
