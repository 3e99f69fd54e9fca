"""One task's page, and what the desk sees of tasks under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from cases.volunteering.models import Claim, Task
from cases.volunteering.permissions import can_read_brief
from cases.volunteering.workflow import LIVE_CLAIM, ClaimState, TaskStatus
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal_page
from helpdesk.sealing.reasons import Reason


@dataclass
class ClaimLine:
    """One claim in a task's history, with its report for those who may read the brief."""

    claim: Claim
    report: str = ""


@dataclass
class TaskView:
    """One task's page."""

    task: Task
    history: list[ClaimLine]
    mine: Claim | None
    may_read: bool
    brief: str = ""
    exact_place: str = ""

    @property
    def live(self) -> Claim | None:
        """The claim that waits for a yes, or has got it."""
        states = {state.value for state in LIVE_CLAIM}
        return next((line.claim for line in self.history if line.claim.state in states), None)


def task_view(task: Task, *, by: User) -> TaskView:
    """The card for everybody who sees the task; the brief, logged, for those who may read it."""
    claims = Claim.objects.filter(task=task).select_related("volunteer").order_by("-claimed_at")
    view = TaskView(task, [ClaimLine(claim) for claim in claims], None, may_read=False)
    if view.live is not None and view.live.volunteer_id == by.pk:
        view.mine = view.live
    view.may_read = can_read_brief(by, task, view.mine)
    if view.may_read:
        _open_words(view, by=by)
    return view


def _open_words(view: TaskView, *, by: User) -> None:
    """The brief; reports of volunteers only for the desk, and the place the day before (safety.md 4)."""
    task = view.task
    reported = [line for line in view.history if line.claim.report] if view.mine is None else []
    for line in reported:
        line.claim.task = task
    parts = [(task, ["brief", "exact_place"]), *((line.claim, ["report"]) for line in reported)]
    words, *reports = reveal_page(parts, by=by, reason=Reason.TASK, subject=task)
    view.brief = words["brief"]
    soon = task.on_date is None or task.on_date <= timezone.localdate() + timedelta(days=1)
    view.exact_place = words["exact_place"] if soon or view.mine is None else ""
    for line, opened in zip(reported, reports, strict=True):
        line.report = opened["report"]


def waiting_claims(user: User) -> QuerySet[Claim]:
    """Claims of the user's office that wait for a yes."""
    claims: QuerySet[Claim] = Claim.objects.filter(
        state=ClaimState.REQUESTED.value, task__in=Task.objects.known_to(user).filter(office=user.office_id)
    )
    return claims.select_related("task", "volunteer").order_by("claimed_at")


def office_tasks(user: User) -> QuerySet[Task]:
    """Tasks that are under way in the user's office."""
    live = Claim.objects.filter(state__in=[state.value for state in LIVE_CLAIM]).select_related("volunteer")
    tasks: QuerySet[Task] = Task.objects.visible_to(user).filter(
        status=TaskStatus.TAKEN.value, office=user.office_id
    )
    return tasks.prefetch_related(Prefetch("claims", queryset=live, to_attr="live_claims")).order_by(
        "made_at"
    )
