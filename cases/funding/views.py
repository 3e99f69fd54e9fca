"""The coordinator's pages of grants."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.funding.actions import keep_funder
from cases.funding.forms import FunderForm
from cases.funding.models import Funder
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission


@require(Permission.EDIT_FUNDERS)
@require_GET
def funder_list(request: HttpRequest) -> HttpResponse:
    """All grants of the office and of the organisation, the ones that end first on top."""
    funders = (
        Funder.objects.visible_to(user_of(request)).select_related("office").order_by("-is_active", "ends_on")
    )
    context = {"funders": funders.prefetch_related("targets"), "today": timezone.localdate()}
    return render(request, "cases/funding/list.html", context)


@require(Permission.EDIT_FUNDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_funder(request: HttpRequest) -> HttpResponse:
    """A new grant."""
    return _edit(request, Funder(), is_new=True)


@require(Permission.EDIT_FUNDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_funder(request: HttpRequest, funder_id: UUID) -> HttpResponse:
    """New terms."""
    return _edit(request, get_object_or_404(Funder.objects.visible_to(user_of(request)), pk=funder_id))


def _edit(request: HttpRequest, funder: Funder, *, is_new: bool = False) -> HttpResponse:
    user = user_of(request)
    form = FunderForm(request.POST if request.method == "POST" else None, instance=funder, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            keep_funder(funder=form.instance, targets=form.targets(), by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Saved."))
            return redirect("funding:list")
    context = {"form": form, "funder": funder, "is_new": is_new}
    return render(request, "cases/funding/edit.html", context, status=422 if form.errors else 200)
