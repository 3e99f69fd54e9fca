"""Tables of the volunteers' room: profiles, breaks, tasks and claims."""

from cases.volunteering.models.choices import (
    CAME_OF_CHOICES,
    CLAIM_CHOICES,
    FREE_TIME_CHOICES,
    KIND_CHOICES,
    LEVEL_CHOICES,
    PART_CHOICES,
    REFUSED_WHY_CHOICES,
    SLOT_CHOICES,
    STATE_CHOICES,
    TASK_STATUS_CHOICES,
    VIEWING_CHOICES,
    WEEKDAY_CHOICES,
)
from cases.volunteering.models.housing import HousingNeed, HousingOffer, Viewing
from cases.volunteering.models.offers import Offer, PlaceInLine
from cases.volunteering.models.people import Break, VolunteerProfile
from cases.volunteering.models.tasks import Claim, Task, TaskQuerySet

__all__ = [
    "CAME_OF_CHOICES",
    "CLAIM_CHOICES",
    "FREE_TIME_CHOICES",
    "KIND_CHOICES",
    "LEVEL_CHOICES",
    "PART_CHOICES",
    "REFUSED_WHY_CHOICES",
    "SLOT_CHOICES",
    "STATE_CHOICES",
    "TASK_STATUS_CHOICES",
    "VIEWING_CHOICES",
    "WEEKDAY_CHOICES",
    "Break",
    "Claim",
    "HousingNeed",
    "HousingOffer",
    "Offer",
    "PlaceInLine",
    "Task",
    "TaskQuerySet",
    "Viewing",
    "VolunteerProfile",
]
