"""What is asked: the help request and the words in which queues ask for it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Upper
from django.utils import timezone

from cases.funding.models import Funder
from cases.requests.models.choices import (
    CHANNEL_CHOICES,
    COUNTRY_CHOICES,
    FLAG_CHOICES,
    OUTCOME_CHOICES,
    PART_OF_DAY_CHOICES,
    STATUS_CHOICES,
    TURN_CHOICES,
    URGENCY_CHOICES,
)
from cases.requests.models.clients import Client
from cases.requests.models.privacy import plain
from cases.requests.models.wishes import Exclusion
from cases.requests.workflow import OPEN, SEALED_OFF, Status, Turn, Urgency
from helpdesk import languages
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey
from knowledge.articles.models import Topic


class HelpRequestQuerySet(GuardedQuerySet):
    """The words in which queues and pages ask for requests."""

    def visible_to(self, user: User) -> Self:
        """Requests whose page this user may open at all; what she may read there is permissions.py.

        Operators and coordinators: their office. Lawyers: what is assigned to them or stands in their cases.
        Sealed-off requests (sensitivity 3): only the person they are assigned to, and who is named in a case.
        Whom the client keeps away sees nothing of hers, whatever her role.
        """
        if user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR):
            seen = _named(user) | Q(office_id=user.office_id) & Q(sensitivity__lt=SEALED_OFF)
        else:
            # A few of very many: a union is read from indexes, an OR would walk through every open request.
            first, *others = _in_her_name(user)
            seen = Q(pk__in=first.union(*others)) if others else Q(pk__in=first)
        return self.filter(seen).exclude(client__in=Exclusion.objects.clients_kept_from(user))

    def known_to(self, user: User) -> Self:
        """For lists and figures alike: without clients who keep this user away, and without what is sealed
        off from her."""
        known = Q(sensitivity__lt=SEALED_OFF) | _named(user)
        return self.filter(known).exclude(client__in=Exclusion.objects.clients_kept_from(user))

    def open(self) -> Self:
        return self.filter(status__in=[status.value for status in OPEN])

    def ungrouped(self) -> Self:
        """Open, and in no legal case; one that was referred from a case stands in it all the same."""
        referred = HelpRequest.objects.filter(memberships__isnull=False, memberships__left_at=None)
        rows = self.open().exclude(status=Status.IN_CASE.value)
        return rows.exclude(status=Status.REFERRED.value, pk__in=referred.values("pk"))

    def our_turn(self) -> Self:
        return self.open().filter(turn=Turn.US.value)

    def ring_backs_due(self) -> Self:
        """We promised to ring by today, or she wanted to look again and the day has gone by."""
        today = timezone.localdate()
        promised = Q(ring_back=True, look_again_on__lte=today)
        return self.open().filter(promised | Q(ring_back=False, look_again_on__lt=today))

    def in_order_of_need(self) -> Self:
        """Danger, then deadline, then flags, then age; `id` makes the order total for keyset paging."""
        return self.order_by("urgency_rank", "deadline_key", "care_rank", "received_at", "id")

    def for_lists(self) -> Self:
        return self.select_related("topic", "client", "assigned_to", "office")


def _named(user: User) -> Q:
    """What stands in this person's name: assigned to her, in a lawyer's cases, in a case she was let into.

    Whose it is stands in the row: asked of a list of ids it would cost more with everything she ever had.
    """
    named = Q(assigned_to=user) if _runs_requests(user) else Q(pk__in=[])
    for found in _in_her_cases(user):
        named |= Q(pk__in=found)
    return named


def _runs_requests(user: User) -> bool:
    return user.has_role(Role.OPERATOR) or user.has_role(Role.LAWYER)


def _in_her_name(user: User) -> list[QuerySet[HelpRequest, Any]]:
    """Ids for each of the reasons; none at all for a role that runs no requests."""
    rows = HelpRequest.objects.order_by().values("pk")
    return [rows.filter(assigned_to=user), *_in_her_cases(user)] if _runs_requests(user) else [rows.none()]


def _in_her_cases(user: User) -> list[QuerySet[HelpRequest, Any]]:
    """Ids of the members of cases that are hers, or into which she was let."""
    rows = HelpRequest.objects.order_by().values("pk")
    grants = "memberships__legal_case__grants__"
    let_in = {f"{grants}user": user, f"{grants}ended_at": None, f"{grants}until__gte": timezone.localdate()}
    found = [rows.filter(memberships__left_at=None, **let_in)] if _runs_requests(user) else []
    if user.has_role(Role.LAWYER):
        found.append(rows.filter(memberships__left_at=None, memberships__legal_case__lawyer=user))
    return found


class HelpRequest(Guarded):
    """One need of one client."""

    privacy: ClassVar[dict[str, str]] = {
        **plain(
            "id", "code", "client", "office", "topic", "country", "city", "language", "channel", "status"
        ),
        **plain("urgency", "urgency_rank", "flags", "sensitivity", "deadline_on", "deadline_key", "turn"),
        **plain("flags_suggested", "care_rank"),
        **plain(
            "assigned_to", "received_at", "first_answered_at", "turn_since", "closed_at", "outcome", "rating"
        ),
        **plain(
            "look_again_on",
            "ring_back",
            "ring_back_part",
            "source_id",
            "heard_from",
            "inbox_key",
            "desk_key",
            "version",
            "funder",
        ),
        "story": "sealed",
        "answers": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="help_requests")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="help_requests")
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="help_requests", null=True, blank=True
    )
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    city = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    channel = models.CharField(max_length=12, choices=CHANNEL_CHOICES)
    status = models.CharField(max_length=16, choices=STATUS_CHOICES, default=Status.NEW.value)
    urgency = models.CharField(max_length=10, choices=URGENCY_CHOICES, default=Urgency.NORMAL.value)
    urgency_rank = models.GeneratedField(
        expression=Case(
            When(urgency=Urgency.EMERGENCY.value, then=Value(0)),
            When(urgency=Urgency.HIGH.value, then=Value(1)),
            When(urgency=Urgency.NORMAL.value, then=Value(2)),
            default=Value(3),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    flags = ArrayField(models.CharField(max_length=24, choices=FLAG_CHOICES), default=list, blank=True)
    flags_suggested = models.BooleanField(default=False)  # the program found flags and nobody has decided yet
    care_rank = models.GeneratedField(
        expression=Case(When(flags=[], flags_suggested=False, then=Value(1)), default=Value(0)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    sensitivity = models.PositiveSmallIntegerField(default=2)
    deadline_on = models.DateField(null=True, blank=True)
    deadline_key = models.GeneratedField(
        expression=Coalesce("deadline_on", Value("9999-12-31", output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    turn = models.CharField(max_length=8, choices=TURN_CHOICES, default=Turn.US.value)
    turn_since = models.DateTimeField()
    assigned_to = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="assigned_requests", null=True, blank=True
    )
    received_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=OUTCOME_CHOICES, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)  # the client's own, 1..5
    look_again_on = models.DateField(null=True, blank=True)
    ring_back = models.BooleanField(default=False)
    ring_back_part = models.CharField(max_length=10, choices=PART_OF_DAY_CHOICES, blank=True)
    heard_from = models.CharField(max_length=16, blank=True)
    source_id = models.CharField(max_length=64, unique=True, null=True, blank=True)  # id of an imported line
    inbox_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    desk_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    story = SealedField(key="inbox_key")
    answers = SealedField(key="inbox_key")  # to the form's questions, as JSON
    version = models.PositiveIntegerField(default=0)
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        # The indexes in which lists are walked stand in 0006_after_further: one needs the generated columns.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "received_at"], name="request_received"),
            models.Index(
                fields=["assigned_to"], name="request_open_of", condition=~Q(status=Status.CLOSED.value)
            ),
            models.Index(fields=["office", "-received_at", "-id"], name="request_newest"),
            models.Index(
                "office", Upper("city"), F("received_at").desc(), F("id").desc(), name="request_by_city"
            ),
            models.Index(
                fields=["office", "closed_at"], name="request_closed", condition=Q(closed_at__isnull=False)
            ),
            models.Index(
                fields=["look_again_on"], name="request_look_again", condition=~Q(status=Status.CLOSED.value)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED.value, closed_at__isnull=False) & ~Q(outcome="")
                | (~Q(status=Status.CLOSED.value) & Q(closed_at=None)),
                name="closed_has_outcome",
            ),
            models.CheckConstraint(condition=Q(sensitivity__range=(1, 3)), name="sensitivity_1_to_3"),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="rating_1_to_5"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED.value
