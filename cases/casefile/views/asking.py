"""A further request of somebody whom we know already: one short page, no new receipt."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from cases.casefile.forms.wishes import MoreForm
from cases.casefile.views.holder import SAID, Holder, back, holder_of
from cases.intake.actions import take_in
from cases.intake.queries import topic_groups
from cases.intake.rules import starting_urgency
from cases.relay.queries import has_talk
from cases.relay.rules import Purpose
from cases.requests.actions import Need
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import public
from helpdesk.accounts.throttle import Limit, give_back, take
from helpdesk.sealing.inbox import inbox_key_of
from helpdesk.ui.kiosk import still_typing
from knowledge.articles.models import Topic

FURTHER = Limit("further", most=5, seconds=60 * 60)
UNSENT_STORY = "unsent_story"
TWICE_WITHIN = 60 * 60


@public
@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest) -> HttpResponse:
    """When the inbox was locked meanwhile, what she wrote waits in her session until she unlocks it."""
    holder = holder_of(request)
    if holder is None or holder.client.receipt_is_temporary:
        return _wait(request)
    if request.method != "POST":
        return _page(request, _empty(request, holder))
    groups = topic_groups(holder.client.office.country)
    if still_typing(request):
        return _page(request, MoreForm(initial=request.POST.dict(), groups=groups))
    form = MoreForm(request.POST, groups=groups)
    if not form.is_valid():
        return _page(request, form)
    seconds = take(FURTHER, request)
    if seconds:
        response = _page(request, form, minutes=-(-seconds // 60), status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
    if not _send(holder, form.cleaned_data):
        give_back(FURTHER, request)
    request.session.pop(UNSENT_STORY, None)
    return back(request, "asked")


def _send(holder: Holder, typed: dict[str, Any]) -> bool:
    """False when this very form is here already (a second click)."""
    once = f"further:{typed['form_id']}"
    if not cache.add(once, 1, TWICE_WITHIN):
        return False
    need = Need(
        story=typed["story"],
        language=get_language(),
        country=typed["country"],
        city=typed["city"],
        topic=Topic.objects.filter(slug=typed["topic"]).first(),
        urgency=starting_urgency(in_danger=typed["in_danger"], flags=[]),
    )
    try:
        take_in(holder.client, need, by=holder.actor)
    except Exception:
        cache.delete(once)
        raise
    return True


def _wait(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        request.session[UNSENT_STORY] = str(request.POST.get("story", ""))[:20_000]
        request.session[SAID] = "locked"
    return redirect("casefile:unlock")


def _empty(request: HttpRequest, holder: Holder) -> MoreForm:
    """Country and city as they stood on her last request; what she could not send comes back."""
    newest = HelpRequest.objects.filter(client=holder.client).order_by("-received_at").first()
    initial = {
        "country": newest.country if newest else holder.client.office.country,
        "city": newest.city if newest else "",
        "story": request.session.get(UNSENT_STORY, ""),
    }
    return MoreForm(initial=initial, groups=topic_groups(str(initial["country"])))


def _page(request: HttpRequest, form: MoreForm, *, minutes: int = 0, status: int = 200) -> HttpResponse:
    key = inbox_key_of(request)
    has_mentor = key is not None and has_talk(key.client_id, Purpose.MENTORSHIP)
    context = {"form": form, "minutes": minutes, "has_mentor": has_mentor}
    return render(request, "cases/casefile/inbox_more.html", context, status=status)
