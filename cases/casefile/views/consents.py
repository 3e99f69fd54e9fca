"""The desk notes what a person agreed to, and that she takes it back; she sees both in her inbox."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.casefile.forms.desk import ConsentForm
from cases.casefile.forms.wishes import ConsentForm as ChosenConsentForm
from cases.casefile.queries.consents import consents_of
from cases.requests.actions.wishes import give_consent, withdraw_consent
from cases.requests.models import Consent, HelpRequest
from cases.requests.permissions import can_record_consent, can_withdraw_consent
from cases.requests.workflow import Purpose
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def _find(request: HttpRequest, request_id: UUID) -> tuple[User, HelpRequest]:
    user: User = request.user  # type: ignore[assignment]
    rows = HelpRequest.objects.visible_to(user).for_lists().select_related("client__mailbox_key")
    return user, get_object_or_404(rows, pk=request_id)


@require(Permission.OPEN_REQUEST)
@require_http_methods(["GET", "POST"])
def consents(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What holds and what was taken back; the words only for those who read her story."""
    user, help_request = _find(request, request_id)
    may_record = can_record_consent(user, help_request)
    if request.method == "POST" and not may_record:
        raise Refused
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        give_consent(
            client=help_request.client,
            purpose=Purpose(form.cleaned_data["purpose"]),
            wording=form.cleaned_data["wording"],
            language=help_request.language,
            help_request=help_request,
            by=user,
        )
        messages.success(request, _("The consent is noted. The person sees it in her inbox."))
        return redirect("casefile:consents", help_request.pk)
    context = {
        "help_request": help_request,
        "form": form,
        "lines": consents_of(help_request, by=user),
        "may_record": may_record,
        "may_withdraw": can_withdraw_consent(user, help_request),
    }
    return render(request, "cases/casefile/consents.html", context, status=422 if form.errors else 200)


@require(Permission.OPEN_REQUEST)
@require_POST
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """She told us that she takes it back."""
    user, help_request = _find(request, request_id)
    own = Consent.objects.filter(client=help_request.client).select_related("client")
    if not can_withdraw_consent(user, help_request):
        raise Refused
    form = ChosenConsentForm(request.POST)
    if not form.is_valid():
        raise Http404
    consent = get_object_or_404(own, pk=form.cleaned_data["consent"])
    withdraw_consent(consent=consent, help_request=help_request, by=user)
    messages.success(request, _("It is taken back. From now on it does not hold."))
    return redirect("casefile:consents", help_request.pk)
