"""The waiting list in one step, for one request or for many, with undo."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cases.requests.forms import seen_of
from cases.triage.actions.waiting import put_to_wait, take_off_waiting_list
from cases.triage.queries.selected import selected_of, way_back
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done, keep, kept


@require(Permission.TRIAGE)
@require_POST
def wait(request: HttpRequest) -> HttpResponse:
    """Those of the selected whose topic is paused join its waiting list."""
    user: User = request.user  # type: ignore[assignment]
    chosen = selected_of(user, request.POST.getlist("selected"))
    waiting, why_not = put_to_wait(help_requests=chosen, by=user, seen=seen_of(request))
    if waiting:
        said = ngettext(
            "%(number)s request is on the waiting list.",
            "%(number)s requests are on the waiting list.",
            len(waiting),
        ) % {"number": len(waiting)}
        done(request, said, undo_url=reverse("triage:unwait"), name="token", value=keep(user.pk, waiting))
    if why_not or not chosen:
        messages.warning(request, why_not or _("Select at least one request."))
    return redirect(way_back(request.POST.get("next", "")))


@require(Permission.TRIAGE)
@require_POST
def unwait(request: HttpRequest) -> HttpResponse:
    """The undo: everything as it was."""
    user: User = request.user  # type: ignore[assignment]
    why_not = ""
    for waiting in kept(user.pk, request.POST.get("token", "")) or []:
        try:
            take_off_waiting_list(waiting=waiting, by=user)
        except NotNow as why:
            why_not = why_not or str(why)
    if why_not:
        messages.warning(request, why_not)
    else:
        messages.success(request, _("Taken off the waiting list."))
    return redirect(way_back(request.POST.get("next", "")))
