"""The person's page: consent first, then a few questions; her answers, and taking them back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.intake.permissions import Holder, unlocked
from cases.requests.models import HelpRequest
from cases.screening.actions import answer_screening, withdraw_consent
from cases.screening.forms import ScreeningForm
from cases.screening.queries import consent_words, own_answers, requests_to_screen


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, holder: Holder) -> HttpResponse:
    """One address for all of it; what is asked for stands in the form, never in the address."""
    rows = requests_to_screen(holder.client)
    if not rows:
        return redirect("casefile:inbox")
    if request.method != "POST":
        return _page(request, rows, holder)
    form = ScreeningForm(request.POST)
    is_valid = form.is_valid()
    thread = form.cleaned_data.get("thread")
    help_request = next((row for row in rows if row.pk == thread), None)
    if help_request is None:
        raise Http404
    by = holder.actor
    if "withdraw" in request.POST:
        withdraw_consent(help_request=help_request, by=by)
        return render(request, "cases/screening/erased.html")
    if request.POST.get("agreed") != "yes":
        return redirect("screening:ask")
    if "send" not in request.POST or not is_valid:
        return _questions(request, help_request, form if "send" in request.POST else None)
    answer_screening(help_request=help_request, answers=form.to_answers(), consent=consent_words(), by=by)
    return redirect("screening:ask")


def _questions(request: HttpRequest, help_request: HelpRequest, form: ScreeningForm | None) -> HttpResponse:
    form = form or ScreeningForm(initial={"thread": help_request.pk})
    return render(request, "cases/screening/questions.html", {"form": form})


def _page(request: HttpRequest, rows: list[HelpRequest], holder: Holder) -> HttpResponse:
    """What she answered about each open request, and the newest one that she may still answer about."""
    is_hidden = holder.client.device_may_be_searched
    answered = [
        (row, [] if is_hidden else own_answers(row.screening, holder.key))
        for row in rows
        if hasattr(row, "screening")
    ]
    context = {
        "answered": answered,
        "is_hidden": is_hidden,
        "unasked": next((row for row in rows if not hasattr(row, "screening")), None),
        "consent": consent_words().splitlines(),
    }
    return render(request, "cases/screening/ask.html", context)
