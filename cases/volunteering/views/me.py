"""A volunteer's own page, her breaks and profile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.volunteering import actions
from cases.volunteering.forms import BreakForm, ProfileForm
from cases.volunteering.models import Break, VolunteerProfile
from cases.volunteering.permissions import free_places, is_resting
from cases.volunteering.queries import burden_this_week, hours_since, my_claims, offered_pauses
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def _page(request: HttpRequest, user: User, status: int = 200, **forms: Any) -> HttpResponse:
    profile = VolunteerProfile.objects.filter(pk=user.pk).first()
    ahead = Break.objects.filter(profile_id=user.pk, to_on__gte=timezone.localdate())
    context = {
        "profile": profile,
        "claims": my_claims(user),
        "breaks": ahead,
        "free": free_places(profile) if profile else 0,
        "hours_week": hours_since(user, 7),
        "burden": burden_this_week(user),
        "pauses": _pauses(user),
        "resting": profile is not None and is_resting(profile),
        "break_form": BreakForm(auto_id="break_%s"),
        "profile_form": ProfileForm.of(profile),
        **forms,
    }
    return render(request, "cases/volunteering/me.html", context, status=status)


def _pauses(user: User) -> list[dict[str, Any]]:
    """Offered pauses as days from-to, ready for a button."""
    today = timezone.localdate()
    return [
        {"days": days, "from": today, "to": today + timedelta(days=days - 1)} for days in offered_pauses(user)
    ]


@require(Permission.CLAIM_TASK)
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    return _page(request, user)


@require(Permission.CLAIM_TASK)
@require_POST
def take_break(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    profile = get_object_or_404(VolunteerProfile, pk=user.pk)
    form = BreakForm(request.POST, auto_id="break_%s")
    if form.is_valid():
        try:
            actions.take_break(profile=profile, by=user, **form.cleaned_data)
        except NotNow as why:
            form.add_error("to_on", str(why))
        else:
            messages.success(request, _("Rest well. No tasks will be offered in these days."))
            return redirect("volunteering:me")
    return _page(request, user, 422, break_form=form)


@require(Permission.CLAIM_TASK)
@require_POST
def end_break(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    actions.end_break(profile=get_object_or_404(VolunteerProfile, pk=user.pk), by=user)
    messages.success(request, _("Welcome back."))
    return redirect("volunteering:me")


@require(Permission.CLAIM_TASK)
@require_POST
def profile(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    form = ProfileForm.of(None, request.POST)
    if not form.is_valid():
        return _page(request, user, 422, profile_form=form)
    actions.save_profile(user=user, by=user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("volunteering:me")
