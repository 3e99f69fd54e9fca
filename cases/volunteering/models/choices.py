"""Words of the volunteers' room as people read them."""

from django.utils.translation import pgettext_lazy

from cases.volunteering.workflow import (
    ClaimState,
    FreeTime,
    PartOfDay,
    SpokenLevel,
    TaskKind,
    TaskStatus,
    VolunteerState,
)

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
LEVEL_CHOICES = [
    (SpokenLevel.BASIC.value, pgettext_lazy("spoken", "a little")),
    (SpokenLevel.GOOD.value, pgettext_lazy("spoken", "well")),
    (SpokenLevel.NATIVE.value, pgettext_lazy("spoken", "like my own")),
]
FREE_TIME_CHOICES = [
    (FreeTime.WEEKDAY.value, pgettext_lazy("free time", "weekdays in the daytime")),
    (FreeTime.EVENING.value, pgettext_lazy("free time", "weekday evenings")),
    (FreeTime.WEEKEND.value, pgettext_lazy("free time", "at the weekend")),
]
