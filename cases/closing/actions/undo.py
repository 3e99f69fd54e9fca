"""The undo of closing, spam, a twin, a task, a referral and a group: all of it as it was."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from cases.closing.queries import Before
from cases.legal.actions import close_case, remove_member
from cases.legal.actions.rejoining import come_back
from cases.legal.models import LegalCase, Membership
from cases.referrals.actions import cancel
from cases.referrals.models import Referral
from cases.referrals.workflow import ReferralStatus
from cases.requests.actions.undo import check_unchanged, put_back
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_close
from cases.requests.queries import State
from cases.volunteering.actions import withdraw_task
from cases.volunteering.models import Task
from cases.volunteering.workflow import TaskStatus
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

VERSIONS_OF_CLOSING = 1  # by how much closing raises the version


@action
def unclose(*, before: Before, by: User) -> HelpRequest:
    """As if it had not been closed. NotNow when something has happened to it since, or to its case."""
    help_request = HelpRequest.objects.get(pk=before.request_id)
    if not can_close(by, help_request):
        raise Refused
    fresh = check_unchanged(help_request, before.state.version + VERSIONS_OF_CLOSING)
    for place in before.places:
        come_back(place=place)
    Task.objects.filter(pk__in=before.tasks, status=TaskStatus.WITHDRAWN.value).update(
        status=TaskStatus.OPEN.value, finished_at=None
    )
    put_back(help_request=fresh, state=before.state, by=by, kind="reopened")
    record("request.unclose", fresh, by=by)
    return fresh


@action
def unmake_task(*, task_id: UUID, before: State, seen: int, by: User) -> None:
    """The task leaves the board and its request stands as before. NotNow when a volunteer asked for it."""
    task = Task.objects.select_related("help_request").get(pk=task_id)
    if task.help_request is None or task.status != TaskStatus.OPEN.value:
        raise NotNow(_("A volunteer has asked for this task already. Look at it on the board."))
    check_unchanged(task.help_request, seen)
    withdraw_task(task=task, by=by)
    put_back(help_request=task.help_request, state=before, by=by)
    record("request.untask", task.help_request, by=by)


@action
def unrefer(*, referral_id: UUID, by: User) -> None:
    """Nobody is asked any more, and the request, which only waited, stands as before.

    NotNow when she has answered, or two people have decided: from then on it is taken back on its own page.
    """
    referral = Referral.objects.select_related("help_request").get(pk=referral_id)
    if referral.status != ReferralStatus.ASKED.value or referral.without_by_id is not None:
        raise NotNow(_("The hand-over has gone on already. Look at it, and take it back there."))
    cancel(referral=referral, by=by)
    record("request.unrefer", referral.help_request, by=by)


@action
def ungroup(*, case_id: UUID, request_ids: list[UUID], is_new: bool, by: User) -> None:
    """These leave the case as they came; a case that was made for them closes when nobody is left in it."""
    legal_case = LegalCase.objects.get(pk=case_id)
    live = Membership.objects.filter(legal_case=legal_case, left_at=None).select_related("help_request")
    for membership in live.filter(help_request__in=request_ids).order_by("help_request"):
        remove_member(membership=membership, by=by)
    if is_new and not live.exists():
        close_case(legal_case=legal_case, by=by)
    record("request.ungroup", legal_case, by=by)
