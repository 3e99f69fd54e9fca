"""The meetings of a case: invite, note an answer, attendance, call off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.legal import actions
from cases.legal.forms import AnswerForm
from cases.legal.models import Consultation, Invitation, LegalCase, Membership
from cases.legal.permissions import can_run
from cases.legal.queries import calendar_file
from cases.legal.views.case import do, find_case
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def find_meeting(legal_case: LegalCase, consultation_id: UUID) -> Consultation:
    """A meeting of this case, or 404."""
    return get_object_or_404(Consultation, pk=consultation_id, legal_case=legal_case)


def _invitation(user: User, legal_case: LegalCase, invitation_id: UUID) -> Invitation:
    members = Membership.objects.known_to(user).filter(legal_case=legal_case)
    return get_object_or_404(Invitation, pk=invitation_id, membership__in=members)


@require(Permission.RUN_CASES)
@require_POST
def invite(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    meeting = find_meeting(legal_case, consultation_id)
    members = (
        Membership.objects.known_to(user)
        .filter(legal_case=legal_case, left_at=None)
        .select_related("help_request__client__mailbox_key", "help_request__inbox_key")
    )
    return do(
        request,
        case_id,
        lambda: actions.invite(consultation=meeting, memberships=list(members), by=user),
        _("Everybody in the case is invited, each by herself."),
    )


@require(Permission.RUN_CASES)
@require_GET
def calendar(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    """The meeting for a colleague's own calendar: day, time and the case's code; no place and no people."""
    user, legal_case = find_case(request, case_id)
    meeting = find_meeting(legal_case, consultation_id)
    if not can_run(user, legal_case):
        raise Refused
    response = HttpResponse(calendar_file(meeting), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{legal_case.code}.ics"'
    return response


@require(Permission.RUN_CASES)
@require_POST
def cancel(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    meeting = find_meeting(legal_case, consultation_id)
    return do(
        request,
        case_id,
        lambda: actions.cancel_consultation(consultation=meeting, by=user),
        _("The meeting is called off."),
    )


@require(Permission.RUN_CASES)
@require_POST
def answer(request: HttpRequest, case_id: UUID, invitation_id: UUID) -> HttpResponse:
    """For somebody who called: her yes or no, and how many come."""
    user, legal_case = find_case(request, case_id)
    invitation = _invitation(user, legal_case, invitation_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose between 1 and 12 seats."))
        return redirect("legal:open", case_id)
    said = form.cleaned_data
    return do(
        request,
        case_id,
        lambda: actions.answer_invitation(
            invitation=invitation,
            accept=said["accept"] == "yes",
            seats=said["seats"] or 1,
            needs_interpreter=said["needs_interpreter"],
            by=user,
        ),
        _("Her answer is noted."),
    )


@require(Permission.RUN_CASES)
@require_POST
def attendance(request: HttpRequest, case_id: UUID, invitation_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    invitation = _invitation(user, legal_case, invitation_id)
    came = request.POST.get("came") == "yes"
    return do(
        request,
        case_id,
        lambda: actions.record_attendance(invitation=invitation, came=came, by=user),
        _("Noted."),
    )
