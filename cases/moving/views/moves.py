"""Moving many things at once: choose, look at the preview, confirm, and for a day undo."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.moving import actions
from cases.moving.forms import ConfirmForm, MoveForm
from cases.moving.models import Move
from cases.moving.queries.holders import able_colleagues, away_days, is_away_on
from cases.moving.queries.moves import moves_for, over_limit, page_of, waiting_for
from cases.moving.queries.pieces import loads
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.MOVE_WORK)
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """What the program handed on and nobody has looked at, and the last moves."""
    user = user_of(request)
    context = {"waiting": waiting_for(user), "moves": moves_for(user)}
    return render(request, "cases/moving/list.html", context)


@require(Permission.MOVE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: HttpRequest) -> HttpResponse:
    """From whom, what, to whom; gives a preview that changes nothing."""
    user = user_of(request)
    people = able_colleagues(user.office_id)
    here, away = _here_and_away(people)
    carried = loads(person.pk for person in here)
    offered = [
        (str(person.pk), _("%(name)s: carries %(weight)s") % {"name": person, "weight": carried[person.pk]})
        for person in here
    ]
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, people=people, offered=offered, initial={"kinds": ["request"]})
    if form.is_valid():
        try:
            wanted = form.wanted(user.office_id or 0)
            move = actions.plan_move(wanted=wanted, to=form.receivers(), by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            return redirect("moving:open", move.pk)
    context = {"form": form, "away": away}
    return render(request, "cases/moving/new.html", context, status=422 if form.is_bound else 200)


def _here_and_away(people: list[User]) -> tuple[list[User], list[User]]:
    days, today = away_days(person.pk for person in people), timezone.localdate()
    away = [person for person in people if is_away_on(days.get(person.pk, []), today)]
    return [person for person in people if person not in away], away


def _move(request: HttpRequest, move_id: UUID) -> tuple[User, Move]:
    user = user_of(request)
    rows = Move.objects.visible_to(user).select_related("from_user", "made_by", "seen_by", "office")
    return user, get_object_or_404(rows, pk=move_id)


@require(Permission.MOVE_WORK)
@require_safe
def open_page(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """The preview, or what became of it. A preview is only its maker's."""
    user, move = _move(request, move_id)
    if move.done_at is None and move.made_by_id != user.pk:
        return redirect("moving:list")
    context = {
        "page": page_of(move, by=user),
        "move": move,
        "form": ConfirmForm(),
        "is_over": move.done_at is None and bool(over_limit(move)),
    }
    return render(request, "cases/moving/move.html", context)


@require(Permission.MOVE_WORK)
@require_POST
@reauthentication_required
def confirm(request: HttpRequest, move_id: UUID) -> HttpResponse:
    user, move = _move(request, move_id)
    form = ConfirmForm(request.POST)
    reason = form.cleaned_data["over_reason"] if form.is_valid() else ""
    return _do(
        request,
        move,
        lambda: actions.confirm_move(move=move, over_reason=reason, by=user),
        _("Moved. For a day you can undo it here."),
    )


@require(Permission.MOVE_WORK)
@require_POST
def undo(request: HttpRequest, move_id: UUID) -> HttpResponse:
    user, move = _move(request, move_id)
    return _do(
        request,
        move,
        lambda: actions.undo_move(move=move, by=user),
        _("Undone. What somebody has touched since was left where it is."),
    )


@require(Permission.MOVE_WORK)
@require_POST
def seen(request: HttpRequest, move_id: UUID) -> HttpResponse:
    user, move = _move(request, move_id)
    actions.note_seen(move=move, by=user)
    return redirect("moving:list")


@require(Permission.SEE_QUEUE, Permission.EDIT_ARTICLES)
@require_POST
def take_back(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """After an absence: everything that nobody has touched is hers again."""
    user, move = _move(request, move_id)
    try:
        count = actions.take_back(move=move, by=user)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        said = ngettext("%(count)s thing is yours again.", "%(count)s things are yours again.", count)
        messages.success(request, said % {"count": count})
    return redirect("moving:absences")


def _do(request: HttpRequest, move: Move, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, said)
    return redirect("moving:open", move.pk)
