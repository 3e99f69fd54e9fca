"""Words of the volunteers' room as people read them."""

from django.utils.translation import pgettext_lazy

from cases.volunteering.workflow import (
    CameOf,
    ClaimState,
    FlatState,
    FreeTime,
    OfferAnswer,
    OfferWhy,
    PartOfDay,
    RefusedWhy,
    SpokenLevel,
    TaskKind,
    TaskStatus,
    ViewingResult,
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
# One box for each weekday and part of the day: "2evening" is Tuesday evening.
SLOT_CHOICES = [
    (f"{day}{part.value}", f"{day} {part.value}")
    for day in range(1, 8)
    for part in (PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING)
]
OFFER_WHY_CHOICES = [
    (OfferWhy.WAITS.value, pgettext_lazy("offer", "nobody has taken it yet")),
    (OfferWhy.DROPPED.value, pgettext_lazy("offer", "somebody had to give it back")),
    (OfferWhy.HAND.value, pgettext_lazy("offer", "the desk thought of you")),
]
OFFER_ANSWER_CHOICES = [
    (OfferAnswer.NONE.value, pgettext_lazy("offer", "no answer yet")),
    (OfferAnswer.YES.value, pgettext_lazy("offer", "yes")),
    (OfferAnswer.NO.value, pgettext_lazy("offer", "no")),
]
CAME_OF_CHOICES = [
    (CameOf.CHILD_STARTS.value, pgettext_lazy("came of it", "The child starts on Monday.")),
    (CameOf.PERMIT_CAME.value, pgettext_lazy("came of it", "The permit came.")),
    (CameOf.FLAT_FOUND.value, pgettext_lazy("came of it", "The flat is found.")),
    (CameOf.PAPERS_DONE.value, pgettext_lazy("came of it", "The papers are in order.")),
    (CameOf.DOCTOR_FOUND.value, pgettext_lazy("came of it", "There is a doctor now.")),
    (CameOf.LAWYER_GOES_ON.value, pgettext_lazy("came of it", "A lawyer goes on with it.")),
    (CameOf.OTHERS_GO_ON.value, pgettext_lazy("came of it", "Another helper goes on with it.")),
    (CameOf.SOLVED.value, pgettext_lazy("came of it", "It is solved.")),
    (CameOf.NOT_THIS_TIME.value, pgettext_lazy("came of it", "It did not work out this time.")),
]
FLAT_STATE_CHOICES = [
    (FlatState.FREE.value, pgettext_lazy("flat", "free")),
    (FlatState.TAKEN.value, pgettext_lazy("flat", "taken")),
    (FlatState.GONE.value, pgettext_lazy("flat", "no longer offered")),
]
VIEWING_CHOICES = [
    (ViewingResult.PLANNED.value, pgettext_lazy("viewing", "planned")),
    (ViewingResult.TAKEN.value, pgettext_lazy("viewing", "they take it")),
    (ViewingResult.REFUSED.value, pgettext_lazy("viewing", "they do not want it")),
    (ViewingResult.OWNER_NO.value, pgettext_lazy("viewing", "the owner said no")),
    (ViewingResult.MISSED.value, pgettext_lazy("viewing", "it did not happen")),
]
REFUSED_WHY_CHOICES = [
    (RefusedWhy.NONE.value, pgettext_lazy("why not", "not said")),
    (RefusedWhy.PRICE.value, pgettext_lazy("why not", "the price")),
    (RefusedWhy.DECLARING.value, pgettext_lazy("why not", "residence cannot be declared after all")),
    (RefusedWhy.CONDITION.value, pgettext_lazy("why not", "the state of the flat")),
    (RefusedWhy.PLACE.value, pgettext_lazy("why not", "the place")),
    (RefusedWhy.CHILDREN.value, pgettext_lazy("why not", "children or animals are not wanted")),
    (RefusedWhy.FOREIGNERS.value, pgettext_lazy("why not", "foreigners are not wanted")),
    (RefusedWhy.OTHER.value, pgettext_lazy("why not", "something else")),
]
