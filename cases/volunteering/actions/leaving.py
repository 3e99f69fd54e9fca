"""When a volunteer leaves, nothing of hers stays in her hands."""

from __future__ import annotations

from django.utils import timezone

from cases.volunteering.actions.line import pass_on
from cases.volunteering.actions.talks import close_talk
from cases.volunteering.actions.tasks import set_status
from cases.volunteering.models import Claim, Offer, PlaceInLine, Task, VolunteerProfile
from cases.volunteering.workflow import LIVE_CLAIM, ClaimState, OfferAnswer, TaskStatus
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def hand_back_all(*, volunteer: User, by: User | System) -> int:
    """Every task she holds or asked for is open to others again; how many.

    All of them are held before the first entry is written: the log waits for nobody's task.
    """
    if isinstance(by, User) and by.pk != volunteer.pk and not by.can(Permission.VET_VOLUNTEERS):
        raise Refused
    live = Claim.objects.filter(volunteer=volunteer, state__in=sorted(state.value for state in LIVE_CLAIM))
    tasks = {
        task.pk: task
        for task in Task.objects.select_for_update(of=("self",))
        .filter(pk__in=live.values("task"))
        .order_by("pk")
    }
    PlaceInLine.objects.filter(volunteer=volunteer).delete()
    Offer.objects.filter(volunteer=volunteer, answer=OfferAnswer.NONE.value).delete()
    VolunteerProfile.objects.filter(pk=volunteer.pk).update(standing_kinds=[])
    claims = list(live.filter(task__in=tasks))
    for claim in claims:
        task = tasks[claim.task_id]
        claim.state, claim.ended_at = ClaimState.RELEASED.value, timezone.now()
        claim.save(update_fields=["state", "ended_at"])
        set_status(task, TaskStatus.OPEN)
        claim.task = task
        close_talk(claim, by=by)
        record("task.release", task, by=by)
        pass_on(task)
    return len(claims)
