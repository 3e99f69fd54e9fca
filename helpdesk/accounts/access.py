"""The door policy: every view says who may come in, or nobody may (ClosedByDefault in middleware.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
RENEW = "casefile:inbox_renew"  # the one page that digits open which somebody else has seen
UNLOCKED = "inbox"  # session entry that exists while a receipt is unlocked (helpdesk/sealing/inbox.py)


@dataclass(frozen=True)
class Access:
    """Who may come in: anybody, holders of an unlocked receipt, or users with any of the permissions."""

    kind: str  # "public", "receipt" or "desk"
    any_of: tuple[Permission, ...] = ()


# Views of other packages say nothing themselves; they are listed here by URL name.
_ANYBODY = Access("public")
_SIGNED_IN = Access("desk")
OTHERS: dict[str, Access] = {
    "account_login": _ANYBODY,
    "account_logout": _ANYBODY,  # also leaves a sign-in that stopped half-way
    "account_inactive": _ANYBODY,
    "mfa_authenticate": _ANYBODY,  # the second step of a sign-in; allauth sends others back to the first
    "mfa_login_webauthn": _ANYBODY,
    "account_reauthenticate": _SIGNED_IN,
    "mfa_index": _SIGNED_IN,
    "mfa_reauthenticate": _SIGNED_IN,
    "mfa_activate_totp": _SIGNED_IN,
    "mfa_deactivate_totp": _SIGNED_IN,
    "mfa_view_recovery_codes": _SIGNED_IN,
    "mfa_generate_recovery_codes": _SIGNED_IN,
    "mfa_list_webauthn": _SIGNED_IN,
    "mfa_add_webauthn": _SIGNED_IN,
    "mfa_reauthenticate_webauthn": _SIGNED_IN,
    "mfa_remove_webauthn": _SIGNED_IN,
    "mfa_edit_webauthn": _SIGNED_IN,
}


def public(view: View) -> View:
    """Anybody may come in."""
    view.access = Access("public")  # type: ignore[attr-defined]
    return view


def require(*any_of: Permission) -> Callable[[View], View]:
    """Users with any of these permissions may come in; others get 403, strangers the sign-in page."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if not user.is_authenticated:
                return redirect(f"{settings.LOGIN_URL}")
            if not user.can(*any_of):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = Access("desk", any_of)  # type: ignore[attr-defined]
        return cast(View, guarded)

    return mark


def signed_in(view: View) -> View:
    """Whoever is signed in may come in, even before two people agreed on a role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect(f"{settings.LOGIN_URL}")
        return view(request, *args, **kwargs)

    guarded.access = Access("desk")  # type: ignore[attr-defined]
    return cast(View, guarded)


def user_of(request: HttpRequest) -> User:
    """The person who is signed in; for views behind `@require` or `@signed_in`."""
    assert isinstance(request.user, User)
    return request.user


def receipt_required(view: View) -> View:
    """A client may come in while her receipt is unlocked in this session; others are sent to unlock.

    With a receipt that somebody read out to her she first makes digits of her own.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if UNLOCKED not in request.session:
            return redirect("casefile:unlock")
        match = request.resolver_match
        if request.session[UNLOCKED].get("temporary") and (match is None or match.view_name != RENEW):
            return redirect(RENEW)
        return view(request, *args, **kwargs)

    guarded.access = Access("receipt")  # type: ignore[attr-defined]
    return cast(View, guarded)
