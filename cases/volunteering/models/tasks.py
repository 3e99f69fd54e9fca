"""What there is to do: tasks whose cards name nobody, and the claims on them."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.funding.models import Funder
from cases.requests.models import Exclusion, HelpRequest
from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.models.privacy import plain
from cases.requests.permissions import in_standing
from cases.requests.workflow import SEALED_OFF
from cases.volunteering.models.choices import (
    CAME_OF_CHOICES,
    CLAIM_CHOICES,
    KIND_CHOICES,
    PART_CHOICES,
    TASK_STATUS_CHOICES,
    WEEKDAY_CHOICES,
)
from cases.volunteering.models.people import VolunteerProfile
from cases.volunteering.workflow import (
    LIVE_CLAIM,
    ClaimState,
    PartOfDay,
    TaskStatus,
)
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.languages import CHOICES as LANGUAGE_CHOICES
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

ON_BOARD = [TaskStatus.CLAIMED.value, TaskStatus.OPEN.value]


class TaskQuerySet(GuardedQuerySet):
    """The words in which the board and the desk ask for tasks."""

    def visible_to(self, user: User) -> Self:
        """Desk roles: tasks of their office. Volunteers: the board up to their tier, and their own.

        The board shows what is open, and what somebody has asked for: for that one may wait in line.
        """
        seen = Q(pk__in=[])
        if user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR):
            seen |= Q(office_id=user.office_id)
        if user.has_role(Role.LAWYER):
            seen |= Q(made_by=user)
        if user.has_role(Role.VOLUNTEER):
            tier = VolunteerProfile.objects.filter(in_standing(1), user=user).values("tier")[:1]
            seen |= Q(status__in=ON_BOARD, tier__lte=models.Subquery(tier)) | Q(status__in=ON_BOARD, tier=0)
            held = Claim.objects.filter(volunteer=user, state__in=[state.value for state in LIVE_CLAIM])
            seen |= Q(pk__in=held.values("task"))
        return self.filter(seen).known_to(user)

    def known_to(self, user: User) -> Self:
        """Without tasks for clients who keep this user away, and without what is sealed off from her."""
        named = HelpRequest.objects.visible_to(user).filter(sensitivity=SEALED_OFF)
        sealed_off = Q(help_request__sensitivity=SEALED_OFF) & ~Q(help_request__in=named.values("pk"))
        kept = Exclusion.objects.clients_kept_from(user)
        return self.exclude(help_request__client__in=kept).exclude(sealed_off)

    def open(self) -> Self:
        return self.filter(status=TaskStatus.OPEN.value)

    def on_board(self) -> Self:
        """Open, or asked for and still without a yes."""
        return self.filter(status__in=ON_BOARD)


class Task(Guarded):
    """A piece of help for one volunteer; nothing on its card names or describes a person."""

    privacy: ClassVar[dict[str, str]] = {
        **plain(
            "id",
            "code",
            "help_request",
            "office",
            "kind",
            "languages",
            "country",
            "city",
            "district",
            "on_date",
        ),
        **plain(
            "part_of_day",
            "hours",
            "tier",
            "status",
            "made_by",
            "made_at",
            "closes_on",
            "task_key",
            "finished_at",
        ),
        **plain("came_of", "came_at", "funder"),
        "brief": "sealed",
        "exact_place": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    help_request = models.ForeignKey(
        HelpRequest, on_delete=models.SET_NULL, related_name="tasks", null=True, blank=True
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=16, choices=KIND_CHOICES)
    languages = ArrayField(models.CharField(max_length=2, choices=LANGUAGE_CHOICES), default=list)
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    city = models.CharField(max_length=60, blank=True)  # big cities only; smaller places are left empty
    district = models.CharField(max_length=60, blank=True)
    on_date = models.DateField(null=True, blank=True)  # the card shows only its weekday
    part_of_day = models.CharField(max_length=10, choices=PART_CHOICES, default=PartOfDay.ANY.value)
    hours = models.PositiveSmallIntegerField(default=2)
    tier = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=TASK_STATUS_CHOICES, default=TaskStatus.OPEN.value)
    task_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    brief = SealedField(key="task_key")
    exact_place = SealedField(key="task_key")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closes_on = models.DateField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    came_of = models.CharField(max_length=16, choices=CAME_OF_CHOICES, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["made_at", "id"], name="board", condition=Q(status=TaskStatus.OPEN.value)),
            models.Index(
                fields=["made_at", "id"],
                name="board_and_asked",
                condition=Q(status__in=[TaskStatus.CLAIMED.value, TaskStatus.OPEN.value]),
            ),
            models.Index(fields=["office", "status"], name="tasks_of_office"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(tier__range=(0, 2)), name="task_tier_0_to_2"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def weekday(self) -> str:
        """All that a card tells about its day."""
        return str(dict(WEEKDAY_CHOICES)[str(self.on_date.isoweekday())]) if self.on_date else ""


class Claim(Guarded):
    """One volunteer's hold on one task; the database allows one live claim for each task."""

    privacy: ClassVar[dict[str, str]] = {
        **plain(
            "id",
            "task",
            "volunteer",
            "state",
            "claimed_at",
            "decided_by",
            "decided_at",
            "ends_on",
            "ended_at",
        ),
        **plain("hours_spent", "result", "reminded_at"),
        "report": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="claims")
    volunteer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(max_length=10, choices=CLAIM_CHOICES, default=ClaimState.REQUESTED.value)
    claimed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    hours_spent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    result = models.CharField(max_length=12, blank=True)  # done, not_done, needs_lawyer
    reminded_at = models.DateTimeField(null=True, blank=True)
    report = SealedField(key="task.task_key")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-claimed_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state__in=[ClaimState.REQUESTED.value, ClaimState.APPROVED.value]),
                name="one_live_claim_each_task",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.id}"
