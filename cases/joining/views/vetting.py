"""Decisions about an application, each one button. A yes to a tier asks for a fresh sign-in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.joining import actions
from cases.joining.forms import TierForm
from cases.joining.models import Vetting
from cases.joining.views.applications import application_of
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission


def _decide(request: HttpRequest, application_id: UUID, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("joining:application", application_id)


@require(Permission.VET_VOLUNTEERS)
@require_POST
def welcome(request: HttpRequest, application_id: UUID) -> HttpResponse:
    user, application = application_of(request, application_id)

    def act() -> str:
        actions.welcome(application=application, by=user)
        return _("Welcome is said. An administrator sends the invitation.")

    return _decide(request, application.pk, act)


@require(Permission.VET_VOLUNTEERS)
@require_POST
def decline(request: HttpRequest, application_id: UUID) -> HttpResponse:
    user, application = application_of(request, application_id)

    def act() -> str:
        actions.decline(application=application, by=user)
        return _("Declined. Everything about it is erased in a month.")

    return _decide(request, application.pk, act)


@require(Permission.VET_VOLUNTEERS)
@require_POST
@reauthentication_required
def vet(request: HttpRequest, application_id: UUID) -> HttpResponse:
    user, application = application_of(request, application_id)
    form = TierForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the tiers."))
        return redirect("joining:application", application.pk)

    def act() -> str:
        vetting: Vetting = actions.vet(application=application, tier=form.cleaned_data["tier"], by=user)
        if vetting.is_complete:
            return _("Vetted for a year.")
        return _("Your yes is kept. A second person has to say it as well.")

    return _decide(request, application.pk, act)


@require(Permission.INVITE_USERS)
@require_POST
@reauthentication_required
def invite(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The account and its link, shown once to be handed over."""
    user, application = application_of(request, application_id)
    try:
        colleague, token = actions.invite_applicant(application=application, by=user)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect("joining:application", application.pk)
    link = request.build_absolute_uri(reverse("team:welcome", args=[token]))
    return render(request, "team/link.html", {"colleague": colleague, "link": link})
