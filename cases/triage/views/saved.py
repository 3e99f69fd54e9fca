"""Saved views of the queue: one form keeps the filters that stand there, one button throws a view away."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.triage.actions.saved import delete_view, save_view
from cases.triage.forms import SaveViewForm
from cases.triage.models import SavedView
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done


@require(Permission.SEE_QUEUE)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Name and filters from the form; from the address when a deleted view is wanted back."""
    user: User = request.user  # type: ignore[assignment]
    form = SaveViewForm(request.POST if "name" in request.POST else request.GET)
    queue = reverse("triage:queue")
    if not form.is_valid():
        messages.warning(request, _("Give the view a name of at most 40 letters."))
        return redirect(queue)
    filters = form.filters()
    try:
        view = save_view(name=form.cleaned_data["name"], filters=filters, by=user)
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(f"{queue}?{urlencode(filters)}" if filters else queue)


@require(Permission.SEE_QUEUE)
@require_POST
def delete(request: HttpRequest, view_id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    view = get_object_or_404(SavedView.objects.visible_to(user), pk=view_id)
    again = urlencode({"name": view.name, "query": urlencode(view.filters)})
    delete_view(view=view, by=user)
    done(request, _("The view is deleted."), undo_url=f"{reverse('triage:save_view')}?{again}")
    return redirect("triage:queue")
