"""The coordinator's page of paused topics and waiting times."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.waiting.actions import end_pause, pause_topic
from cases.waiting.forms import PauseForm
from cases.waiting.models import TopicPause
from cases.waiting.queries import pauses_for, waiting_times
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.PAUSE_TOPIC)
@require_http_methods(["GET", "HEAD", "POST"])
def pauses(request: HttpRequest) -> HttpResponse:
    """What rests, how many wait, what is told about the time; and pausing one more."""
    user: User = request.user  # type: ignore[assignment]
    country = user.office.country if user.office else ""
    form = PauseForm(request.POST if request.method == "POST" else None, country=country)
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


@require(Permission.PAUSE_TOPIC)
@require_POST
def end(request: HttpRequest, pause_id: UUID) -> HttpResponse:
    """Opens the topic again."""
    user: User = request.user  # type: ignore[assignment]
    pause = get_object_or_404(TopicPause.objects.visible_to(user), pk=pause_id)
    end_pause(pause=pause, by=user)
    messages.success(request, _("The topic is open again. Those who waited come first, and are told."))
    return redirect("waiting:pauses")
