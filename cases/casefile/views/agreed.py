"""What she agreed to: a list in which each line is taken back by one click, and what she could add."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from cases.casefile.forms.wishes import HER_PURPOSES, ConsentForm, GiveForm
from cases.casefile.queries.wishes import agreed_by, offered_to
from cases.casefile.views.holder import Holder, back, take_said, unlocked
from cases.requests.actions.wishes import give_consent, withdraw_consent
from cases.requests.models import Consent
from cases.requests.queries import CONSENT_WORDS
from cases.requests.workflow import Purpose


@unlocked
@require_safe
def agreed(request: HttpRequest, holder: Holder) -> HttpResponse:
    lines = agreed_by(holder.client, holder.key)
    context = {"lines": lines, "offered": offered_to(lines, HER_PURPOSES), "said": take_said(request)}
    return render(request, "cases/casefile/inbox_agreed.html", context)


@unlocked
@require_POST
def give(request: HttpRequest, holder: Holder) -> HttpResponse:
    """In the words that stood on her page, in her language."""
    form = GiveForm(request.POST)
    if not form.is_valid():
        raise Http404
    purpose = Purpose(form.cleaned_data["purpose"])
    give_consent(
        client=holder.client,
        purpose=purpose,
        wording=str(CONSENT_WORDS[purpose]),
        language=get_language(),
        by=holder.actor,
        opener=holder.key,
    )
    return back(request, "consent_given", "casefile:inbox_agreed")


@unlocked
@require_POST
def withdraw(request: HttpRequest, holder: Holder) -> HttpResponse:
    """One click, no question."""
    form = ConsentForm(request.POST)
    if not form.is_valid():
        raise Http404
    own = Consent.objects.filter(client=holder.client)
    withdraw_consent(consent=get_object_or_404(own, pk=form.cleaned_data["consent"]), by=holder.actor)
    return back(request, "consent_withdrawn", "casefile:inbox_agreed")
