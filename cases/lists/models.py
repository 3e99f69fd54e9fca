"""The table of lists that somebody wants to take out of the house: what of, who asked, who agreed."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from cases.lists.rules import ASK_LIVES, TAKE_LIVES, State, state_of
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

STATE_WORDS = {
    State.WAITS: pgettext_lazy("list", "waits for a second person"),
    State.AGREED: pgettext_lazy("list", "agreed, can be taken once"),
    State.TAKEN: pgettext_lazy("list", "taken"),
    State.DROPPED: pgettext_lazy("list", "not given"),
    State.LAPSED: pgettext_lazy("list", "lapsed"),
}
STATE_TONES = {State.WAITS: "warn", State.AGREED: "info", State.TAKEN: "ok"}


class ListExportQuerySet(GuardedQuerySet):
    """The words in which pages ask for lists that leave the house."""

    def visible_to(self, user: User) -> Self:
        """Her office's; another office's while it waits for anybody's yes, for she may be the second."""
        waits = Q(agreed_at=None, dropped_at=None, asked_at__gt=timezone.now() - ASK_LIVES)
        return self.filter(Q(asked_by=user) | Q(agreed_by=user) | Q(office_id=user.office_id or 0) | waits)


class ListExport(Guarded):
    """One list that one person wants outside. It is not kept: the file is made when she takes it."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "office", "day_of", "since", "until", "city", "channel", "topic", "lines"),
        **plain("asked_by", "asked_at", "agreed_by", "agreed_at", "dropped_by", "dropped_at"),
        **plain("taken_at", "taken_lines", "reason_key"),
        "reason": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    day_of = models.CharField(max_length=8, blank=True)
    since = models.DateField()
    until = models.DateField()
    city = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=12, blank=True)
    topic = models.CharField(max_length=60, blank=True)  # its slug, as in the search
    lines = models.PositiveIntegerField()  # when it was asked for: more are never given
    reason_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    reason = SealedField(key="reason_key")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_lines = models.PositiveIntegerField(null=True, blank=True)

    objects = ListExportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["asked_at"], name="list_asked")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False) & ~Q(agreed_by=F("asked_by")),
                name="two_people_let_a_list_out",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_lines=None)
                | Q(agreed_at__isnull=False, dropped_at=None, taken_lines__lte=F("lines"))
                & Q(taken_at__gte=F("agreed_at"), taken_at__lte=F("agreed_at") + TAKE_LIVES),
                name="taken_after_a_yes_and_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"list {self.id}"

    @property
    def state(self) -> State:
        return state_of(
            timezone.now(),
            asked_at=self.asked_at,
            agreed_at=self.agreed_at,
            taken_at=self.taken_at,
            dropped_at=self.dropped_at,
        )

    @property
    def state_words(self) -> str:
        return str(STATE_WORDS[self.state])

    @property
    def state_tone(self) -> str:
        return STATE_TONES.get(self.state, "plain")

    @property
    def waits(self) -> bool:
        return self.state is State.WAITS

    @property
    def is_agreed(self) -> bool:
        return self.state is State.AGREED
