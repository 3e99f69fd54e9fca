"""The days of one member that must not be missed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.legal import actions
from cases.legal.forms import DayForm, DeadlineForm
from cases.legal.models import Deadline, Membership
from cases.legal.views.case import do, find_case
from helpdesk.accounts.access import require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.RUN_CASES)
@require_POST
def add(request: HttpRequest, case_id: UUID, membership_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    membership = get_object_or_404(Membership.objects.known_to(user), pk=membership_id, legal_case=legal_case)
    form = DeadlineForm(request.POST, country=legal_case.case_type.country)
    if not form.is_valid():
        messages.error(request, _("Choose the letter and its date."))
        return redirect("legal:open", case_id)
    return do(
        request,
        case_id,
        lambda: actions.add_deadline(membership=membership, by=user, **form.cleaned_data),
        _("Noted. A lawyer confirms the day."),
        member=membership_id,
    )


@require(Permission.RUN_CASES)
@require_POST
def change(request: HttpRequest, case_id: UUID, deadline_id: UUID) -> HttpResponse:
    """Confirm the day, tick it off, take the tick back, or take a mistake away."""
    user, legal_case = find_case(request, case_id)
    members = Membership.objects.known_to(user).filter(legal_case=legal_case)
    rows = Deadline.objects.select_related("membership__legal_case")
    deadline = get_object_or_404(rows, pk=deadline_id, membership__in=members)
    verb = request.POST.get("verb", "")
    if verb == "confirm":
        return _confirm(request, user, deadline)
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "done": (lambda: actions.finish_deadline(deadline=deadline, done=True, by=user), _("Done in time.")),
        "undone": (
            lambda: actions.finish_deadline(deadline=deadline, done=False, by=user),
            _("The day counts again."),
        ),
        "drop": (lambda: actions.drop_deadline(deadline=deadline, by=user), _("Taken away.")),
    }
    if verb not in verbs:
        messages.error(request, _("Choose one of the answers shown."))
        return redirect("legal:open", case_id)
    act, said = verbs[verb]
    return do(request, case_id, act, said, member=deadline.membership_id)


def _confirm(request: HttpRequest, user: User, deadline: Deadline) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a day."))
        return redirect("legal:open", deadline.membership.legal_case_id)
    return do(
        request,
        deadline.membership.legal_case_id,
        lambda: actions.confirm_deadline(deadline=deadline, due_on=form.cleaned_data["due_on"], by=user),
        _("Confirmed. The person sees the day in her inbox, and we remind you."),
        member=deadline.membership_id,
    )
