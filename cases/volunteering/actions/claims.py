"""A volunteer asks for a task, the desk says yes or no, the volunteer reports."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.models import Client
from cases.volunteering.actions.holding import check_room, new_claim, status_when, yes_before
from cases.volunteering.actions.line import pass_on
from cases.volunteering.actions.talks import close_talk, open_talk
from cases.volunteering.actions.tasks import held, return_request, set_status
from cases.volunteering.models import Claim, Task
from cases.volunteering.notifications import claim_decided, lawyer_needed
from cases.volunteering.permissions import (
    can_decide,
    can_manage,
    is_known,
)
from cases.volunteering.workflow import CLAIM_TRANSITIONS, LIVE_CLAIM, ClaimState, TaskStatus
from helpdesk.accounts.actors import SYSTEM, Actor, ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal

RESULTS = ("done", "not_done", "needs_lawyer")


@action
def claim_task(*, task_id: UUID, by: User) -> Claim:
    """First come, first served, and nobody over the limit, however many ask at once.

    The volunteer's own row is locked first (her limit), then the task is taken by one conditional UPDATE:
    of two hundred only one changes a row. Tier 0 has no client contact and opens at once; so does a kind for
    which she stands approved, and a task that the desk brought to her. Raises NotNow with the reason.
    """
    if not by.can(Permission.CLAIM_TASK):
        raise Refused
    # no join here: the conditional UPDATE below must look at the row itself again
    on_board = Task.objects.filter(
        pk=task_id, status=TaskStatus.OPEN.value, closes_on__gte=timezone.localdate()
    )
    task = on_board.select_related("help_request").first()
    if task is None or not is_known(by, task):  # most of a crowd leave here, before they hold anything
        raise NotNow(_("Somebody was faster. Look at the other tasks."))
    profile = check_room(by, task)
    opens, yes_of = yes_before(task, profile)
    taken = status_when(opens)
    if on_board.filter(tier=task.tier, kind=task.kind).update(status=taken.value) == 0:
        raise NotNow(_("Somebody was faster. Look at the other tasks."))
    task.status = taken.value
    claim = new_claim(task, profile, opens=opens, yes_of=yes_of, by=by)
    record("task.claim", task, by=by)
    return claim


def _locked(claim: Claim) -> Claim:
    """The claim, fresh, with its task held: two decisions about one task come one after the other."""
    task = held(claim.task)
    fresh: Claim = Claim.objects.select_related("volunteer").get(pk=claim.pk)
    fresh.task = task
    return fresh


def _move(claim: Claim, to: ClaimState, *, refusal: str) -> None:
    """The only place a claim's state is written. Raises NotNow when the table has no such step."""
    if to not in CLAIM_TRANSITIONS[ClaimState(claim.state)]:
        raise NotNow(refusal)
    claim.state = to.value
    if to not in LIVE_CLAIM:
        claim.ended_at = timezone.now()


@action
def approve_claim(*, claim: Claim, by: User) -> Claim:
    """Yes: the brief opens to this volunteer."""
    fresh = _locked(claim)
    if not can_decide(by, fresh.task) or fresh.volunteer_id == by.pk:
        raise Refused
    if not is_known(fresh.volunteer, fresh.task):
        raise NotNow(_("This was decided meanwhile."))
    _move(fresh, ClaimState.APPROVED, refusal=_("This was decided meanwhile."))
    set_status(fresh.task, TaskStatus.TAKEN)
    fresh.decided_by, fresh.decided_at = by, timezone.now()
    fresh.save(update_fields=["state", "decided_by", "decided_at"])
    open_talk(fresh, by=by)
    record("task.approve_claim", fresh.task, by=by)
    claim_decided(fresh)
    return fresh


@action
def refuse_claim(*, claim: Claim, by: User) -> Claim:
    """No, with a neutral word; also takes an approved claim away. The task is open again."""
    fresh = _locked(claim)
    if not can_manage(by, fresh.task):
        raise Refused
    _move(fresh, ClaimState.REFUSED, refusal=_("This was decided meanwhile."))
    set_status(fresh.task, TaskStatus.OPEN)
    fresh.decided_by, fresh.decided_at = by, timezone.now()
    fresh.save(update_fields=["state", "decided_by", "decided_at", "ended_at"])
    close_talk(fresh, by=by)
    record("task.revoke", fresh.task, by=by)
    pass_on(fresh.task)
    claim_decided(fresh)
    return fresh


@action
def release_claim(*, claim: Claim, by: User) -> None:
    """The volunteer hands the task back; it is open again, and nobody asks why."""
    fresh = _locked(claim)
    if fresh.volunteer_id != by.pk:
        raise Refused
    _give_back(fresh, by=by)
    record("task.release", fresh.task, by=by)


def _give_back(fresh: Claim, *, by: Actor, to: ClaimState = ClaimState.RELEASED) -> None:
    """The hold ends without a result; the task goes to the next in line or is open to everybody."""
    _move(fresh, to, refusal=_("This task is no longer yours."))
    set_status(fresh.task, TaskStatus.OPEN)
    fresh.save(update_fields=["state", "ended_at"])
    close_talk(fresh, by=by)
    pass_on(fresh.task)


@action
def hand_over_for_break(*, claim: Claim, by: Actor) -> bool:
    """The task falls into its volunteer's break: back on the board for others. False when it ended before."""
    fresh = _locked(claim)
    if ClaimState(fresh.state) not in LIVE_CLAIM:
        return False
    _give_back(fresh, by=by)
    record("task.release", fresh.task, by=by, reason="break")
    return True


@action
def finish_claim(*, claim: Claim, result: str, hours: Decimal, report: str = "", by: User) -> None:
    """Done, not done, or: this needs a lawyer; with the hours it took. The brief closes."""
    fresh = _locked(claim)
    if fresh.volunteer_id != by.pk or result not in RESULTS:
        raise Refused
    _move(fresh, ClaimState.DONE, refusal=_("This task is no longer yours."))
    set_status(fresh.task, TaskStatus.DONE)
    fresh.result, fresh.hours_spent = result, hours
    seal(fresh, report=report)
    fresh.save(update_fields=["state", "result", "hours_spent", "ended_at", "report"])
    close_talk(fresh, by=by)
    return_request(fresh.task, kind=f"task_{result}", by=by)
    record("task.complete", fresh.task, by=by, fields=["report"] if report else [])
    if result == "needs_lawyer":
        lawyer_needed(fresh.task)


def expire_claims() -> int:
    """Access ends with the claim's last day: the claim expires and the task is open again; how many.

    Each in a transaction of its own: the log is held by one at a time, and one bad row stops no other.
    """
    live = [state.value for state in LIVE_CLAIM]
    past = Claim.objects.filter(state__in=live, ends_on__lt=timezone.localdate()).select_related("task")
    return sum(_expire(claim) for claim in past.order_by("pk")[:500])


@action
def _expire(claim: Claim) -> bool:
    fresh = _locked(claim)
    if ClaimState(fresh.state) not in LIVE_CLAIM:
        return False
    _give_back(fresh, by=SYSTEM, to=ClaimState.EXPIRED)
    record("task.expire_claim", fresh.task, by=SYSTEM)
    return True


@action
def part_volunteer(*, client: Client, volunteer: User, by: ByReceipt) -> None:
    """The client keeps this volunteer away: her claims on the client's tasks end, and the tasks are free."""
    if by.client_id != client.pk:
        raise Refused
    live = Claim.objects.filter(volunteer=volunteer, state__in=[state.value for state in LIVE_CLAIM])
    for claim in live.filter(task__help_request__client=client).select_related("task").order_by("task"):
        fresh = _locked(claim)
        if ClaimState(fresh.state) in LIVE_CLAIM:
            _give_back(fresh, by=by)
