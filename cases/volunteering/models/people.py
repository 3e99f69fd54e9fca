"""Who helps: a volunteer's profile, how far she is vetted, and her breaks."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.requests.models.privacy import plain
from cases.volunteering.models.choices import (
    FREE_TIME_CHOICES,
    KIND_CHOICES,
    SLOT_CHOICES,
    STATE_CHOICES,
)
from cases.volunteering.workflow import VolunteerState
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.languages import CHOICES as LANGUAGE_CHOICES
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey


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
            "language_levels",
            "levels_asked",
            "free_times",
        ),
        **plain("free_slots", "standing_kinds"),
        **plain(
            "terms_version",
            "vetted_on",
            "renew_on",
            "reminded_on",
            "asked_to_stay_on",
            "left_on",
            "forgotten_on",
        ),
        "phone": "sealed",
        "avoid": "sealed",
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
    avoid = SealedField(key="profile_key")  # what she would rather not hear about
    language_levels = models.JSONField(default=dict, blank=True)  # code: how well; `languages` is what helps
    levels_asked = models.JSONField(default=dict, blank=True)  # what she says, and nobody has looked at yet
    free_times = ArrayField(
        models.CharField(max_length=8, choices=FREE_TIME_CHOICES), default=list, blank=True
    )
    free_slots = ArrayField(
        models.CharField(max_length=10, choices=SLOT_CHOICES), default=list, blank=True
    )  # finer than free_times, when she has said it
    standing_kinds = ArrayField(
        models.CharField(max_length=16, choices=KIND_CHOICES), default=list, blank=True
    )  # tier 1: her claims of these kinds open at once in her own office
    terms_version = models.PositiveSmallIntegerField(default=0)  # the newest that she accepted
    vetted_on = models.DateField(null=True, blank=True)
    renew_on = models.DateField(null=True, blank=True)  # the last day on which the vetting holds
    reminded_on = models.DateField(null=True, blank=True)
    asked_to_stay_on = models.DateField(null=True, blank=True)  # she wants another year
    left_on = models.DateField(null=True, blank=True)
    forgotten_on = models.DateField(null=True, blank=True)  # the account became a pseudonym

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
