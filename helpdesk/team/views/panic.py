"""The panic page: what stands still, and the buttons that close, seal and open."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import Standstill
from helpdesk.accounts.roles import Permission
from helpdesk.sealing import keyring, wiping
from helpdesk.team import actions, permissions


@require(Permission.LOCK_DOWN)
@require_safe
def panic(request: HttpRequest) -> HttpResponse:
    """The one page of the desk that is served while it is closed."""
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    user = user_of(request)
    past = Standstill.objects.select_related("started_by", "sealed_by", "ended_by", "seal_asked_by")
    rows = list(past.select_related("reopen_asked_by")[:6])
    still = next((row for row in rows if row.ended_at is None), None)
    context = {
        "still": still,
        "past": [row for row in rows if row.ended_at is not None],
        "may_seal": user.can(Permission.SEAL_KEYS),
        "may_agree_to_seal": still is not None and permissions.can_agree_to_seal(user, still),
        "may_agree_to_reopen": still is not None and permissions.can_agree_to_reopen(user, still),
        "is_ready": wiping.may_wipe(),
        "is_away": not keyring.has_private(),
    }
    return render(request, "team/panic.html", context, status=status)


@require(Permission.LOCK_DOWN)
@require_POST
@reauthentication_required
def lock_down(request: HttpRequest) -> HttpResponse:
    """One person, at once; whoever pressed it is signed out with the others."""
    return _done(request, lambda: actions.lock_down(by=user_of(request)))


@require(Permission.SEAL_KEYS)
@require_POST
@reauthentication_required
def seal(request: HttpRequest) -> HttpResponse:
    """The first person asks, another one agrees; the button says which of the two it was."""
    user = user_of(request)
    agrees = request.POST.get("agree") == "yes"
    return _done(request, lambda: (actions.agree_to_seal if agrees else actions.ask_to_seal)(by=user))


@require(Permission.LOCK_DOWN)
@require_POST
@reauthentication_required
def reopen(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    agrees = request.POST.get("agree") == "yes"
    return _done(request, lambda: (actions.agree_to_reopen if agrees else actions.ask_to_reopen)(by=user))


def _done(request: HttpRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Done. It holds from now on."))
    return redirect("team:panic")
