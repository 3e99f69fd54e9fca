"""Asking for a list, deciding about a colleague's, and taking one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.lists import actions, queries
from cases.lists.exports import TYPES, file_of, head
from cases.lists.forms import AskForm
from cases.lists.models import ListExport
from cases.lists.permissions import can_agree, can_drop, can_take
from cases.lists.rules import ASK_LIVES, MOST_ASKED, TAKE_LIVES, FileKind
from cases.requests.models.choices import CHANNEL_CHOICES
from cases.requests.queries import topic_names
from cases.workload.rules.load import coarse
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.dates import clock


@require(Permission.EXPORT_LIST)
@require_safe
def all_lists(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was asked for in the last three months."""
    user = user_of(request)
    rows = queries.lists_for(user)
    context = {
        "waiting": [row for row in rows if row.waits or row.is_agreed],
        "past": [row for row in rows if not row.waits and not row.is_agreed],
        "most_asked": MOST_ASKED,
    }
    return render(request, "cases/lists/all.html", context)


@require(Permission.EXPORT_LIST)
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def ask(request: HttpRequest) -> HttpResponse:
    """The first person; the filters of a search come along in the address."""
    if request.method != "POST":
        return _form(request, AskForm(initial=request.GET.dict()))
    form = AskForm(request.POST)
    if form.is_valid():
        chosen = {"sought": form.sought(), "reason": form.cleaned_data["reason"]}
        try:
            wanted = actions.ask(**chosen, by=user_of(request))
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Asked. A second coordinator has a day to agree."))
            return redirect("lists:one", wanted.pk)
    return _form(request, form)


def _form(request: HttpRequest, form: AskForm) -> HttpResponse:
    context = {"form": form, "columns": head(), "most_asked": MOST_ASKED}
    return render(request, "cases/lists/ask.html", context, status=422 if form.errors else 200)


def _wanted(request: HttpRequest, list_id: UUID) -> tuple[User, ListExport]:
    user = user_of(request)
    rows = ListExport.objects.visible_to(user).select_related("asked_by", "agreed_by", "office")
    return user, get_object_or_404(rows.select_related("reason_key"), pk=list_id)


@require(Permission.EXPORT_LIST)
@require_safe
@reauthentication_required
def one(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """What the second person reads before she decides, and where the first one takes the file."""
    user, wanted = _wanted(request, list_id)
    may_drop = can_drop(user, wanted)
    is_own_office = wanted.office_id == user.office_id
    context: dict[str, Any] = {
        "wanted": wanted,
        "reason": actions.read_reason(wanted=wanted, by=user) if may_drop and wanted.waits else "",
        "may_agree": wanted.waits and can_agree(user, wanted),
        "may_drop": may_drop and (wanted.waits or wanted.is_agreed),
        "may_take": wanted.is_agreed and can_take(user, wanted),
        "lines": wanted.lines if is_own_office else coarse(wanted.lines),
        "topic": _topic_name(wanted.topic),
        "channel": dict(CHANNEL_CHOICES).get(wanted.channel, ""),
        "columns": head(),
        "ask_until": clock(wanted.asked_at + ASK_LIVES),
        "take_until": clock(wanted.agreed_at + TAKE_LIVES) if wanted.agreed_at else "",
    }
    return render(request, "cases/lists/one.html", context)


def _topic_name(slug: str) -> str:
    return next((topic.name for topic in topic_names() if topic.slug == slug), slug) if slug else ""


def _done(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, words)


@require(Permission.EXPORT_LIST)
@require_POST
@reauthentication_required
def agree(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The second person."""
    user, wanted = _wanted(request, list_id)
    words = _("Agreed. Who asked has one hour to take the list, once.")
    _done(request, lambda: actions.agree(wanted=wanted, by=user), words)
    return redirect("lists:all")


@require(Permission.EXPORT_LIST)
@require_POST
def drop(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """No; a no waits for no fresh sign-in."""
    user, wanted = _wanted(request, list_id)
    _done(request, lambda: actions.drop(wanted=wanted, by=user), _("The list stays here."))
    return redirect("lists:all")


@require(Permission.EXPORT_LIST)
@require_POST
@reauthentication_required
def take(request: HttpRequest, list_id: UUID, kind: str) -> HttpResponse:
    """The file, one time. It is written down before it is made."""
    if kind not in set(FileKind):
        raise Http404
    user, wanted = _wanted(request, list_id)
    try:
        rows = actions.take(wanted=wanted, kind=FileKind(kind), by=user)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect("lists:one", wanted.pk)
    headers = {"Content-Disposition": f'attachment; filename="list.{kind}"'}
    return HttpResponse(file_of(rows, FileKind(kind)), content_type=TYPES[FileKind(kind)], headers=headers)
