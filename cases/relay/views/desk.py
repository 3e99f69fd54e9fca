"""The helper's side: one conversation on its page, and its small steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases.relay.actions import say, set_meeting, share_number, show_to_desk
from cases.relay.forms import MeetingForm, NumberForm, SayForm
from cases.relay.models import Conversation
from cases.relay.queries import talk_of_helper
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

WHO = (Permission.CLAIM_TASK, Permission.MENTOR, Permission.MANAGE_TASKS)
SHOWN = gettext_lazy("The desk can read this conversation now.")


def _one(request: HttpRequest, talk_id: UUID) -> tuple[User, Conversation]:
    user: User = request.user  # type: ignore[assignment]
    rows = Conversation.objects.visible_to(user).select_related("client", "relay_key")
    return user, get_object_or_404(rows, pk=talk_id)


def _page(
    request: HttpRequest, user: User, row: Conversation, status: int = 200, **forms: Any
) -> HttpResponse:
    context = {
        "talk": talk_of_helper(row, by=user),
        "row": row,
        "form": SayForm(),
        "number_form": NumberForm(auto_id="number_%s"),
        "meeting_form": MeetingForm(initial={"meets_at": row.meets_at}, auto_id="meeting_%s"),
        **forms,
    }
    return render(request, "cases/relay/open.html", context, status=status)


@require(*WHO)
@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """Reading, and writing one line."""
    user, row = _one(request, talk_id)
    if request.method != "POST":
        return _page(request, user, row)
    form = SayForm(request.POST)
    if form.is_valid():
        try:
            say(talk=row, body=form.cleaned_data["body"], by=user)
        except NotNow as why:
            form.add_error("body", str(why))
        else:
            return redirect("relay:open", row.pk)
    return _page(request, user, row, 422, form=form)


@require(*WHO)
@require_POST
def number(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """The helper's number, for the hours around the meeting."""
    user, row = _one(request, talk_id)
    form = NumberForm(request.POST, auto_id="number_%s")
    if not form.is_valid():
        return _page(request, user, row, 422, number_form=form)
    typed = form.cleaned_data["number"]
    return _do(request, row, lambda: share_number(talk=row, number=typed, by=user), gettext_lazy("Saved."))


@require(*WHO)
@require_POST
def meeting(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """When the two meet."""
    user, row = _one(request, talk_id)
    form = MeetingForm(request.POST, auto_id="meeting_%s")
    if form.is_valid():
        try:
            set_meeting(talk=row, meets_at=form.cleaned_data["meets_at"], by=user)
        except NotNow as why:
            form.add_error("meets_at", str(why))
        else:
            messages.success(request, _("Saved."))
            return redirect("relay:open", row.pk)
    return _page(request, user, row, 422, meeting_form=form)


@require(*WHO)
@require_POST
def show(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """The helper wants the desk to read along."""
    user, row = _one(request, talk_id)
    return _do(request, row, lambda: show_to_desk(talk=row, by=user), SHOWN)


def _do(
    request: HttpRequest, row: Conversation, act: Callable[[], None], said: str | Promise
) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, str(said))
    return redirect("relay:open", row.pk)
