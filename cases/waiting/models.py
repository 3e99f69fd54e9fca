"""Tables of waiting: pauses of a topic, and what is told about the waiting time."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import ngettext, pgettext_lazy

from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.models.privacy import plain
from cases.waiting.rules import Range, Reason
from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from knowledge.articles.models import Topic

REASON_CHOICES = [
    (Reason.TOO_MANY.value, pgettext_lazy("pause reason", "more requests than we can answer")),
    (Reason.NO_PEOPLE.value, pgettext_lazy("pause reason", "nobody is here who can do this")),
    (Reason.NO_MONEY.value, pgettext_lazy("pause reason", "the money for this has ended")),
    (Reason.RULES_CHANGE.value, pgettext_lazy("pause reason", "the rules are changing")),
    (Reason.OTHER.value, pgettext_lazy("pause reason", "another reason")),
]


def range_words(told: Range) -> str:
    """The range as it is said: "between 2 and 5 days", "within 1 day"."""
    if told.is_in_days and told.low_days:
        words = ngettext(
            "between %(low)s and %(days)s day", "between %(low)s and %(days)s days", told.high_days
        )
    elif told.is_in_days:
        words = ngettext("within %(days)s day", "within %(days)s days", told.high_days)
    elif told.low:
        words = ngettext(
            "between %(low)s and %(hours)s hour", "between %(low)s and %(hours)s hours", told.high
        )
    else:
        words = ngettext("within %(hours)s hour", "within %(hours)s hours", told.high)
    low = told.low_days if told.is_in_days else told.low
    return words % {"low": low, "days": told.high_days, "hours": told.high}


class TopicPauseQuerySet(GuardedQuerySet):
    """What is asked about pauses."""

    def visible_to(self, user: User) -> Self:
        """Whoever pauses topics sees those of her country; in public everybody reads their words."""
        if not user.can(Permission.PAUSE_TOPIC) or user.office is None:
            return self.none()
        return self.filter(country=user.office.country)

    def live(self) -> Self:
        return self.filter(ended_at=None)


class TopicPause(Guarded):
    """One topic (with those under it) that rests in one country, with words for those who ask meanwhile."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id",
        "topic",
        "country",
        "reason",
        "until_on",
        "words",
        "started_at",
        "started_by",
        "ended_at",
        "ended_by",
        "released_at",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="pauses")
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    reason = models.CharField(max_length=16, choices=REASON_CHOICES)
    until_on = models.DateField()
    words = models.JSONField(default=dict)  # language code -> what the reader is told
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)  # all who waited are back in the queue

    objects = TopicPauseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["until_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["topic", "country"], name="one_pause_of_a_topic", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(ended_at__isnull=False), name="released_after_the_end"
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.id}"

    def words_for(self, reader: str) -> tuple[str, str]:
        """What the reader is told, and in which language it is said."""
        for code in languages.reading_order(reader):
            if self.words.get(code):
                return self.words[code], code
        return "", reader


class WaitingTime(Guarded):
    """The range told for a topic in a country, reckoned each hour from recent first answers."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "topic", "country", "low_hours", "high_hours", "answers", "told", "kept", "reckoned_at"
    )

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="waiting_times")
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    low_hours = models.PositiveIntegerField()
    high_hours = models.PositiveIntegerField()
    answers = models.PositiveIntegerField()
    told = models.PositiveIntegerField()  # of so many earlier requests
    kept = models.PositiveIntegerField()  # so many were answered within the range told
    reckoned_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["topic", "country"], name="one_waiting_time"),
            models.CheckConstraint(condition=Q(low_hours__lte=F("high_hours")), name="waiting_low_to_high"),
        ]

    def __str__(self) -> str:
        return f"{self.low_hours}-{self.high_hours} h"

    @property
    def range(self) -> Range:
        return Range(self.low_hours, self.high_hours)

    @property
    def words(self) -> str:
        return range_words(self.range)

    @property
    def percent_kept(self) -> int | None:
        return round(100 * self.kept / self.told) if self.told else None
