"""The coordinator's pages of partners."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.referrals.actions import keep_partner
from cases.referrals.forms import PartnerForm
from cases.referrals.models import Partner
from cases.referrals.queries import partners_for_list
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.EDIT_PARTNERS)
@require_GET
def partner_list(request: HttpRequest) -> HttpResponse:
    """All partners, what they take and until when."""
    return render(request, "cases/referrals/partners.html", {"partners": partners_for_list()})


@require(Permission.EDIT_PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_partner(request: HttpRequest) -> HttpResponse:
    """A new agreement."""
    return _edit(request, Partner())


@require(Permission.EDIT_PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """New terms."""
    return _edit(request, get_object_or_404(Partner, pk=partner_id))


def _edit(request: HttpRequest, partner: Partner) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    form = PartnerForm(request.POST if request.method == "POST" else None, instance=partner)
    if request.method == "POST" and form.is_valid():
        try:
            keep_partner(partner=form.instance, topics=form.cleaned_data["topics"], by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Saved."))
            return redirect("referrals:partners")
    context = {"form": form, "partner": partner}
    return render(request, "cases/referrals/partner.html", context, status=422 if form.errors else 200)
