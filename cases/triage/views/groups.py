"""Proposed groups of open requests: look at each, make one case of it, or say that it is none."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.triage.actions import dismiss as dismiss_proposal
from cases.triage.models import GroupProposal
from cases.triage.queries import proposed_groups
from helpdesk.accounts.access import require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.GROUP)
@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    return render(request, "cases/triage/groups.html", {"groups": proposed_groups(user)})


@require(Permission.GROUP)
@require_POST
def dismiss(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """These requests do not belong together. The hourly look may have renewed the proposal meanwhile."""
    user: User = request.user  # type: ignore[assignment]
    if not GroupProposal.objects.filter(pk=proposal_id).exists():
        messages.warning(
            request,
            _("The program has looked again meanwhile, and this proposal was renewed. Nothing was decided: "
              "these are the groups as it sees them now."),
        )  # fmt: skip
        return redirect("triage:groups")
    proposal = get_object_or_404(GroupProposal.objects.visible_to(user), pk=proposal_id)
    dismiss_proposal(proposal=proposal, by=user)
    messages.success(request, _("This group will not be proposed again."))
    return redirect("triage:groups")
