"""Saved views of the queue: keep one under a name, throw one away."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.triage.models import SavedView
from cases.triage.permissions import can_keep_view
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

MOST_VIEWS = 20


@action
def save_view(*, name: str, filters: dict[str, str], by: User) -> SavedView:
    """Keeps these filters; a name used before gets the new filters. NotNow when she has twenty already."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # two windows at once stay within the twenty
    own = SavedView.objects.visible_to(by)
    known = own.filter(name=name).first()
    view = known or SavedView(user=by, name=name, made_at=timezone.now())
    if not can_keep_view(by, view):
        raise Refused
    if known is None and own.count() >= MOST_VIEWS:
        raise NotNow(_("You have twenty views already. Delete one that you do not need."))
    view.filters = filters
    view.save()
    record("view.save", view, by=by, fields=["filters"])
    return view


@action
def delete_view(*, view: SavedView, by: User) -> None:
    """Throws a view away; the requests in it stay as they are."""
    if not can_keep_view(by, view):
        raise Refused
    record("view.delete", view, by=by)
    view.delete()
