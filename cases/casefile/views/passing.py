"""Whether we may pass her request on: for each partner, a yes or no to each thing that would be told."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from cases.casefile.forms.wishes import PassingForm
from cases.casefile.queries.wishes import asks_of
from cases.casefile.views.holder import Holder, back, take_said, unlocked
from cases.referrals.actions import answer_ask
from cases.referrals.workflow import DataSet
from helpdesk.accounts.errors import NotNow

HERE = "casefile:inbox_passing"


@unlocked
@require_safe
def passing(request: HttpRequest, holder: Holder) -> HttpResponse:
    """What we ask her now; nothing is told before she says yes."""
    context = {"asks": asks_of(holder.client, holder.key), "said": take_said(request)}
    return render(request, "cases/casefile/inbox_passing.html", context)


@unlocked
@require_POST
def answer(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Her yes to what she ticked; nothing ticked, or the other button, is a no."""
    asks = {str(ask.referral.pk): ask.referral for ask in asks_of(holder.client, holder.key)}
    form = PassingForm(request.POST)
    if not form.is_valid() or str(form.cleaned_data["referral"]) not in asks:
        raise Http404
    agreed = [] if "no" in request.POST else [DataSet(one) for one in form.cleaned_data["agreed"]]
    try:
        answer_ask(
            referral=asks[str(form.cleaned_data["referral"])],
            agreed=agreed,
            language=get_language(),
            by=holder.actor,
            opener=holder.key,
        )
    except NotNow:
        return back(request, "moved_on", HERE)
    return back(request, "passing_yes" if agreed else "passing_no", HERE)
