"""The list of cases, and making a new one from requests selected in the queue."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.legal.actions import open_case
from cases.legal.forms import NewCaseForm
from cases.legal.models import LegalCase
from cases.legal.queries import case_lines, cases_for
from cases.legal.views.fresh import each_morning
from cases.legal.workflow import CaseStatus
from cases.requests.actions.seen import as_seen
from cases.requests.forms import seen_of, warn_late
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done, keep

PAGE = 50


@require(Permission.SEE_CASES)
@require_GET
@each_morning
def case_list(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    status = CaseStatus.CLOSED if request.GET.get("status") == "closed" else CaseStatus.OPEN
    found = list(cases_for(user, status, _after(request))[: PAGE + 1])
    cases, more = found[:PAGE], found[PAGE:]
    next_url = ""
    if more:
        next_url = (
            f"{reverse('legal:list')}?{urlencode({'status': status.value, 'after': str(cases[-1].pk)})}"
        )
    context: dict[str, Any] = {
        "lines": case_lines(cases, by=user),
        "status": status.value,
        "next_url": next_url,
        "may_import": user.can(Permission.IMPORT_MATTERS),
    }
    return render(request, "cases/legal/list.html", context)


def _after(request: HttpRequest) -> UUID | None:
    value = request.GET.get("after")
    try:
        return UUID(value) if value else None
    except ValueError as nonsense:
        raise Http404 from nonsense


def _selected(request: HttpRequest, user: User) -> list[HelpRequest]:
    """The selected requests this user may see, in order of need. Nonsense among the ids is a 404."""
    try:
        ids = [UUID(value) for value in request.POST.getlist("selected")[:200]]
    except ValueError as nonsense:
        raise Http404 from nonsense
    found = HelpRequest.objects.visible_to(user).for_lists().filter(pk__in=ids).in_order_of_need()
    return list(found)


@require(Permission.GROUP)
@require_POST
def new_case(request: HttpRequest) -> HttpResponse:
    """First POST (from the queue): asks what kind of matter. Second POST: makes the case."""
    user: User = request.user  # type: ignore[assignment]
    chosen = _selected(request, user)
    if not chosen:
        messages.warning(request, NewCaseForm.NOTHING_SELECTED)
        return redirect("triage:queue")
    confirmed = "case_type" in request.POST
    form = NewCaseForm(
        request.POST if confirmed else None,
        office_id=chosen[0].office_id,
        country=chosen[0].country,
        initial={"lawyer": user.pk},
    )
    if not user.can(Permission.ASSIGN):
        form.offer_only(user)
    seen = seen_of(request)
    late = warn_late(request, chosen, seen)
    if confirmed and form.is_valid() and not late:
        make = partial(open_case, help_requests=chosen, by=user, **form.cleaned_data)
        try:
            case = as_seen(help_requests=chosen, seen=seen, act=make)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            _tell_made(request, case, chosen)
            return redirect("legal:open", case.pk)
    status = 422 if confirmed else 200
    return render(request, "cases/legal/new.html", {"form": form, "chosen": chosen}, status=status)


def _tell_made(request: HttpRequest, case: LegalCase, chosen: list[HelpRequest]) -> None:
    """A new group can be undone at once: everybody in it stands then as she stood."""
    how = {"case_id": case.pk, "request_ids": [one.pk for one in chosen], "is_new": True}
    token = keep(request.user.pk, {"what": "group", "how": how})
    done(request, _("The case is made."), undo_url=reverse("closing:undo"), name="token", value=token)
