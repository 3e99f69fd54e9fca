"""A safety signal on its page, and what a volunteer offers as a mentor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.mentoring import actions
from cases.mentoring.forms import OfferForm
from cases.mentoring.models import MentorOffer, SafetySignal
from cases.mentoring.permissions import can_see_signals
from cases.mentoring.queries.signals import signal_line
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.MANAGE_MENTORSHIPS)
@require_http_methods(["GET", "HEAD", "POST"])
def signal(request: HttpRequest, signal_id: UUID) -> HttpResponse:
    """What was said, and: I have it in my hands."""
    user: User = request.user  # type: ignore[assignment]
    if not can_see_signals(user):
        raise Refused
    rows = SafetySignal.objects.visible_to(user).select_related(
        "mentorship__household", "mentorship__mentor", "signal_key", "seen_by"
    )
    row = get_object_or_404(rows, pk=signal_id)
    if request.method == "POST":
        actions.see_signal(signal_id=row.pk, by=user)
        messages.success(request, _("It is in your hands now."))
        return redirect("mentoring:open", row.mentorship_id)
    return render(request, "cases/mentoring/signal.html", {"line": signal_line(row, by=user)})


@require(Permission.MENTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """How many households, with children or not, how to meet."""
    user: User = request.user  # type: ignore[assignment]
    said = MentorOffer.objects.filter(pk=user.pk).first()
    women = {True: "yes", False: "no", None: ""}
    initial: dict[str, Any] = {"most_households": 1, "with_children": True}
    if said is not None:
        initial = {
            "most_households": said.most_households,
            "with_children": said.with_children,
            "is_woman": women[said.is_woman],
            "way": said.way,
        }
    form = OfferForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_offer(by=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("mentoring:list")
    return render(request, "cases/mentoring/offer.html", {"form": form}, status=422 if form.errors else 200)
