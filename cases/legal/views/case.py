"""One case's page, and what is done on it. Each small form does one thing and comes back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.legal import actions
from cases.legal.forms import CloseMemberForm, DraftForm, LabelForm, MeetingForm, StepForm, WordsForm
from cases.legal.models import Consultation, Invitation, LegalCase, Membership, MemberStep
from cases.legal.permissions import can_change_members, can_run
from cases.legal.queries import case_view, languages_of, lawyers_of
from cases.legal.workflow import StepState
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def _case(request: HttpRequest, case_id: UUID) -> tuple[User, LegalCase]:
    user: User = request.user  # type: ignore[assignment]
    cases = LegalCase.objects.visible_to(user).select_related("case_type", "lawyer", "office", "case_key")
    return user, get_object_or_404(cases, pk=case_id)


def _page(
    request: HttpRequest, user: User, legal_case: LegalCase, *, status: int = 200, **forms: Any
) -> HttpResponse:
    view = case_view(legal_case, by=user)
    context = {
        "view": view,
        "legal_case": legal_case,
        "may_run": can_run(user, legal_case),
        "may_change": can_change_members(user, legal_case),
        "lawyers": lawyers_of(legal_case.office_id),
        "meeting_form": MeetingForm(auto_id="meeting_%s"),
        "draft_form": DraftForm(languages=view.languages, auto_id="draft_%s"),
        "words_form": WordsForm(initial={"title": view.title, "notes": view.notes}, auto_id="words_%s"),
        "outcome_form": CloseMemberForm(auto_id=False),
        **forms,
    }
    return render(request, "cases/legal/open.html", context, status=status)


@require(Permission.SEE_CASES)
@require_GET
def open_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    return _page(request, user, legal_case)


def _do(request: HttpRequest, legal_case: LegalCase, act: Callable[[], object], done: str) -> HttpResponse:
    """Runs one action and comes back to the page with a sentence about how it went."""
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return redirect("legal:open", legal_case.pk)


@require(Permission.RUN_CASES)
@require_POST
def schedule(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    form = MeetingForm(request.POST, auto_id="meeting_%s")
    if form.is_valid():
        try:
            actions.schedule_consultation(
                legal_case=legal_case,
                starts_at=form.starts_at(),
                place=form.cleaned_data["place"],
                seats=form.cleaned_data["seats"],
                by=user,
            )
        except NotNow as why:
            form.add_error("on_date", str(why))
        else:
            messages.success(request, _("The meeting is planned. Now invite people."))
            return redirect("legal:open", legal_case.pk)
    return _page(request, user, legal_case, status=422, meeting_form=form)


@require(Permission.RUN_CASES)
@require_POST
def send(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    languages = languages_of(legal_case)
    form = DraftForm(request.POST, languages=languages, auto_id="draft_%s")
    if form.is_valid():
        try:
            sent = actions.send_to_members(legal_case=legal_case, texts=form.texts(), by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(
                request, _("Sent. Each person got a message of her own: %(count)d.") % {"count": len(sent)}
            )
            return redirect("legal:open", legal_case.pk)
    return _page(request, user, legal_case, status=422, draft_form=form)


@require(Permission.RUN_CASES)
@require_POST
def words(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    form = WordsForm(request.POST, auto_id="words_%s")
    if not form.is_valid():
        return _page(request, user, legal_case, status=422, words_form=form)
    return _do(
        request,
        legal_case,
        lambda: actions.write_words(legal_case=legal_case, by=user, **form.cleaned_data),
        _("Saved."),
    )


@require(Permission.RUN_CASES)
@require_POST
def invite(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    meeting = get_object_or_404(Consultation, pk=consultation_id, legal_case=legal_case)
    members = Membership.objects.filter(legal_case=legal_case, left_at=None).select_related(
        "help_request__client", "help_request__inbox_key", "legal_case__case_key"
    )
    return _do(
        request,
        legal_case,
        lambda: actions.invite(consultation=meeting, memberships=list(members), by=user),
        _("Everybody in the case is invited, each by herself."),
    )


@require(Permission.RUN_CASES)
@require_POST
def cancel(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    meeting = get_object_or_404(Consultation, pk=consultation_id, legal_case=legal_case)
    return _do(
        request,
        legal_case,
        lambda: actions.cancel_consultation(consultation=meeting, by=user),
        _("The meeting is called off."),
    )


@require(Permission.RUN_CASES)
@require_POST
def attendance(request: HttpRequest, case_id: UUID, invitation_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    invitation = get_object_or_404(Invitation, pk=invitation_id, consultation__legal_case=legal_case)
    came = request.POST.get("came") == "yes"
    return _do(
        request,
        legal_case,
        lambda: actions.record_attendance(invitation=invitation, came=came, by=user),
        _("Noted."),
    )


@require(Permission.RUN_CASES)
@require_POST
def step(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    row = get_object_or_404(
        MemberStep.objects.select_related("membership__legal_case__case_key"),
        pk=step_id,
        membership__legal_case=legal_case,
    )
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers shown."))
        return redirect("legal:open", legal_case.pk)
    state, reason = StepState(form.cleaned_data["state"]), form.cleaned_data["reason"]
    return _do(
        request,
        legal_case,
        lambda: actions.set_step(step=row, state=state, reason=reason, by=user),
        _("The step is saved."),
    )


@require(Permission.RUN_CASES)
@require_POST
def label(request: HttpRequest, case_id: UUID, membership_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    membership = get_object_or_404(Membership, pk=membership_id, legal_case=legal_case)
    form = LabelForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is too long."))
        return redirect("legal:open", legal_case.pk)
    return _do(
        request,
        legal_case,
        lambda: actions.set_label(membership=membership, by=user, **form.cleaned_data),
        _("Saved."),
    )


@require(Permission.GROUP)
@require_POST
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = _case(request, case_id)
    code = request.POST.get("code", "").strip().upper()[:20]
    help_request = HelpRequest.objects.visible_to(user).filter(code=code).first()
    if help_request is None:
        messages.error(
            request, _("There is no request with the code %(code)s in your list.") % {"code": code}
        )
        return redirect("legal:open", legal_case.pk)
    return _do(
        request,
        legal_case,
        lambda: actions.add_member(legal_case=legal_case, help_request=help_request, by=user),
        _("Added to the case."),
    )
