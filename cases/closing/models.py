"""What stays when everything else is erased: a statistics row, sums of what was done, a certificate."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from cases.closing.rules import Rule
from cases.funding.models import Funder
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from knowledge.articles.models import Topic

RULE_CHOICES = [
    (Rule.CLOSED.value, pgettext_lazy("retention", "a closed request")),
    (Rule.SPAM.value, pgettext_lazy("retention", "spam")),
    (Rule.OWN_WISH.value, pgettext_lazy("retention", "the person's own wish")),
]


COUNT_WORDS = {
    "files": pgettext_lazy("erased", "Files"),
    "keys": pgettext_lazy("erased", "Keys"),
    "messages": pgettext_lazy("erased", "Messages"),
    "notes": pgettext_lazy("erased", "Notes"),
    "requests": pgettext_lazy("erased", "Requests"),
    "tasks": pgettext_lazy("erased", "Tasks"),
}


class StatisticsRow(Guarded):
    """Month, country, topic, outcome and duration band of one erased request; nothing links back to it."""

    privacy: ClassVar[dict[str, str]] = plain(
        *("id", "month", "office", "country", "topic", "channel", "outcome", "days_band", "heard_from"),
        *("funder", "rating", "is_apart"),
    )

    month = models.DateField()  # first day of the month in which the request came
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", null=True)
    channel = models.CharField(max_length=12)
    outcome = models.CharField(max_length=16)
    days_band = models.CharField(max_length=8)  # 0-3, 4-14, 15-60, 61+
    heard_from = models.CharField(max_length=16, blank=True, default="")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    is_apart = models.BooleanField(default=False)  # it was sealed off: counts in totals, never in a table

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["month", "office"], name="statistics_month")
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.outcome}"


class OutputTally(Guarded):
    """What was done for people who are erased, as sums by month: reports add them to what still stands.

    `kind`: flag (detail: which), referral (aim), task (kind, with minutes), mentorship (outcome), attended
    (seats at consultations). No row is one person's.
    """

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "month", "office", "topic", "funder", "kind", "detail", "number", "minutes"
    )

    month = models.DateField()  # first day of the month of the thing itself
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", null=True)
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=12)
    detail = models.CharField(max_length=24, blank=True)
    number = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["month", "office", "topic", "funder", "kind", "detail"],
                name="one_sum_of_each_output",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.kind} {self.number}"


class Certificate(Guarded):
    """Proof that something was erased: how many things, when and by which rule. It names nobody.

    `digest` covers all it says and stands in an entry of the access log, so nobody can write one later.
    """

    privacy: ClassVar[dict[str, str]] = plain("id", "code", "rule", "issued_on", "counts", "digest", "entry")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=14, unique=True)
    rule = models.CharField(max_length=12, choices=RULE_CHOICES)
    issued_on = models.DateField()
    counts = models.JSONField(default=dict)  # kind of thing -> how many
    digest = models.CharField(max_length=64)
    entry = models.BigIntegerField()  # the number of that entry

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-issued_on", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def lines(self) -> list[tuple[str, int]]:
        """What was erased, in words."""
        return [(str(COUNT_WORDS[name]), number) for name, number in self.counts.items()]
