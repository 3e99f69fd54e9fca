"""Two closed doors: without a second factor only its enrolment; in a panic there is no desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import PASSKEY_ROLES, Permission

ENROLMENT = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_logout",
    }
)
FIRST_PAGE = "mfa_index"
WHILE_CLOSED = frozenset({"team:panic", "team:lock_down", "team:seal", "team:reopen"})


def lacks_factor(user: User) -> bool:
    """Whether she must enrol first: a passkey for roles that open stories or decide, else any factor."""
    types = {Authenticator.Type.WEBAUTHN}
    if not user.roles & PASSKEY_ROLES:
        types.add(Authenticator.Type.TOTP)
    told: list[str] | None = getattr(user, "factor_types", None)  # read with her (adapters.py)
    if told is not None:
        return types.isdisjoint(told)
    return not Authenticator.objects.filter(user=user, type__in=types).exists()


class SecondFactor:
    """Sends whoever lacks the second factor of her roles to its enrolment, from every address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if request.resolver_match and request.resolver_match.view_name in ENROLMENT:
            return None
        if not lacks_factor(request.user):
            return None
        response = redirect(FIRST_PAGE)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": response["Location"]})
        return response


class DeskClosed:
    """In a panic nothing of the desk is served, except the page on which it is opened again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        if not getattr(request, "desk_is_closed", False) or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.user.can(Permission.LOCK_DOWN):
            return None if name in ENROLMENT or name in WHILE_CLOSED else redirect("team:panic")
        if name == "account_logout":
            return None
        logout(request)
        response = render(request, "team/closed.html", status=503)
        response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - wanted, no error
        return response
