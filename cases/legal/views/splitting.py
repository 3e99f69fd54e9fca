"""One case becomes two."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.legal.actions import split_case
from cases.legal.forms import SplitForm
from cases.legal.permissions import can_change_members
from cases.legal.queries import case_view
from cases.legal.views.case import find_case
from cases.legal.views.fresh import each_morning
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.roles import Permission


@require(Permission.GROUP)
@require_http_methods(["GET", "POST"])
@each_morning
def split(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    if not can_change_members(user, legal_case):
        raise Refused
    chosen = _chosen(request)
    form = SplitForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            case = split_case(legal_case=legal_case, chosen=chosen, title=form.cleaned_data["title"], by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("There are two cases now. This is the new one."))
            return redirect("legal:open", case.pk)
    context = {
        "form": form,
        "legal_case": legal_case,
        "chosen": chosen,
        "members": case_view(legal_case, by=user).members,
    }
    return render(request, "cases/legal/split.html", context, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest) -> set[UUID]:
    """The ticked members. Nonsense among the ids is a 404."""
    try:
        return {UUID(value) for value in request.POST.getlist("selected")[:200]}
    except ValueError as nonsense:
        raise Http404 from nonsense
