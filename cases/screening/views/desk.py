"""The desk's side: the questions asked aloud, and decisions about required steps."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from cases.requests.models import HelpRequest
from cases.screening.actions import answer_screening, decide_step, open_step_again, withdraw_consent
from cases.screening.forms import AloudForm, StepForm
from cases.screening.permissions import can_ask_aloud
from cases.screening.queries import consent_words, screening_of
from cases.screening.steps import StepState
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def aloud(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Consent is read aloud first, in the person's language; the answers are never shown here again."""
    user: User = request.user  # type: ignore[assignment]
    help_request = get_object_or_404(
        HelpRequest.objects.visible_to(user).for_lists().defer("story"), pk=request_id
    )
    if not can_ask_aloud(user, help_request):
        raise Refused
    with override(help_request.language):
        words = consent_words()
    if "withdraw" in request.POST:
        withdraw_consent(help_request=help_request, by=user)
        messages.success(request, _("The consent is taken back. Answers and marks are erased."))
        return redirect("casefile:open", help_request.pk)
    form = AloudForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_screening(help_request=help_request, answers=form.to_answers(), consent=words, by=user)
        except NotNow as why:
            messages.warning(request, str(why))
        else:
            messages.success(request, _("Kept. What has to be done stands on the page of the request."))
        return redirect("casefile:open", help_request.pk)
    context = {
        "help_request": help_request,
        "form": form,
        "consent": words.splitlines(),
        "screening": screening_of(help_request),
    }
    return render(request, "cases/screening/aloud.html", context, status=422 if form.errors else 200)


@require(Permission.TRIAGE)
@require_POST
def step(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Done, not needed because, or open again."""
    user: User = request.user  # type: ignore[assignment]
    help_request = get_object_or_404(
        HelpRequest.objects.visible_to(user).for_lists().select_related("desk_key").defer("story"),
        pk=request_id,
    )
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("This could not be read. Please try again."))
        return redirect("casefile:open", help_request.pk)
    code, state = form.cleaned_data["step"], form.cleaned_data["state"]
    try:
        if state == "open":
            open_step_again(help_request=help_request, step=code, by=user)
        else:
            decide_step(
                help_request=help_request,
                step=code,
                state=StepState(state),
                reason=form.cleaned_data["reason"] if state == StepState.NOT_NEEDED else "",
                by=user,
            )
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, _("The step is kept."))
    return redirect("casefile:open", help_request.pk)
