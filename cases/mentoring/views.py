"""The pages of mentoring: the list, one household's month, and starting one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.mentoring import actions
from cases.mentoring.forms import CheckInForm, DeputyForm, EndForm, ExtendForm, StartForm
from cases.mentoring.models import Mentorship, MentorshipStep
from cases.mentoring.permissions import can_manage, can_start, can_work
from cases.mentoring.queries import mentorships_for, month_view
from cases.mentoring.steps import MentorshipStatus
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.MENTOR, Permission.MANAGE_MENTORSHIPS)
@require_GET
def mentorship_list(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    return render(request, "cases/mentoring/list.html", {"mentorships": mentorships_for(user)})


def _one(request: HttpRequest, mentorship_id: UUID) -> tuple[User, Mentorship]:
    user: User = request.user  # type: ignore[assignment]
    rows = Mentorship.objects.visible_to(user).select_related(
        "household", "mentor", "former_mentor", "mentorship_key"
    )
    return user, get_object_or_404(rows, pk=mentorship_id)


def _page(request: HttpRequest, user: User, row: Mentorship, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "view": month_view(row, by=user),
        "mentorship": row,
        "may_work": row.status == MentorshipStatus.RUNNING.value and can_work(user, row),
        "may_manage": can_manage(user, row),
        "check_in_form": CheckInForm(auto_id="check_in_%s"),
        "end_form": EndForm(auto_id="end_%s"),
        "deputy_form": DeputyForm(office_id=row.office_id, mentor_id=row.mentor_id, auto_id="deputy_%s"),
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
        actions.end_mentorship(mentorship=row, handover=form.cleaned_data["handover"], by=user)
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
    form = StartForm(request.POST if request.method == "POST" else None, office_id=help_request.office_id)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.start_mentorship(help_request=help_request, by=user, **form.cleaned_data)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The household has a mentor for 30 days."))
            return redirect("mentoring:open", row.pk)
    context = {"form": form, "help_request": help_request}
    return render(request, "cases/mentoring/start.html", context, status=422 if form.is_bound else 200)
