"""Tables of coming back: calls made, mailboxes of one person, old threads given back, and a count by week."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from cases.requests.models import Client, HelpRequest
from cases.requests.models.choices import CHANNEL_CHOICES
from cases.requests.models.privacy import plain
from cases.returning.rules import Call, Ground
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet

CALL_CHOICES = [
    (Call.REACHED.value, pgettext_lazy("call", "reached")),
    (Call.NOT_REACHED.value, pgettext_lazy("call", "not reached")),
    (Call.GIVEN_UP.value, pgettext_lazy("call", "given up")),
]
GROUND_CHOICES = [
    (Ground.KNOWS_ALIAS.value, pgettext_lazy("ground", "knows the old alias")),
    (Ground.SAME_CONTACT.value, pgettext_lazy("ground", "has the same contact")),
    (Ground.KNOWS_STORY.value, pgettext_lazy("ground", "tells what only she can know")),
    (Ground.MET_IN_PERSON.value, pgettext_lazy("ground", "was recognised by somebody who met her")),
]


class RingBack(Guarded):
    """One attempt to ring somebody who waits for our call or did not come back."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "help_request", "outcome", "again_on", "made_by", "made_at"
    )

    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="ring_backs")
    outcome = models.CharField(max_length=12, choices=CALL_CHOICES)
    again_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.help_request_id}"


class ClientLinkQuerySet(GuardedQuerySet):
    """The words in which pages ask for linked mailboxes."""

    def visible_to(self, user: User) -> Self:
        """Links both of whose people she may know: an excluded colleague sees neither side."""
        known = HelpRequest.objects.visible_to(user).values("client")
        return self.filter(Q(newer__in=known) & (Q(older__in=known) | Q(given_back_at__isnull=False)))


class ClientLink(Guarded):
    """Two mailboxes that are one person's, as far as the desk knows. It opens nothing to her.

    To give her the old threads back, one person asks and another one says yes; then the old receipt dies.
    """

    privacy: ClassVar[dict[str, str]] = plain(
        *("id", "newer", "older", "ground", "made_by", "made_at"),
        *("asked_by", "asked_at", "ask_ground", "confirmed_by", "given_back_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    newer = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="older_links")
    older = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="newer_links")
    ground = models.CharField(max_length=16, choices=GROUND_CHOICES)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    ask_ground = models.CharField(max_length=16, choices=GROUND_CHOICES, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)

    objects = ClientLinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["newer", "older"], name="linked_once"),
            models.CheckConstraint(condition=~Q(newer=F("older")), name="linked_with_another"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, given_back_at=None)
                | Q(confirmed_by__isnull=False, given_back_at__isnull=False, asked_by__isnull=False)
                & ~Q(confirmed_by=F("asked_by")),
                name="two_people_give_back",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.id}"


class ReturnCount(Guarded):
    """How many people looked at an answer within seven days of it, by week and door. Nobody's name or id."""

    privacy: ClassVar[dict[str, str]] = plain("id", "week", "channel", "count")

    week = models.DateField()  # its Monday
    channel = models.CharField(max_length=12, choices=CHANNEL_CHOICES)
    count = models.PositiveIntegerField(default=0)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-week", "channel"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["week", "channel"], name="one_count_each_week_and_door")
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.channel}"
