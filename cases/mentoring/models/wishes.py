"""What mentors offer, what households wish, and private safety signals of either side."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from cases.mentoring.models.months import Mentorship
from cases.mentoring.rules import Way
from cases.mentoring.steps import MOST_HOUSEHOLDS, Concern
from cases.requests.models import Exclusion, Household
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

WAY_CHOICES = [
    (Way.ANY.value, pgettext_lazy("how to meet", "either way")),
    (Way.IN_PERSON.value, pgettext_lazy("how to meet", "in person")),
    (Way.ONLINE.value, pgettext_lazy("how to meet", "only in writing or by phone")),
]
CONCERN_CHOICES = [
    (Concern.DANGER.value, pgettext_lazy("concern", "I do not feel safe")),
    (Concern.PRESSURE.value, pgettext_lazy("concern", "I am pressed or asked about people in Belarus")),
    (Concern.MONEY.value, pgettext_lazy("concern", "Money or gifts are asked for")),
    (Concern.UNEASY.value, pgettext_lazy("concern", "I feel uneasy and cannot say why")),
]


class MentorOffer(Guarded):
    """What a volunteer says she can give as a mentor; languages and cities stand in her profile."""

    privacy: ClassVar[dict[str, str]] = plain(
        "user", "most_households", "with_children", "is_woman", "way", "saved_at"
    )

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mentor_offer", primary_key=True)
    most_households = models.PositiveSmallIntegerField(default=1)
    with_children = models.BooleanField(default=True)
    is_woman = models.BooleanField(null=True, blank=True)  # None: she does not want to say
    way = models.CharField(max_length=12, choices=WAY_CHOICES, default=Way.ANY.value)
    saved_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(most_households__range=(0, MOST_HOUSEHOLDS)), name="households_0_to_3"
            )
        ]

    def __str__(self) -> str:
        return f"offer of {self.user_id}"


class MentorWish(Guarded):
    """A household would like a mentor, and how."""

    privacy: ClassVar[dict[str, str]] = plain("household", "wants", "woman_only", "way", "made_at")

    household = models.OneToOneField(
        Household, on_delete=models.CASCADE, related_name="mentor_wish", primary_key=True
    )
    wants = models.BooleanField(default=True)
    woman_only = models.BooleanField(default=False)
    way = models.CharField(max_length=12, choices=WAY_CHOICES, default=Way.ANY.value)
    made_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"wish of {self.household_id}"


class SafetySignalQuerySet(GuardedQuerySet):
    """The words in which pages ask for signals."""

    def visible_to(self, user: User) -> Self:
        """Coordinators of the office; never the other side, nor the side itself again."""
        seen = Q(pk__in=[])
        if user.has_role(Role.COORDINATOR):
            seen = Q(mentorship__office_id=user.office_id)
        kept = Exclusion.objects.households_kept_from(user)
        return self.filter(seen).exclude(mentorship__household__in=kept)


class SafetySignal(Guarded):
    """One side does not feel safe with the other. The other side never learns of it."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "mentorship", "from_household", "concern", "made_at", "signal_key"),
        **plain("seen_by", "seen_at"),
        "words": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="signals")
    from_household = models.BooleanField()
    concern = models.CharField(max_length=12, choices=CONCERN_CHOICES)
    signal_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    words = SealedField(key="signal_key")
    made_at = models.DateTimeField()
    seen_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = SafetySignalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "id"]

    def __str__(self) -> str:
        return f"signal {self.id}"
