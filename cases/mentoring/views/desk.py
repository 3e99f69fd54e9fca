"""The pages of mentoring: the list, one household's month, and starting one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.mentoring import actions
from cases.mentoring.forms import (
    CheckInForm,
    DeputyForm,
    EndForm,
    ExtendForm,
    SignalForm,
    StandByForm,
    StartForm,
)
from cases.mentoring.models import Mentorship, MentorshipStep
from cases.mentoring.permissions import can_manage, can_start, can_work, is_mentor_of
from cases.mentoring.queries import mentorships_for, month_view
from cases.mentoring.queries.figures import info_line_of_today
from cases.mentoring.queries.home import steps_with_articles
from cases.mentoring.queries.matching import candidates, waiting_households
from cases.mentoring.queries.signals import open_signals
from cases.mentoring.steps import MentorshipStatus
from cases.relay.queries import live_talk
from cases.relay.rules import Purpose
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.MENTOR, Permission.MANAGE_MENTORSHIPS)
@require_GET
def mentorship_list(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    manages = user.can(Permission.MANAGE_MENTORSHIPS)
    context = {
        "mentorships": mentorships_for(user),
        "waiting": waiting_households(user) if manages else [],
        "signals": open_signals(user),
        "line": info_line_of_today(user.office_id) if manages and user.office_id else None,
        "may_offer": user.can(Permission.MENTOR),
    }
    return render(request, "cases/mentoring/list.html", context)


def _one(request: HttpRequest, mentorship_id: UUID) -> tuple[User, Mentorship]:
    user: User = request.user  # type: ignore[assignment]
    rows = Mentorship.objects.visible_to(user).select_related(
        *("household", "mentor", "former_mentor", "mentorship_key", "client", "deputy", "office")
    )
    return user, get_object_or_404(rows, pk=mentorship_id)


def _people_forms(user: User, row: Mentorship) -> dict[str, Any]:
    """Who takes over now, and who would: one look at the people for both."""
    if not can_manage(user, row):
        return {}
    deputy_form = DeputyForm(office_id=row.office_id, mentor_id=row.mentor_id, auto_id="deputy_%s")
    stand_by_form = StandByForm(
        office_id=row.office_id,
        mentor_id=row.mentor_id,
        initial={"stand_by": row.deputy_id},
        auto_id="stand_by_%s",
    )
    return {"deputy_form": deputy_form, "stand_by_form": stand_by_form.borrow(deputy_form)}


def _page(request: HttpRequest, user: User, row: Mentorship, status: int = 200, **forms: Any) -> HttpResponse:
    view = month_view(row, by=user)
    mine = row.status == MentorshipStatus.RUNNING.value and is_mentor_of(user, row)
    talk = live_talk(user, row.client_id, Purpose.MENTORSHIP) if mine and row.client_id else None
    context = {
        "view": view,
        "steps": steps_with_articles(row, view.steps),
        "is_mine": mine,
        "talk": talk,
        "introduction": actions.introduction(row) if mine and talk and not row.introduced_at else "",
        "signal_form": SignalForm(auto_id="signal_%s"),
        "mentorship": row,
        "may_work": row.status == MentorshipStatus.RUNNING.value and can_work(user, row),
        "may_manage": can_manage(user, row),
        "check_in_form": CheckInForm(auto_id="check_in_%s"),
        "end_form": EndForm(auto_id="end_%s"),
        **_people_forms(user, row),
        "extend_form": ExtendForm(auto_id="extend_%s"),
        **forms,
    }
    return render(request, "cases/mentoring/open.html", context, status=status)


@require(Permission.MENTOR, Permission.MANAGE_MENTORSHIPS)
@require_GET
def open_page(request: HttpRequest, mentorship_id: UUID) -> HttpResponse:
    user, row = _one(request, mentorship_id)
    return _page(request, user, row)


@require(Permission.MENTOR, Permission.MANAGE_MENTORSHIPS)
@require_POST
def step(request: HttpRequest, mentorship_id: UUID, step_id: int) -> HttpResponse:
    user, row = _one(request, mentorship_id)
    found = get_object_or_404(MentorshipStep.objects.select_related("mentorship"), pk=step_id, mentorship=row)
    try:
        actions.set_step(step=found, done=request.POST.get("done") == "yes", by=user)
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("mentoring:open", row.pk)


@require(Permission.MENTOR, Permission.MANAGE_MENTORSHIPS)
@require_POST
def check_in(request: HttpRequest, mentorship_id: UUID) -> HttpResponse:
    user, row = _one(request, mentorship_id)
    form = CheckInForm(request.POST, auto_id="check_in_%s")
    if not form.is_valid():
        return _page(request, user, row, 422, check_in_form=form)
    try:
        actions.check_in(mentorship=row, by=user, **form.cleaned_data)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Noted. Thank you."))
    return redirect("mentoring:open", row.pk)


@require(Permission.MANAGE_MENTORSHIPS)
@require_POST
def end(request: HttpRequest, mentorship_id: UUID) -> HttpResponse:
    user, row = _one(request, mentorship_id)
    form = EndForm(request.POST, auto_id="end_%s")
    if not form.is_valid():
        return _page(request, user, row, 422, end_form=form)
    try:
        actions.end_mentorship(mentorship=row, by=user, **form.cleaned_data)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("The month is finished. Thank you."))
    return redirect("mentoring:list")


@require(Permission.MANAGE_MENTORSHIPS)
@require_POST
def deputy(request: HttpRequest, mentorship_id: UUID) -> HttpResponse:
    user, row = _one(request, mentorship_id)
    form = DeputyForm(request.POST, office_id=row.office_id, mentor_id=row.mentor_id, auto_id="deputy_%s")
    if form.is_valid():
        try:
            actions.name_deputy(mentorship=row, deputy=form.cleaned_data["deputy"], by=user)
        except NotNow as why:
            form.add_error("deputy", str(why))
        else:
            messages.success(request, _("The household has a new mentor."))
            return redirect("mentoring:open", row.pk)
    return _page(request, user, row, 422, deputy_form=form)


@require(Permission.MENTOR, Permission.MANAGE_MENTORSHIPS)
@require_POST
def extend(request: HttpRequest, mentorship_id: UUID) -> HttpResponse:
    user, row = _one(request, mentorship_id)
    form = ExtendForm(request.POST, auto_id="extend_%s")
    if form.is_valid():
        try:
            actions.extend(mentorship=row, by=user, **form.cleaned_data)
        except NotNow as why:
            form.add_error("days", str(why))
        else:
            messages.success(request, _("Extended."))
            return redirect("mentoring:open", row.pk)
    return _page(request, user, row, 422, extend_form=form)


@require(Permission.MANAGE_MENTORSHIPS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, request_id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    visible = HelpRequest.objects.visible_to(user).select_related("client__household", "office")
    help_request = get_object_or_404(visible, pk=request_id)
    if not can_start(user, help_request):
        raise Refused
    household = help_request.client.household
    fitting = candidates(household, help_request.office_id) if household else []
    form = StartForm(
        request.POST if request.method == "POST" else None,
        office_id=help_request.office_id,
        candidates=fitting,
        initial={"mentor": fitting[0].user.pk if fitting else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.start_mentorship(help_request=help_request, by=user, **form.cleaned_data)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The household has a mentor for 30 days."))
            return redirect("mentoring:open", row.pk)
    context = {"form": form, "help_request": help_request, "has_candidates": bool(fitting)}
    return render(request, "cases/mentoring/start.html", context, status=422 if form.is_bound else 200)


@require(Permission.MENTOR)
@require_POST
def introduce(request: HttpRequest, mentorship_id: UUID) -> HttpResponse:
    """The mentor's first line, in the household's language."""
    user, row = _one(request, mentorship_id)
    return _do(request, row, lambda: actions.introduce(mentorship=row, by=user), _("Sent."))


@require(Permission.MENTOR)
@require_POST
def signal(request: HttpRequest, mentorship_id: UUID) -> HttpResponse:
    """The mentor does not feel safe; the household never learns of it."""
    user, row = _one(request, mentorship_id)
    form = SignalForm(request.POST, auto_id="signal_%s")
    if not form.is_valid():
        return _page(request, user, row, 422, signal_form=form)
    said = _("Thank you. A coordinator hears of it now. The household does not.")
    return _do(request, row, lambda: actions.send_signal(mentorship=row, by=user, **form.cleaned_data), said)


@require(Permission.MANAGE_MENTORSHIPS)
@require_POST
def stand_by(request: HttpRequest, mentorship_id: UUID) -> HttpResponse:
    """Who steps in after silence."""
    user, row = _one(request, mentorship_id)
    form = StandByForm(request.POST, office_id=row.office_id, mentor_id=row.mentor_id, auto_id="stand_by_%s")
    if not form.is_valid():
        return _page(request, user, row, 422, stand_by_form=form)
    deputy = form.cleaned_data["stand_by"]
    return _do(request, row, lambda: actions.set_deputy(mentorship=row, deputy=deputy, by=user), _("Saved."))


def _do(request: HttpRequest, row: Mentorship, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, said)
    return redirect("mentoring:open", row.pk)
