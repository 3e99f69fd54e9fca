"""Sealing one request off, and the two words that open it again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.legal.forms.access import SealForm, UnsealForm
from cases.legal.queries import live_request_seal
from cases.requests.actions.seals import agree_unseal, ask_unseal, seal_off
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_seal, can_unseal
from cases.requests.workflow import SEALED_OFF, WhySealed
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.SEAL)
@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One page: seals an open request, or asks to open a sealed one."""
    user = user_of(request)
    help_request = get_object_or_404(HelpRequest.objects.visible_to(user).for_lists(), pk=request_id)
    is_sealed = help_request.sensitivity == SEALED_OFF
    if not (can_unseal if is_sealed else can_seal)(user, help_request):
        raise Refused
    data = request.POST if request.method == "POST" else None
    form = UnsealForm(data) if is_sealed else SealForm(data)
    if form.is_valid():
        try:
            return _act(request, user, help_request, form.cleaned_data["why"])
        except NotNow as why:
            form.add_error(None, str(why))
    context = {
        "help_request": help_request,
        "is_sealed": is_sealed,
        "form": form,
        "live": live_request_seal(help_request.pk),
    }
    return render(request, "cases/casefile/seal.html", context, status=422 if form.is_bound else 200)


def _act(request: HttpRequest, user: User, help_request: HelpRequest, why: str) -> HttpResponse:
    if help_request.sensitivity == SEALED_OFF:
        ask_unseal(help_request=help_request, why=why, by=user)
        messages.success(request, _("Asked. It opens when another person agrees."))
        return redirect("casefile:open", help_request.pk)
    seal_off(help_request=help_request, why=WhySealed(why), by=user)
    messages.success(request, _("Sealed off. Only the people who work on it know of it now."))
    still_mine = HelpRequest.objects.visible_to(user).filter(pk=help_request.pk).exists()
    return redirect("casefile:open", help_request.pk) if still_mine else redirect("triage:queue")


@require(Permission.UNSEAL)
@require_POST
def unseal(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The second word; a coordinator who says it need not see the request."""
    user = user_of(request)
    sealed = HelpRequest.objects.filter(sensitivity=SEALED_OFF)
    help_request = get_object_or_404(sealed, pk=request_id)
    if not can_unseal(user, help_request):
        raise Http404
    agrees = request.POST.get("agrees") == "yes"
    try:
        agree_unseal(help_request=help_request, agrees=agrees, by=user)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        said = _("It is open to the office again.") if agrees else _("It stays sealed off.")
        messages.success(request, said)
    return redirect("legal:access")
