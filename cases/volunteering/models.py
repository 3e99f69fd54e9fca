"""Tables of the volunteers' room: profiles, breaks, tasks and claims."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from cases.requests.models import Exclusion, HelpRequest
from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.models.privacy import plain
from cases.volunteering.workflow import (
    LIVE_CLAIM,
    ClaimState,
    PartOfDay,
    TaskKind,
    TaskStatus,
    VolunteerState,
)
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.languages import CHOICES as LANGUAGE_CHOICES
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

KIND_CHOICES = [
    (TaskKind.ACCOMPANY.value, pgettext_lazy("task kind", "go along to an office")),
    (TaskKind.INTERPRET.value, pgettext_lazy("task kind", "interpret")),
    (TaskKind.ENROLMENT.value, pgettext_lazy("task kind", "school or kindergarten place")),
    (TaskKind.HOUSING.value, pgettext_lazy("task kind", "look for a flat")),
    (TaskKind.TRANSLATION.value, pgettext_lazy("task kind", "translate a paper")),
    (TaskKind.ERRAND.value, pgettext_lazy("task kind", "errand")),
    (TaskKind.PHONE_CALL.value, pgettext_lazy("task kind", "make a phone call")),
    (TaskKind.LEAFLETS.value, pgettext_lazy("task kind", "leaflets and articles")),
]
PART_CHOICES = [
    (PartOfDay.MORNING.value, pgettext_lazy("part of day", "morning")),
    (PartOfDay.AFTERNOON.value, pgettext_lazy("part of day", "afternoon")),
    (PartOfDay.EVENING.value, pgettext_lazy("part of day", "evening")),
    (PartOfDay.ANY.value, pgettext_lazy("part of day", "any time")),
]
WEEKDAY_CHOICES = [
    ("1", pgettext_lazy("weekday", "Monday")),
    ("2", pgettext_lazy("weekday", "Tuesday")),
    ("3", pgettext_lazy("weekday", "Wednesday")),
    ("4", pgettext_lazy("weekday", "Thursday")),
    ("5", pgettext_lazy("weekday", "Friday")),
    ("6", pgettext_lazy("weekday", "Saturday")),
    ("7", pgettext_lazy("weekday", "Sunday")),
]
TASK_STATUS_CHOICES = [
    (TaskStatus.OPEN.value, pgettext_lazy("task", "open")),
    (TaskStatus.CLAIMED.value, pgettext_lazy("task", "asked for")),
    (TaskStatus.TAKEN.value, pgettext_lazy("task", "taken")),
    (TaskStatus.DONE.value, pgettext_lazy("task", "done")),
    (TaskStatus.WITHDRAWN.value, pgettext_lazy("task", "withdrawn")),
    (TaskStatus.EXPIRED.value, pgettext_lazy("task", "expired")),
]
CLAIM_CHOICES = [
    (ClaimState.REQUESTED.value, pgettext_lazy("claim", "waits for a yes")),
    (ClaimState.APPROVED.value, pgettext_lazy("claim", "approved")),
    (ClaimState.REFUSED.value, pgettext_lazy("claim", "not this time")),
    (ClaimState.RELEASED.value, pgettext_lazy("claim", "handed back")),
    (ClaimState.DONE.value, pgettext_lazy("claim", "done")),
    (ClaimState.EXPIRED.value, pgettext_lazy("claim", "expired")),
]
STATE_CHOICES = [
    (VolunteerState.APPLIED.value, pgettext_lazy("volunteer", "applied")),
    (VolunteerState.VETTED.value, pgettext_lazy("volunteer", "vetted")),
    (VolunteerState.LEFT.value, pgettext_lazy("volunteer", "left")),
]


class VolunteerProfile(Guarded):
    """What a volunteer can do, when, and how far she is vetted."""

    privacy: ClassVar[dict[str, str]] = {
        **plain(
            "user",
            "state",
            "tier",
            "languages",
            "cities",
            "skills",
            "weekly_hours",
            "most_tasks",
            "profile_key",
        ),
        "phone": "sealed",
    }

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="volunteer_profile", primary_key=True
    )
    state = models.CharField(max_length=8, choices=STATE_CHOICES, default=VolunteerState.APPLIED.value)
    tier = models.PositiveSmallIntegerField(default=0)
    languages = ArrayField(models.CharField(max_length=2, choices=LANGUAGE_CHOICES), default=list, blank=True)
    cities = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    skills = ArrayField(models.CharField(max_length=16, choices=KIND_CHOICES), default=list, blank=True)
    weekly_hours = models.PositiveSmallIntegerField(default=4)
    most_tasks = models.PositiveSmallIntegerField(default=2)
    profile_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    phone = SealedField(key="profile_key")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(tier__range=(0, 2)), name="tier_0_to_2"),
        ]

    def __str__(self) -> str:
        return f"profile of {self.user_id}"


class Break(Guarded):
    """A rest from-to: no offers, and open tasks are listed for others."""

    privacy: ClassVar[dict[str, str]] = plain("id", "profile", "from_on", "to_on")

    profile = models.ForeignKey(VolunteerProfile, on_delete=models.CASCADE, related_name="breaks")
    from_on = models.DateField()
    to_on = models.DateField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["from_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="break_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"break of {self.profile_id}"


class TaskQuerySet(GuardedQuerySet):
    """The words in which the board and the desk ask for tasks."""

    def visible_to(self, user: User) -> Self:
        """Desk roles: tasks of their office. Volunteers: open ones up to their tier, and those they hold."""
        seen = Q(pk__in=[])
        if user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR):
            seen |= Q(office_id=user.office_id)
        if user.has_role(Role.LAWYER):
            seen |= Q(made_by=user)
        if user.has_role(Role.VOLUNTEER):
            tier = VolunteerProfile.objects.filter(user=user, state=VolunteerState.VETTED.value).values(
                "tier"
            )[:1]
            seen |= Q(status=TaskStatus.OPEN.value, tier__lte=models.Subquery(tier)) | Q(
                status=TaskStatus.OPEN.value, tier=0
            )
            held = Claim.objects.filter(volunteer=user, state__in=[state.value for state in LIVE_CLAIM])
            seen |= Q(pk__in=held.values("task"))
        return self.filter(seen).known_to(user)

    def known_to(self, user: User) -> Self:
        """Without tasks for clients who keep this user away."""
        return self.exclude(help_request__client__in=Exclusion.objects.clients_kept_from(user))

    def open(self) -> Self:
        return self.filter(status=TaskStatus.OPEN.value)


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

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["made_at", "id"], name="board", condition=Q(status=TaskStatus.OPEN.value)),
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
        **plain("hours_spent", "result"),
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
