"""Who works on it, by role, and whom she keeps away by typing a name. No list of names is ever shown."""

from __future__ import annotations

import time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from cases.casefile.actions.exclusions import exclude, take_back_exclusion
from cases.casefile.forms.wishes import EntryForm, NameForm
from cases.casefile.queries.inbox import helpers_of
from cases.casefile.queries.wishes import kept_away_by
from cases.casefile.views.holder import Holder, back, take_said, unlocked
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.throttle import Limit, take

NAMES = Limit("names", most=10, seconds=60 * 60)
ANSWER_AFTER = 0.3  # seconds: a name that somebody bears, and so makes work, takes no longer than any other


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The answer to a known and an unknown name is the same page after the same time."""
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, holder, form)
    began = time.monotonic()
    seconds = take(NAMES, request)
    if seconds:
        response = _page(request, holder, form, minutes=-(-seconds // 60), status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
    try:
        exclude(client=holder.client, name=form.cleaned_data["name"], by=holder.actor, opener=holder.key)
    except NotNow as full:
        form.add_error("name", str(full))
        return _page(request, holder, form)
    time.sleep(max(0.0, ANSWER_AFTER - (time.monotonic() - began)))
    return back(request, "kept_away", "casefile:inbox_people")


@unlocked
@require_POST
def let_again(request: HttpRequest, holder: Holder) -> HttpResponse:
    """This name is kept away no more."""
    form = EntryForm(request.POST)
    if not form.is_valid():
        raise Http404
    take_back_exclusion(client=holder.client, entry=form.cleaned_data["entry"], by=holder.actor)
    return back(request, "let_again", "casefile:inbox_people")


def _page(
    request: HttpRequest, holder: Holder, form: NameForm, *, minutes: int = 0, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "threads": helpers_of(holder.client),
        "names": kept_away_by(holder.client, holder.key),
        "said": take_said(request),
        "minutes": minutes,
    }
    return render(request, "cases/casefile/inbox_people.html", context, status=status)
