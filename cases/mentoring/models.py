"""Tables of mentoring: one mentor, one household, thirty days."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from cases.mentoring.steps import GRACE_DAYS, MENTOR_TIER, FirstMonthStep, MentorshipStatus, Mood
from cases.requests.models import Exclusion, Household
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
    (FirstMonthStep.ADDRESS.value, pgettext_lazy("first month", "Address: contract and registration")),
    (FirstMonthStep.NUMBER.value, pgettext_lazy("first month", "Personal number (PESEL or asmens kodas)")),
    (FirstMonthStep.PHONE_AND_BANK.value, pgettext_lazy("first month", "Phone number and bank account")),
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
        **plain("mentorship_key"),
        "brief": "sealed",
        "handover": "sealed",
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
        **plain("id", "mentorship", "by", "mood", "made_at"),
        "words": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="check_ins")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mood = models.CharField(max_length=8, choices=MOOD_CHOICES)
    words = SealedField(key="mentorship.mentorship_key")
    made_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"check-in {self.id}"
