"""What happens to one member: her steps, waiting for an office, leaving the case, closing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.legal import actions
from cases.legal.forms import CloseMemberForm, StepForm
from cases.legal.models import Membership, MemberStep
from cases.legal.permissions import can_run
from cases.legal.queries import file_number_of
from cases.legal.views.case import do, find_case
from cases.legal.views.fresh import each_morning
from cases.legal.workflow import StepState
from cases.requests.workflow import Outcome
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

OFFICE_LANGUAGE = {"PL": "pl", "LT": "lt"}


def _member(request: HttpRequest, case_id: UUID, membership_id: UUID) -> tuple[User, Membership]:
    user, legal_case = find_case(request, case_id)
    members = Membership.objects.known_to(user).select_related("help_request")
    found = get_object_or_404(members, pk=membership_id, legal_case=legal_case)
    found.legal_case = legal_case
    return user, found


@require(Permission.RUN_CASES)
@require_POST
def step(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    rows = MemberStep.objects.select_related("membership__legal_case__case_key")
    members = Membership.objects.known_to(user).filter(legal_case=legal_case)
    row = get_object_or_404(rows, pk=step_id, membership__in=members)
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers shown."))
        return redirect("legal:open", legal_case.pk)
    state, reason = StepState(form.cleaned_data["state"]), form.cleaned_data["reason"]
    return do(
        request,
        case_id,
        lambda: actions.set_step(step=row, state=state, reason=reason, by=user),
        _("The step is saved."),
        member=row.membership_id,
    )


@require(Permission.RUN_CASES)
@require_POST
def office(request: HttpRequest, case_id: UUID, membership_id: UUID) -> HttpResponse:
    user, membership = _member(request, case_id, membership_id)
    waits = request.POST.get("waits") == "yes"
    return do(
        request,
        case_id,
        lambda: actions.await_office(membership=membership, waits=waits, by=user),
        _("The clock stands still until the office answers.") if waits else _("The clock runs again."),
        member=membership_id,
    )


@require(Permission.RUN_CASES)
@require_GET
@each_morning
def power(request: HttpRequest, case_id: UUID, membership_id: UUID) -> HttpResponse:
    """A power of attorney to print, in the office's language and in hers; she writes her name by hand."""
    user, membership = _member(request, case_id, membership_id)
    legal_case = membership.legal_case
    if not can_run(user, legal_case):
        raise Refused
    languages = [OFFICE_LANGUAGE[legal_case.case_type.country], membership.help_request.language]
    context = {
        "legal_case": legal_case,
        "languages": list(dict.fromkeys(languages)),
        "file_number": file_number_of(membership, by=user),
    }
    return render(request, "cases/legal/power.html", context)


@require(Permission.GROUP)
@require_POST
def remove(request: HttpRequest, case_id: UUID, membership_id: UUID) -> HttpResponse:
    user, membership = _member(request, case_id, membership_id)
    return do(
        request,
        case_id,
        lambda: actions.remove_member(membership=membership, by=user),
        _("The request is back in the queue as it was."),
    )


@require(Permission.CLOSE)
@require_POST
def close(request: HttpRequest, case_id: UUID, membership_id: UUID) -> HttpResponse:
    user, membership = _member(request, case_id, membership_id)
    form = CloseMemberForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how it ended."))
        return redirect("legal:open", case_id)
    outcome = Outcome(form.cleaned_data["outcome"])
    return do(
        request,
        case_id,
        lambda: actions.close_member(membership=membership, outcome=outcome, by=user),
        _("Closed for this person. The others go on."),
    )
