"""Tables of rest: signals, limits, a coordinator's word, and sums of the check-in that keep no names."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from cases.requests.models import HelpRequest
from cases.requests.models.privacy import plain
from cases.rest.rules import STAFF_HOURS, Sign, WhyOver
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet

SIGN_CHOICES = [
    (Sign.DAYS.value, pgettext_lazy("rest sign", "seven days in a row")),
    (Sign.HOURS.value, pgettext_lazy("rest sign", "more hours than the limit of one's own")),
    (Sign.NIGHTS.value, pgettext_lazy("rest sign", "work at night")),
    (Sign.HEAVY.value, pgettext_lazy("rest sign", "many heavy matters at once")),
]
WHY_OVER_CHOICES = [
    (WhyOver.DANGER.value, pgettext_lazy("over limit", "it is dangerous to wait")),
    (WhyOver.KNOWS.value, pgettext_lazy("over limit", "this colleague knows the person already")),
    (WhyOver.LANGUAGE.value, pgettext_lazy("over limit", "nobody else has the language or the knowledge")),
    (WhyOver.AGREED.value, pgettext_lazy("over limit", "this colleague has agreed to it")),
    (WhyOver.COVER.value, pgettext_lazy("over limit", "only for a few days, instead of somebody")),
]


class RestSignalQuerySet(GuardedQuerySet):
    """The words in which pages ask for signals."""

    def visible_to(self, user: User) -> Self:
        """One's own; a coordinator also those of her office that were passed on."""
        seen = Q(user=user)
        if user.can(Permission.SEE_WORKLOAD) and user.office_id:
            seen |= Q(user__office_id=user.office_id, passed_on__isnull=False)
        return self.filter(seen)

    def live(self) -> Self:
        return self.filter(ended_on=None)


class RestSignal(Guarded):
    """Somebody works without rest; she knows first, her coordinator later."""

    privacy: ClassVar[dict[str, str]] = plain("id", "user", "sign", "raised_on", "passed_on", "ended_on")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="rest_signals")
    sign = models.CharField(max_length=8, choices=SIGN_CHOICES)
    raised_on = models.DateField()
    passed_on = models.DateField(null=True, blank=True)  # the day from which the coordinator sees it
    ended_on = models.DateField(null=True, blank=True)

    objects = RestSignalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["raised_on", "sign"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "sign"], condition=Q(ended_on=None), name="one_live_signal_each_sign"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign} of {self.user_id}"


class CoordinatorWord(Guarded):
    """A coordinator's yes to one more piece of work than the rules allow; used once."""

    privacy: ClassVar[dict[str, str]] = plain("id", "user", "given_by", "given_at", "until_on", "used_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until_on = models.DateField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"word for {self.user_id}"


class WorkLimit(Guarded):
    """How much one colleague should carry at most: weight of open requests, hours of a week."""

    privacy: ClassVar[dict[str, str]] = plain("user", "most_weight", "most_hours", "set_by", "set_at")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="work_limit", primary_key=True)
    most_weight = models.PositiveSmallIntegerField(null=True, blank=True)  # None: no limit
    most_hours = models.PositiveSmallIntegerField(default=STAFF_HOURS)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"limit of {self.user_id}"


class LimitPassed(Guarded):
    """Somebody was given more than her limit, by whom and why."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "user", "help_request", "weight", "most_weight", "why", "by", "at"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    help_request = models.ForeignKey(HelpRequest, on_delete=models.SET_NULL, related_name="+", null=True)
    weight = models.PositiveSmallIntegerField()  # with the request that was given
    most_weight = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=10, choices=WHY_OVER_CHOICES)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "id"]

    def __str__(self) -> str:
        return f"over the limit of {self.user_id}"


class CheckTally(Guarded):
    """How often one answer was given in one office and week: a sum, never a person's answer."""

    privacy: ClassVar[dict[str, str]] = plain("id", "office", "week", "question", "value", "voices")

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()  # its Monday
    question = models.CharField(max_length=8)
    value = models.PositiveSmallIntegerField()
    voices = models.PositiveIntegerField(default=0)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "week", "question", "value"], name="one_sum_for_each_answer"
            ),
            models.CheckConstraint(condition=Q(value__range=(1, 5)), name="answer_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.week}"
