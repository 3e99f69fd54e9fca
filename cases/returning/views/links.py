"""The page on which a new request finds its person's earlier ones, and two people give threads back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.requests.models import HelpRequest
from cases.returning import actions
from cases.returning.forms import FindForm, GroundForm
from cases.returning.models import ClientLink
from cases.returning.permissions import can_link, waits_for
from cases.returning.queries import earlier_requests, find_older, links_of, same_contact
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.LINK_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Says that an older mailbox is this person's."""
    user = user_of(request)
    rows = HelpRequest.objects.visible_to(user).select_related("client")
    help_request = get_object_or_404(rows, pk=request_id)
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        older = find_older(form.cleaned_data["words"], help_request, user)
        if older is None:
            form.add_error("words", _("Nothing was found under this alias or code."))
        elif _done(request, lambda: _link(help_request, older, form, user)):
            messages.success(request, _("Linked at the desk. Her own page shows nothing of it."))
            return redirect("returning:earlier", help_request.pk)
    return _page(request, help_request, user, form)


def _link(help_request: HelpRequest, older: Any, form: FindForm, user: User) -> None:
    actions.link(help_request=help_request, older=older, ground=form.cleaned_data["ground"], by=user)


def _done(request: HttpRequest, act: Callable[[], Any]) -> bool:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
        return False
    return True


def _page(request: HttpRequest, help_request: HelpRequest, user: User, form: FindForm) -> HttpResponse:
    links = links_of(help_request, user)
    requests = earlier_requests(links, user)
    now = timezone.now()
    context = {
        "help_request": help_request,
        "links": [
            {
                "row": link,
                "requests": requests[link.older_id],
                "may_ask": link.given_back_at is None,  # she knows both, or the link would not be here
                "may_confirm": waits_for(user, link, now),
                "is_own": link.asked_by_id == user.pk,
            }
            for link in links
        ],
        "twins": same_contact(help_request, user),
        "form": form,
        "ground_form": GroundForm(auto_id="ground_%s"),
        "may_link": can_link(user, help_request),
    }
    return render(request, "cases/returning/earlier.html", context, status=422 if form.errors else 200)


def _one(request: HttpRequest, request_id: UUID, link_id: UUID) -> tuple[User, ClientLink]:
    user = user_of(request)
    help_request = get_object_or_404(HelpRequest.objects.visible_to(user), pk=request_id)
    rows = ClientLink.objects.visible_to(user).select_related("newer", "older", "asked_by")
    return user, get_object_or_404(rows, pk=link_id, newer=help_request.client_id)


@require(Permission.LINK_CLIENTS)
@require_POST
def unlink(request: HttpRequest, request_id: UUID, link_id: UUID) -> HttpResponse:
    """A link made by mistake."""
    user, link = _one(request, request_id, link_id)
    if _done(request, lambda: actions.unlink(link=link, by=user)):
        messages.success(request, _("They are not linked any more."))
    return redirect("returning:earlier", request_id)


@require(Permission.LINK_CLIENTS)
@require_POST
def ask(request: HttpRequest, request_id: UUID, link_id: UUID) -> HttpResponse:
    """The first of two people."""
    user, link = _one(request, request_id, link_id)
    form = GroundForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose why you are sure."))
    elif _done(request, lambda: actions.ask_back(link=link, ground=form.cleaned_data["ground"], by=user)):
        messages.success(request, _("Asked. A second person has three days to confirm it."))
    return redirect("returning:earlier", request_id)


@require(Permission.LINK_CLIENTS)
@require_POST
def refuse(request: HttpRequest, request_id: UUID, link_id: UUID) -> HttpResponse:
    """No, or not yet."""
    user, link = _one(request, request_id, link_id)
    if _done(request, lambda: actions.take_back_ask(link=link, by=user)):
        messages.success(request, _("The threads stay where they are."))
    return redirect("returning:earlier", request_id)


@require(Permission.LINK_CLIENTS)
@require_POST
def confirm(request: HttpRequest, request_id: UUID, link_id: UUID) -> HttpResponse:
    """The second of two people."""
    user, link = _one(request, request_id, link_id)
    if _done(request, lambda: actions.give_back(link=link, by=user)):
        messages.success(
            request, _("Given back. Her receipt opens the old threads, the old receipt opens nothing.")
        )
    return redirect("returning:earlier", request_id)
