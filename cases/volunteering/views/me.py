"""A volunteer's own page, her week, breaks, free time and profile."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.rest.rules import OFFERED_PAUSES
from cases.volunteering import actions
from cases.volunteering.forms import BreakForm, FreeTimeForm, ProfileForm
from cases.volunteering.models import PART_CHOICES, WEEKDAY_CHOICES, Break, VolunteerProfile
from cases.volunteering.permissions import most_places
from cases.volunteering.queries import (
    calendar_of,
    load_of,
    my_offers,
    my_places,
    my_tasks,
    week_of,
)
from cases.volunteering.rules import PARTS, slots_of
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

FAR, WEEK_DAYS = timedelta(weeks=12), 7


def _page(request: HttpRequest, user: User, status: int = 200, **forms: Any) -> HttpResponse:
    profile = VolunteerProfile.objects.filter(pk=user.pk).first()
    today = timezone.localdate()
    ahead = list(Break.objects.filter(profile_id=user.pk, to_on__gte=today))
    load = load_of(user)
    context = {
        "profile": profile,
        "tasks": my_tasks(user),
        "offers": my_offers(user),
        "places": my_places(user),
        "breaks": ahead,
        "free": max(0, most_places(profile) - load.held) if profile else 0,
        "hours_week": load.hours,
        "burden": load.burden,
        "pauses": _pauses() if load.was_heavy and not ahead else [],
        "resting": any(rest.from_on <= today for rest in ahead),
        "break_form": BreakForm(auto_id="break_%s"),
        "profile_form": ProfileForm.of(profile),
        "free_rows": _free_rows(profile),
        **forms,
    }
    return render(request, "cases/volunteering/me.html", context, status=status)


def _pauses() -> list[dict[str, Any]]:
    """Days of rest from-to after heavy work, ready for a button."""
    today = timezone.localdate()
    return [{"days": days, "from": today, "to": today + timedelta(days=days - 1)} for days in OFFERED_PAUSES]


def _free_rows(profile: VolunteerProfile | None) -> list[dict[str, Any]]:
    """Seven rows of three boxes, ticked where she is free."""
    slots = slots_of(profile.free_slots, profile.free_times) if profile else frozenset()
    names = dict(PART_CHOICES)
    return [
        {
            "day": label,
            "boxes": [
                {"value": f"{day}{part}", "part": names[part], "is_on": (int(day), part) in slots}
                for part in PARTS
            ],
        }
        for day, label in WEEKDAY_CHOICES
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
    form = ProfileForm.of(VolunteerProfile.objects.filter(pk=user.pk).first(), request.POST)
    if not form.is_valid():
        return _page(request, user, 422, profile_form=form)
    actions.save_profile(user=user, by=user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("volunteering:me")


@require(Permission.CLAIM_TASK)
@require_POST
def free_time(request: HttpRequest) -> HttpResponse:
    """The boxes of her week."""
    user: User = request.user  # type: ignore[assignment]
    profile = get_object_or_404(VolunteerProfile, pk=user.pk)
    form = FreeTimeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose from the boxes."))
        return redirect("volunteering:me")
    actions.save_free_slots(profile=profile, slots=form.cleaned_data["slots"], by=user)
    messages.success(request, _("Saved. The board can show what fits these hours."))
    return redirect("volunteering:me")


@require(Permission.CLAIM_TASK)
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """Her tasks of seven days, from today if nothing else is asked."""
    user: User = request.user  # type: ignore[assignment]
    today = timezone.localdate()
    try:
        first = date.fromisoformat(request.GET.get("from", "") or today.isoformat())
    except ValueError:
        first = today
    first = min(max(first, today - FAR), today + FAR)
    before, after = first - timedelta(days=WEEK_DAYS), first + timedelta(days=WEEK_DAYS)
    context = {"week": week_of(user, first), "today": today, "before": before, "after": after}
    return render(request, "cases/volunteering/week.html", context)


@require(Permission.CLAIM_TASK)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Her tasks for a calendar elsewhere: kind, day and code."""
    user: User = request.user  # type: ignore[assignment]
    response = HttpResponse(calendar_of(user), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-week.ics"'
    return response
