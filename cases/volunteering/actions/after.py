"""Around a task: the reminder before its day, and one neutral line about what came of it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.volunteering.actions.tasks import held
from cases.volunteering.models import Claim, Task
from cases.volunteering.notifications import claim_decided, remind
from cases.volunteering.permissions import can_manage
from cases.volunteering.workflow import CameOf, ClaimState, TaskStatus
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


def remind_of_tomorrow() -> int:
    """The day before a task its volunteer is told, once and contentless; how many."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    due = Claim.objects.filter(
        state=ClaimState.APPROVED.value, task__on_date=tomorrow, reminded_at=None
    ).order_by("pk")
    return sum(_remind(claim) for claim in due[:500])


@action
def _remind(claim: Claim) -> bool:
    rows = Claim.objects.select_for_update(of=("self",)).select_related("volunteer", "task")
    fresh = rows.filter(pk=claim.pk, state=ClaimState.APPROVED.value, reminded_at=None).first()
    if fresh is None:
        return False
    fresh.reminded_at = timezone.now()
    fresh.save(update_fields=["reminded_at"])
    record("task.remind", fresh.task, by=SYSTEM)
    remind(fresh)
    return True


@action
def tell_what_came(*, task: Task, line: CameOf, by: User) -> None:
    """The volunteer who helped reads this one line on her page. Raises NotNow before the task is done."""
    fresh = held(task)
    if not can_manage(by, fresh):
        raise Refused
    if fresh.status != TaskStatus.DONE.value:
        raise NotNow(_("First the task has to end."))
    fresh.came_of, fresh.came_at = line.value, timezone.now()
    fresh.save(update_fields=["came_of", "came_at"])
    record("task.tell_what_came", fresh, by=by, fields=["came_of"])
    helped = Claim.objects.filter(task=fresh, state=ClaimState.DONE.value).select_related("volunteer")
    for claim in helped:
        claim_decided(claim)
