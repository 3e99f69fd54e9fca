"""Sealing a case off, and the two words that open it again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.legal import actions
from cases.legal.forms.access import SealForm, UnsealForm
from cases.legal.models import LegalCase
from cases.legal.permissions import can_seal_case, can_unseal_case
from cases.legal.queries import live_seal
from cases.legal.views.case import find_case
from cases.requests.workflow import WhySealed
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.SEAL)
@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One page: seals an open case, or asks to open a sealed one."""
    user, legal_case = find_case(request, case_id)
    allowed = can_unseal_case if legal_case.is_sealed else can_seal_case
    if not allowed(user, legal_case):
        raise Refused
    data = request.POST if request.method == "POST" else None
    form = UnsealForm(data) if legal_case.is_sealed else SealForm(data)
    if form.is_valid():
        try:
            return _act(request, user, legal_case, form.cleaned_data["why"])
        except NotNow as why:
            form.add_error(None, str(why))
    context = {"legal_case": legal_case, "form": form, "live": live_seal(legal_case)}
    return render(request, "cases/legal/seal.html", context, status=422 if form.is_bound else 200)


def _act(request: HttpRequest, user: User, legal_case: LegalCase, why: str) -> HttpResponse:
    if legal_case.is_sealed:
        actions.ask_unseal_case(legal_case=legal_case, why=why, by=user)
        messages.success(request, _("Asked. It opens when another person agrees."))
        return redirect("legal:open", legal_case.pk)
    actions.seal_case(legal_case=legal_case, why=WhySealed(why), by=user)
    messages.success(request, _("Sealed off. Only people named in it know of it now."))
    still_mine = LegalCase.objects.visible_to(user).filter(pk=legal_case.pk).exists()
    return redirect("legal:open", legal_case.pk) if still_mine else redirect("legal:list")


@require(Permission.UNSEAL)
@require_POST
def unseal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The second word; a coordinator who says it need not see the case."""
    user = user_of(request)
    legal_case = get_object_or_404(LegalCase.objects.filter(is_sealed=True), pk=case_id)
    if not can_unseal_case(user, legal_case):
        raise Http404
    agrees = request.POST.get("agrees") == "yes"
    try:
        actions.agree_unseal_case(legal_case=legal_case, agrees=agrees, by=user)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request, _("It is open to the office again.") if agrees else _("It stays sealed off.")
        )
    return redirect("legal:access")
