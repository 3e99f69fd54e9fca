"""Waiting for a task that somebody else has, and who gets it when it is free again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.volunteering.actions.holding import check_room, new_claim, status_when, yes_before
from cases.volunteering.actions.offers import offer_to_next
from cases.volunteering.actions.tasks import set_status
from cases.volunteering.models import Claim, PlaceInLine, Task, VolunteerProfile
from cases.volunteering.notifications import claim_decided
from cases.volunteering.permissions import allowed_tier, is_known
from cases.volunteering.queries.load import LIVE
from cases.volunteering.workflow import LATE_HOURS, MOST_PLACES_IN_LINE, OfferWhy, TaskStatus
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

HELD = {TaskStatus.CLAIMED.value, TaskStatus.TAKEN.value}


@action
def wait_for_task(*, task_id: UUID, by: User) -> PlaceInLine:
    """She would take it if it were free again. Raises NotNow when it is free, over, or hers already.

    The task is held meanwhile, so that it does not become free between the look and the line.
    """
    profile = VolunteerProfile.objects.filter(pk=by.pk).first()
    if not by.can(Permission.CLAIM_TASK) or profile is None:
        raise Refused
    rows = Task.objects.select_for_update(of=("self",)).select_related("help_request")
    task = rows.filter(pk=task_id, tier__lte=allowed_tier(profile)).first()
    if task is None or not is_known(by, task) or task.status not in {*HELD, TaskStatus.OPEN.value}:
        raise NotNow(_("This task is over. Look at the other tasks."))
    if task.status == TaskStatus.OPEN.value:
        raise NotNow(_("This task is free again. You can take it now."))
    if Claim.objects.filter(task=task, volunteer=by, state__in=LIVE).exists():
        raise NotNow(_("This task is yours already."))
    place = PlaceInLine.objects.filter(task=task, volunteer=by).first()
    if place is not None:
        return place
    if PlaceInLine.objects.filter(volunteer=by).count() >= MOST_PLACES_IN_LINE:
        raise NotNow(_("You wait for five tasks already. Leave one of these lines first."))
    place = PlaceInLine(task=task, volunteer=by, since=timezone.now())
    place.save(force_insert=True)
    record("task.wait", task, by=by)
    return place


@action
def stop_waiting(*, task_id: UUID, by: User) -> None:
    """She waits no longer; nobody asks why."""
    place = PlaceInLine.objects.filter(task=task_id, volunteer=by).select_related("task").first()
    if place is not None:
        place.delete()
        record("task.stop_waiting", place.task, by=by)


def pass_on(task: Task) -> Claim | None:
    """The task, held by the caller and open again, goes to the next in line who has room for it.

    Limits, rest and vetting count for her as if she had asked now; whoever has no room keeps her place.
    Nobody in line, and its day is near: it is offered to the next fitting volunteers at once.
    """
    line = PlaceInLine.objects.filter(task=task).select_related("volunteer")
    for place in line.order_by("since", "pk"):
        claim = _try(task, place.volunteer)
        if claim is not None:
            return claim
    if _is_late(task):
        offer_to_next(task, why=OfferWhy.DROPPED)
    return None


def _try(task: Task, user: User) -> Claim | None:
    if not user.is_active or not user.can(Permission.CLAIM_TASK) or not is_known(user, task):
        return None
    try:
        profile = check_room(user, task, waits=False)
    except (NotNow, Refused):
        return None
    opens, yes_of = yes_before(task, profile)
    set_status(task, status_when(opens))
    claim = new_claim(task, profile, opens=opens, yes_of=yes_of, by=SYSTEM)
    record("task.pass_on", task, by=SYSTEM)
    claim_decided(claim)
    return claim


def _is_late(task: Task) -> bool:
    soon = timezone.localdate() + timedelta(hours=LATE_HOURS)
    return task.on_date is not None and timezone.localdate() <= task.on_date <= soon
