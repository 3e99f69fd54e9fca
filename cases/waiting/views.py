"""The coordinator's page of paused topics and waiting times."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.waiting.actions import WAVE_REST, end_pause, pause_topic, wave_words
from cases.waiting.forms import PauseForm
from cases.waiting.models import TopicPause
from cases.waiting.queries import pauses_for, waiting_times
from cases.waiting.rules import Reason
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from knowledge.articles.models import Topic

MOST_DIGITS = 9  # longer numbers are no keys of ours


@require(Permission.PAUSE_TOPIC)
@require_http_methods(["GET", "HEAD", "POST"])
def pauses(request: HttpRequest) -> HttpResponse:
    """What rests, how many wait, what is told about the time; and pausing one more."""
    user: User = request.user  # type: ignore[assignment]
    country = user.office.country if user.office else ""
    typed = request.POST if request.method == "POST" else None
    form = PauseForm(typed, country=country, initial=_suggested(request, country))
    if request.method == "POST" and form.is_valid():
        try:
            pause_topic(**form.to_pause(), country=country, by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Paused. The form says so from now on, and offers the waiting list."))
            return redirect("waiting:pauses")
    context = {"form": form, "pauses": pauses_for(user), "times": waiting_times(user)}
    return render(request, "cases/waiting/pauses.html", context, status=422 if form.errors else 200)


def _suggested(request: HttpRequest, country: str) -> dict[str, Any]:
    """What an alarm about a wave proposes: the topic of the address, two weeks, words in five languages."""
    number = request.GET.get("topic", "")
    known = number.isdecimal() and len(number) < MOST_DIGITS
    topic = Topic.objects.on_in(country).filter(pk=int(number)).first() if known else None
    if topic is None:
        return {}
    until_on = timezone.localdate() + WAVE_REST
    words = {f"words_{code}": text for code, text in wave_words(topic, until_on).items()}
    return {"topic": topic, "reason": Reason.TOO_MANY.value, "until_on": until_on, **words}


@require(Permission.PAUSE_TOPIC)
@require_POST
def end(request: HttpRequest, pause_id: UUID) -> HttpResponse:
    """Opens the topic again."""
    user: User = request.user  # type: ignore[assignment]
    pause = get_object_or_404(TopicPause.objects.visible_to(user), pk=pause_id)
    end_pause(pause=pause, by=user)
    messages.success(request, _("The topic is open again. Those who waited come first, and are told."))
    return redirect("waiting:pauses")
