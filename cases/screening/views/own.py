"""The person's page: consent first, then a few questions; her answers, and taking them back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.intake.actions import holds
from cases.requests.models import Client, HelpRequest
from cases.screening.actions import answer_screening, withdraw_consent
from cases.screening.forms import ScreeningForm
from cases.screening.queries import consent_words, own_answers, request_to_screen
from helpdesk.accounts.access import receipt_required
from helpdesk.accounts.actors import ByReceipt
from helpdesk.sealing.inbox import InboxKey, forget_inbox_key, inbox_key_of


@receipt_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """One address for all of it; what is asked for stands in the form, never in the address."""
    key = inbox_key_of(request)
    client = Client.objects.filter(pk=key.client_id).first() if key else None
    if key is None or client is None or not holds(client, key):
        forget_inbox_key(request)
        return redirect("casefile:unlock")
    form = ScreeningForm(request.POST if request.method == "POST" else None)
    if not form.is_valid() and form.is_bound and "thread" in form.errors:
        raise Http404
    thread = form.cleaned_data.get("thread") if form.is_bound else None
    help_request = request_to_screen(client, thread)
    if help_request is None:
        return _nothing(request, is_named=thread is not None)
    if request.method != "POST":
        return _page(request, help_request, client, key)
    by = ByReceipt(client.pk)
    if "withdraw" in request.POST:
        withdraw_consent(help_request=help_request, by=by)
        return _page(request, None, client, key, is_withdrawn=True)
    if request.POST.get("agreed") != "yes":
        return redirect("screening:ask")
    if "send" not in request.POST or not form.is_valid():
        return _questions(request, help_request, form if "send" in request.POST else None)
    answer_screening(help_request=help_request, answers=form.to_answers(), consent=consent_words(), by=by)
    return redirect("screening:ask")


def _nothing(request: HttpRequest, *, is_named: bool) -> HttpResponse:
    """She has no open request, or named one that is not hers."""
    if is_named:
        raise Http404
    return redirect("casefile:inbox")


def _questions(request: HttpRequest, help_request: HelpRequest, form: ScreeningForm | None) -> HttpResponse:
    form = form or ScreeningForm(initial={"thread": help_request.pk})
    return render(request, "cases/screening/questions.html", {"form": form})


def _page(
    request: HttpRequest, help_request: HelpRequest | None, client: Client, key: InboxKey, **more: Any
) -> HttpResponse:
    screening = getattr(help_request, "screening", None)
    is_hidden = client.device_may_be_searched
    context = {
        "help_request": help_request,
        "screening": screening,
        "answers": own_answers(screening, key) if screening is not None and not is_hidden else [],
        "is_hidden": is_hidden,
        "consent": consent_words().splitlines(),
        "is_withdrawn": False,
        **more,
    }
    return render(request, "cases/screening/ask.html", context)
