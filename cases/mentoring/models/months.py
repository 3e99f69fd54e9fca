"""Tables of mentoring: one mentor, one household, thirty days."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from cases.mentoring.steps import (
    GRACE_DAYS,
    MENTOR_TIER,
    FirstMonthStep,
    MentorshipStatus,
    MonthOutcome,
    Mood,
)
from cases.requests.models import Client, Exclusion, Household
from cases.requests.models.privacy import plain
from cases.requests.permissions import in_standing
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

STATUS_CHOICES = [
    (MentorshipStatus.RUNNING.value, pgettext_lazy("mentorship", "running")),
    (MentorshipStatus.ENDED.value, pgettext_lazy("mentorship", "ended")),
]
STEP_CHOICES = [
    (FirstMonthStep.MEET.value, pgettext_lazy("first month", "Meet and agree how you talk")),
    (FirstMonthStep.SAFETY.value, pgettext_lazy("first month", "Numbers for danger, on paper")),
    (FirstMonthStep.PHONE.value, pgettext_lazy("first month", "A local phone number")),
    (FirstMonthStep.TRANSPORT.value, pgettext_lazy("first month", "A card for buses and trams")),
    (FirstMonthStep.ADDRESS.value, pgettext_lazy("first month", "Address: contract and registration")),
    (FirstMonthStep.NUMBER.value, pgettext_lazy("first month", "Personal number (PESEL or asmens kodas)")),
    (FirstMonthStep.BANK.value, pgettext_lazy("first month", "A bank account")),
    (
        FirstMonthStep.STAY.value,
        pgettext_lazy("first month", "Right to stay: know the date and the next step"),
    ),
    (FirstMonthStep.HEALTH.value, pgettext_lazy("first month", "Health insurance and a family doctor")),
    (FirstMonthStep.SCHOOL.value, pgettext_lazy("first month", "School or kindergarten for each child")),
    (FirstMonthStep.LANGUAGE.value, pgettext_lazy("first month", "Language course")),
    (FirstMonthStep.WORK.value, pgettext_lazy("first month", "Work: where to look and what is allowed")),
    (FirstMonthStep.HANDOVER.value, pgettext_lazy("first month", "Look back and hand over")),
]

MOOD_CHOICES = [
    (Mood.WELL.value, pgettext_lazy("check-in", "It goes well")),
    (Mood.SO_SO.value, pgettext_lazy("check-in", "So-so")),
    (Mood.HARD.value, pgettext_lazy("check-in", "It is hard")),
]


OUTCOME_CHOICES = [
    (MonthOutcome.STANDS.value, pgettext_lazy("month outcome", "the household stands on its own feet")),
    (MonthOutcome.MOSTLY.value, pgettext_lazy("month outcome", "something remains, and somebody has it")),
    (MonthOutcome.STOPPED.value, pgettext_lazy("month outcome", "the household did not want to go on")),
    (MonthOutcome.MOVED.value, pgettext_lazy("month outcome", "moved away")),
    (MonthOutcome.NO_MENTOR.value, pgettext_lazy("month outcome", "no mentor could go on")),
]


class MentorshipQuerySet(GuardedQuerySet):
    """The words in which pages ask for mentorships."""

    def visible_to(self, user: User) -> Self:
        """Operators and coordinators: those of their office. Mentors: their own while it runs.

        A mentor's door closes with the end, some days after the last one, and when she is no longer vetted.
        """
        seen = Q(pk__in=[])
        if user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR):
            seen |= Q(office_id=user.office_id)
        if user.has_role(Role.VOLUNTEER):
            seen |= in_standing(MENTOR_TIER, "mentor__volunteer_profile__") & Q(
                mentor=user,
                status=MentorshipStatus.RUNNING.value,
                ends_on__gte=timezone.localdate() - timedelta(days=GRACE_DAYS),
            )
        return self.filter(seen).exclude(household__in=Exclusion.objects.households_kept_from(user))

    def running(self) -> Self:
        return self.filter(status=MentorshipStatus.RUNNING.value)


class Mentorship(Guarded):
    """One mentor accompanies one household."""

    privacy: ClassVar[dict[str, str]] = {
        **plain(
            "id",
            "household",
            "office",
            "mentor",
            "former_mentor",
            "mentor_left_at",
            "starts_on",
            "ends_on",
            "status",
            "made_by",
            "ended_at",
        ),
        **plain("mentorship_key", "client", "deputy", "last_sign_on", "reminded_on", "escalated_at"),
        **plain("outcome", "extended_for", "introduced_at"),
        "brief": "sealed",
        "handover": "sealed",
        "remains": "sealed",
        "review": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="mentorships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="mentorships")
    mentor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mentorships")
    former_mentor = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )  # who had the household before a deputy took over
    mentor_left_at = models.DateTimeField(null=True, blank=True)  # nobody is with the household: a deputy!
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=8, choices=STATUS_CHOICES, default=MentorshipStatus.RUNNING.value)
    mentorship_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    brief = SealedField(key="mentorship_key")
    handover = SealedField(key="mentorship_key")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    client = models.ForeignKey(
        Client, on_delete=models.SET_NULL, related_name="mentorships", null=True, blank=True
    )  # whose page shows the mentor; other adults of the household have pages of their own
    deputy = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )  # steps in after silence
    last_sign_on = models.DateField(null=True, blank=True)  # the mentor's last sign of life
    reminded_on = models.DateField(null=True, blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)  # past the end without an outcome
    extended_for = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOME_CHOICES, blank=True)
    remains = SealedField(key="mentorship_key")
    review = SealedField(key="mentorship_key")

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["ends_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(status=MentorshipStatus.RUNNING.value),
                name="one_running_mentorship_each_household",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="mentorship_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"mentorship {self.id}"


class MentorshipStep(Guarded):
    """One step of the household's first month."""

    privacy: ClassVar[dict[str, str]] = plain("id", "mentorship", "key", "due_on", "done_on")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=16, choices=STEP_CHOICES)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mentorship", "key"], name="one_step_each_mentorship"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.mentorship_id}"


class CheckIn(Guarded):
    """How it goes, from the mentor: one of three words and a sealed line."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "mentorship", "by", "from_household", "mood", "made_at"),
        "words": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="check_ins")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_household = models.BooleanField(default=False)
    mood = models.CharField(max_length=8, choices=MOOD_CHOICES)
    words = SealedField(key="mentorship.mentorship_key")
    made_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"check-in {self.id}"
