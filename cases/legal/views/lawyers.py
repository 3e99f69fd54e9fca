"""Another lawyer for a case: for good, or while hers is away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.legal import actions
from cases.legal.forms import DeputyForm, HandOverForm
from cases.legal.models import LegalCase
from cases.legal.permissions import can_hand_over, can_name_deputy
from cases.legal.queries import lawyers_of, own_cases
from cases.legal.views.case import do, find_case
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    if not can_hand_over(user, legal_case):
        raise Refused
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, lawyers=_others(legal_case))
    if not form.is_valid():
        return _page(request, legal_case, form, "hand_over")
    answer = do(
        request,
        case_id,
        lambda: actions.hand_over(
            legal_case=legal_case, lawyer=form.chosen(), by=user, why=form.cleaned_data["why"]
        ),
        _("The case has a new lawyer."),
    )
    still_mine = LegalCase.objects.visible_to(user).filter(pk=case_id).exists()
    return answer if still_mine else redirect("legal:list")


@require(Permission.RUN_CASES, Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def deputy(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who stands in; for this case, or for all open cases of the same lawyer at once."""
    user, legal_case = find_case(request, case_id)
    if not can_name_deputy(user, legal_case):
        raise Refused
    form = _deputy_form(legal_case, request.POST if request.method == "POST" else None)
    if form.is_valid():
        cases = own_cases(legal_case, user) if form.cleaned_data["everywhere"] else [legal_case]
        try:
            with transaction.atomic():
                for case in cases:
                    actions.name_deputy(
                        legal_case=case,
                        deputy=form.chosen(),
                        away_until=form.cleaned_data["away_until"],
                        by=user,
                    )
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Saved."))
            return redirect("legal:open", legal_case.pk)
    return _page(request, legal_case, form, "deputy")


def _others(legal_case: LegalCase) -> list[User]:
    return [person for person in lawyers_of(legal_case.office_id) if person.pk != legal_case.lawyer_id]


def _deputy_form(legal_case: LegalCase, data: Any) -> DeputyForm:
    initial = {"deputy": legal_case.deputy_id, "away_until": legal_case.away_until}
    return DeputyForm(data, lawyers=_others(legal_case), initial=initial)


def _page(
    request: HttpRequest, legal_case: LegalCase, form: DeputyForm | HandOverForm, what: str
) -> HttpResponse:
    context = {"form": form, "legal_case": legal_case, "what": what}
    return render(request, "cases/legal/lawyer.html", context, status=422 if form.is_bound else 200)
