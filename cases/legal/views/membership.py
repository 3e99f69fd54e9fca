"""What happens to one member or to the case as a whole: wait for an office, leave, close, hand over."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.legal import actions
from cases.legal.forms import CloseMemberForm
from cases.legal.models import LegalCase, Membership
from cases.legal.queries import lawyers_of
from cases.requests.workflow import Outcome
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def _member(request: HttpRequest, case_id: UUID, membership_id: UUID) -> tuple[User, Membership]:
    user: User = request.user  # type: ignore[assignment]
    legal_case = get_object_or_404(LegalCase.objects.visible_to(user), pk=case_id)
    rows = Membership.objects.select_related("legal_case__office", "help_request__client", "assigned_before")
    return user, get_object_or_404(rows, pk=membership_id, legal_case=legal_case)


def _back(request: HttpRequest, case_id: UUID, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return redirect("legal:open", case_id)


@require(Permission.GROUP)
@require_POST
def remove(request: HttpRequest, case_id: UUID, membership_id: UUID) -> HttpResponse:
    user, membership = _member(request, case_id, membership_id)
    return _back(
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
    return _back(
        request,
        case_id,
        lambda: actions.close_member(membership=membership, outcome=outcome, by=user),
        _("Closed for this person. The others go on."),
    )


@require(Permission.RUN_CASES)
@require_POST
def office(request: HttpRequest, case_id: UUID, membership_id: UUID) -> HttpResponse:
    user, membership = _member(request, case_id, membership_id)
    waits = request.POST.get("waits") == "yes"
    return _back(
        request,
        case_id,
        lambda: actions.await_office(membership=membership, waits=waits, by=user),
        _("The clock stands still until the office answers.") if waits else _("The clock runs again."),
    )


@require(Permission.GROUP)
@require_POST
def close_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    legal_case = get_object_or_404(LegalCase.objects.visible_to(user), pk=case_id)
    return _back(
        request,
        case_id,
        lambda: actions.close_case(legal_case=legal_case, by=user),
        _("The case is closed. Requests that were not helped are back in the queue."),
    )


@require(Permission.GROUP)
@require_POST
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    legal_case = get_object_or_404(LegalCase.objects.visible_to(user).select_related("office"), pk=case_id)
    lawyer = lawyers_of(legal_case.office_id).filter(pk__in=_one_id(request)).first()
    if lawyer is None:
        messages.error(request, _("Choose a lawyer of this office."))
        return redirect("legal:open", case_id)
    answer = _back(
        request,
        case_id,
        lambda: actions.hand_over(legal_case=legal_case, lawyer=lawyer, by=user),
        _("The case has a new lawyer."),
    )
    still_mine = LegalCase.objects.visible_to(user).filter(pk=case_id).exists()
    return answer if still_mine else redirect("legal:list")


def _one_id(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(request.POST.get("lawyer", ""))]
    except ValueError:
        return []
