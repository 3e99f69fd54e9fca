"""Tables of the volunteers' room: profiles, breaks, tasks and claims."""

from cases.volunteering.models.choices import (
    CLAIM_CHOICES,
    FREE_TIME_CHOICES,
    KIND_CHOICES,
    LEVEL_CHOICES,
    PART_CHOICES,
    STATE_CHOICES,
    TASK_STATUS_CHOICES,
    WEEKDAY_CHOICES,
)
from cases.volunteering.models.people import Break, VolunteerProfile
from cases.volunteering.models.tasks import Claim, Task, TaskQuerySet

__all__ = [
    "CLAIM_CHOICES",
    "FREE_TIME_CHOICES",
    "KIND_CHOICES",
    "LEVEL_CHOICES",
    "PART_CHOICES",
    "STATE_CHOICES",
    "TASK_STATUS_CHOICES",
    "WEEKDAY_CHOICES",
    "Break",
    "Claim",
    "Task",
    "TaskQuerySet",
    "VolunteerProfile",
]
