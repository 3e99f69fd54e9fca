"""Offices, and who and what goes to another one."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.moving import actions
from cases.moving.forms import NewOfficeForm, OfficeForm, ToOfficeForm
from cases.moving.models import PersonMove
from cases.moving.permissions import can_propose_office
from cases.moving.queries.offices import offices_for, what_is_there
from cases.requests.models import HelpRequest
from cases.triage.permissions import can_assign
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office
from helpdesk.accounts.roles import Permission
from helpdesk.team.queries import people_visible_to


@require(Permission.EDIT_OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def list_page(request: HttpRequest) -> HttpResponse:
    """All offices, a new one, and people who wait to go to another."""
    user = user_of(request)
    form = NewOfficeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        office = actions.add_office(**form.cleaned_data, by=user)
        messages.success(request, _("Added: %(name)s.") % {"name": office})
        return redirect("moving:offices")
    context = {"page": offices_for(user), "form": form, "people": _movable(request)}
    return render(request, "cases/moving/offices.html", context, status=422 if form.errors else 200)


def _movable(request: HttpRequest) -> list[object]:
    user = user_of(request)
    people = people_visible_to(user).filter(is_active=True)
    return [person for person in people if can_propose_office(user, person)]


@require(Permission.EDIT_OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def office_page(request: HttpRequest, office_id: int) -> HttpResponse:
    """Another name, and what keeps it open."""
    office = get_object_or_404(Office, pk=office_id)
    initial = {"name": office.name, "city": office.city}
    form = OfficeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.rename_office(office=office, **form.cleaned_data, by=user_of(request))
        messages.success(request, _("Saved."))
        return redirect("moving:offices")
    context = {"office": office, "form": form, "there": what_is_there(office)}
    return render(request, "cases/moving/office.html", context, status=422 if form.errors else 200)


@require(Permission.EDIT_OFFICES)
@require_POST
@reauthentication_required
def close(request: HttpRequest, office_id: int) -> HttpResponse:
    office = get_object_or_404(Office, pk=office_id)
    return _do(
        request,
        lambda: actions.close_office(office=office, by=user_of(request)),
        _("The office is closed."),
    )


@require(Permission.EDIT_OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def person_page(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Propose another office for somebody."""
    user = user_of(request)
    colleague = get_object_or_404(people_visible_to(user), pk=user_id)
    if not can_propose_office(user, colleague):
        raise Refused
    form = ToOfficeForm(request.POST if request.method == "POST" else None, but=colleague.office_id)
    if form.is_valid():
        to = form.cleaned_data["to"]
        return _do(
            request,
            lambda: actions.propose_office(user=colleague, to=to, by=user),
            _("Proposed. A second person has to agree."),
        )
    context = {"form": form, "colleague": colleague}
    return render(request, "cases/moving/person.html", context, status=422 if form.errors else 200)


@require(Permission.EDIT_OFFICES)
@require_POST
@reauthentication_required
def confirm(request: HttpRequest, waiting_id: UUID) -> HttpResponse:
    waiting = get_object_or_404(PersonMove.objects.visible_to(user_of(request)), pk=waiting_id)
    return _do(
        request,
        lambda: actions.confirm_office(waiting=waiting, by=user_of(request)),
        _("Done. The work of the old office has stayed there."),
    )


@require(Permission.EDIT_OFFICES)
@require_POST
def drop(request: HttpRequest, waiting_id: UUID) -> HttpResponse:
    waiting = get_object_or_404(PersonMove.objects.visible_to(user_of(request)), pk=waiting_id)
    return _do(
        request,
        lambda: actions.drop_office(waiting=waiting, by=user_of(request)),
        _("The proposal is off the table."),
    )


@require(Permission.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Give one request to another office; afterwards this office sees it no more."""
    user = user_of(request)
    help_request = get_object_or_404(HelpRequest.objects.visible_to(user), pk=request_id)
    if not can_assign(user, help_request):
        raise Refused
    form = ToOfficeForm(request.POST if request.method == "POST" else None, but=help_request.office_id)
    if form.is_valid():
        try:
            actions.move_request(help_request=help_request, to=form.cleaned_data["to"], by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The other office has it now."))
            return redirect("triage:queue")
    context = {"form": form, "help_request": help_request}
    return render(request, "cases/moving/request.html", context, status=422 if form.errors else 200)


def _do(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, said)
    return redirect("moving:offices")
