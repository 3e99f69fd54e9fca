"""The pages of duty: who is on call, the week's rota, the hours, an alarm, and the hand-over."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.duty import actions
from cases.duty.forms import HoursForm, RemarkForm, ShiftForm, WeekForm
from cases.duty.models import Alarm, Shift, ShiftHandOver
from cases.duty.permissions import can_plan, can_take_over
from cases.duty.queries import (
    hand_over_list,
    hours_of,
    not_handed_over,
    on_duty,
    open_hand_overs,
    shift_to_hand_over,
    waiting_alarms,
    week_of,
)
from cases.duty.rules import monday_of
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission


@require(Permission.SEE_DUTY)
@require_GET
def rota(request: HttpRequest) -> HttpResponse:
    """Who is on call now, alarms that wait, and the rota of a week."""
    user = user_of(request)
    day = WeekForm(request.GET).day(timezone.localdate())
    return _rota(request, user, day)


def _rota(request: HttpRequest, user: User, day: date, *, status: int = 200, **forms: Any) -> HttpResponse:
    may_plan = can_plan(user, user.office)
    if may_plan and "form" not in forms:
        forms["form"] = ShiftForm(office_id=user.office_id or 0, monday=monday_of(day))
    context = {
        "week": week_of(user, day),
        "now": on_duty(user.office_id),
        "moment": timezone.now(),
        "alarms": list(waiting_alarms(user)),
        "hand_overs": open_hand_overs(user),
        "own_shift": shift_to_hand_over(user),
        "silent": not_handed_over(user) if may_plan else [],
        "may_plan": may_plan,
        "form": None,
        **forms,
    }
    return render(request, "cases/duty/rota.html", context, status=status)


def _own_office(user: User) -> Office:
    if user.office is None:
        raise Http404
    return user.office


@require(Permission.PLAN_DUTY)
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Puts somebody on the rota."""
    user = user_of(request)
    office = _own_office(user)
    day = WeekForm(request.POST).day(timezone.localdate())
    form = ShiftForm(request.POST, office_id=office.pk, monday=monday_of(day))
    if form.is_valid():
        try:
            made = actions.plan_shifts(office=office, by=user, **form.cleaned_data)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _planned(len(made)))
            return redirect(f"{reverse('duty:rota')}?week={monday_of(day).isoformat()}")
    return _rota(request, user, day, status=422, form=form)


def _planned(count: int) -> str:
    return ngettext("%(count)d shift is planned.", "%(count)d shifts are planned.", count) % {"count": count}


@require(Permission.PLAN_DUTY)
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """The week before once more."""
    user = user_of(request)
    monday = monday_of(WeekForm(request.POST).day(timezone.localdate()))
    made = actions.copy_week(office=_own_office(user), monday=monday, by=user)
    messages.success(request, _planned(made))
    return redirect(f"{reverse('duty:rota')}?week={monday.isoformat()}")


@require(Permission.PLAN_DUTY)
@require_POST
def drop(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Takes a shift off the rota."""
    user = user_of(request)
    shift = get_object_or_404(Shift.objects.visible_to(user).select_related("office"), pk=shift_id)
    monday = monday_of(timezone.localtime(shift.starts_at).date())
    try:
        actions.drop_shift(shift=shift, by=user)
    except NotNow as why:
        messages.error(request, str(why))
    return redirect(f"{reverse('duty:rota')}?week={monday.isoformat()}")


@require(Permission.PLAN_DUTY)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """When the office answers, as public pages say it."""
    user = user_of(request)
    office = _own_office(user)
    form = HoursForm(request.POST if request.method == "POST" else None, hours=hours_of(office.pk))
    if request.method == "POST" and form.is_valid():
        actions.set_hours(office=office, days=form.days(), phone=form.cleaned_data["phone"], by=user)
        messages.success(request, _("Kept. The public pages say so from now on."))
        return redirect("duty:hours")
    context = {"form": form, "office": office}
    return render(request, "cases/duty/hours.html", context, status=422 if form.errors else 200)


@require(Permission.SEE_DUTY)
@require_POST
def look(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """One click: somebody looks at it now."""
    user = user_of(request)
    rows = Alarm.objects.visible_to(user).select_related("help_request")
    alarm = get_object_or_404(rows, pk=alarm_id)
    actions.acknowledge(alarm=alarm, by=user)
    return redirect("casefile:open", alarm.help_request_id)


@require(Permission.SEE_DUTY)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """The list at the end of a shift, and the word to the next one."""
    user = user_of(request)
    shift = shift_to_hand_over(user)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if shift is None:
            messages.error(request, _("You have no shift to hand over."))
        else:
            actions.hand_over(shift=shift, remark=form.cleaned_data["remark"], by=user)
            messages.success(request, _("Handed over. The next one will confirm it."))
        return redirect("duty:rota")
    context = {"form": form, "shift": shift, "list": hand_over_list(user)}
    return render(request, "cases/duty/hand_over.html", context, status=422 if form.errors else 200)


@require(Permission.SEE_DUTY)
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """What the shift before left, and "I have it"."""
    user = user_of(request)
    rows = ShiftHandOver.objects.visible_to(user).select_related(
        "given_by", "confirmed_by", "shift", "hand_over_key"
    )
    row = get_object_or_404(rows, pk=hand_over_id)
    if request.method == "POST":
        try:
            actions.take_over(hand_over=row, by=user)
        except NotNow as why:
            messages.error(request, str(why))
        else:
            messages.success(request, _("You have taken over."))
        return redirect("duty:rota")
    context = {
        "row": row,
        "remark": actions.read_remark(hand_over=row, by=user),
        "may_take": row.confirmed_at is None and can_take_over(user, row, timezone.now()),
        "list": hand_over_list(user),
    }
    return render(request, "cases/duty/take_over.html", context)
