"""How we may reach her: her safe-contact profile, changed by herself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.casefile.forms.wishes import ReachForm
from cases.casefile.queries.inbox import masked_contact
from cases.casefile.views.holder import Holder, back, unlocked
from cases.requests.actions.wishes import change_reach


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Shows what holds now, the contact masked, and takes what is to hold from now on."""
    form = ReachForm(request.POST if request.method == "POST" else None, client=holder.client)
    if request.method == "POST" and form.is_valid():
        change_reach(client=holder.client, reach=form.to_reach(), by=holder.actor, opener=holder.key)
        return back(request, "reach")
    context = {
        "form": form,
        "contact": masked_contact(holder.client, holder.key),
        "has_word": bool(holder.client.safe_word),
    }
    return render(request, "cases/casefile/inbox_reach.html", context)
