"""Moves: a preview, what was carried from whom to whom, and what stayed."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.moving.models.absences import Absence
from cases.moving.rules import UNDO_HOURS, Kind, State, Why, WhyNot
from cases.requests.models.privacy import plain
from cases.rest.models import WHY_OVER_CHOICES
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet

KIND_CHOICES = [
    (Kind.REQUEST.value, pgettext_lazy("piece of work", "requests")),
    (Kind.CASE.value, pgettext_lazy("piece of work", "legal cases")),
    (Kind.MEETING.value, pgettext_lazy("piece of work", "consultations ahead")),
    (Kind.STAND_IN.value, pgettext_lazy("piece of work", "legal cases: standing in")),
    (Kind.TASK.value, pgettext_lazy("piece of work", "tasks and their approvals")),
    (Kind.HOUSEHOLD.value, pgettext_lazy("piece of work", "households: deputy of the mentor")),
    (Kind.REFERRAL.value, pgettext_lazy("piece of work", "referrals")),
    (Kind.SHIFT.value, pgettext_lazy("piece of work", "duty shifts")),
    (Kind.CLAIM.value, pgettext_lazy("piece of work", "tasks taken")),
    (Kind.MENTOR.value, pgettext_lazy("piece of work", "households: mentor")),
]
WHY_CHOICES = [
    (Why.BULK.value, pgettext_lazy("why moved", "moved by a colleague")),
    (Why.ABSENCE.value, pgettext_lazy("why moved", "an absence")),
    (Why.LEFT.value, pgettext_lazy("why moved", "somebody has left or was stopped")),
]
STATE_CHOICES = [
    (State.PLANNED.value, pgettext_lazy("moved thing", "planned")),
    (State.DONE.value, pgettext_lazy("moved thing", "moved")),
    (State.STAYED.value, pgettext_lazy("moved thing", "stays")),
    (State.BACK.value, pgettext_lazy("moved thing", "taken back")),
]
WHY_NOT_CHOICES = [
    (WhyNot.NONE.value, ""),
    (WhyNot.NOBODY_FITS.value, _("nobody chosen may have it")),
    (WhyNot.CHANGED.value, _("it changed meanwhile")),
    (WhyNot.CAN_WAIT.value, _("it can wait")),
]


class MoveQuerySet(GuardedQuerySet):
    """The words in which pages ask for moves."""

    def visible_to(self, user: User) -> Self:
        """Whoever moves work: those of her office. Everybody: what was carried out of her own absence."""
        seen = Q(absence__user=user)
        if user.can(Permission.MOVE_WORK) and user.office_id:
            seen |= Q(office_id=user.office_id)
        return self.filter(seen)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)

    def unseen(self) -> Self:
        """Made by the program, and no coordinator has looked."""
        return self.done().filter(why=Why.LEFT.value, seen_at=None)


class Move(Guarded):
    """Work goes from one person to others, or back to the queue; planned first, then done in one go."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "why", "office", "from_user", "absence", "made_by", "made_at", "done_at", "undone_at"),
        **plain("seen_by", "seen_at", "held_back", "over_reason"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    why = models.CharField(max_length=8, choices=WHY_CHOICES)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_user = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    absence = models.ForeignKey(
        Absence, on_delete=models.SET_NULL, related_name="moves", null=True, blank=True
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    # What whoever plans may not move, for whatever reason; a bare number, so that it tells no reason.
    held_back = models.PositiveIntegerField(default=0)
    over_reason = models.CharField(max_length=12, choices=WHY_OVER_CHOICES, blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "-made_at"], name="move_of_office"),
        ]

    def __str__(self) -> str:
        return f"move {self.id}"

    @property
    def may_be_undone(self) -> bool:
        """Done by a colleague not long ago, and not taken back yet."""
        if self.done_at is None or self.undone_at is not None or self.why != Why.BULK.value:
            return False
        return timezone.now() < self.done_at + UNDO_HOURS


class MovedThing(Guarded):
    """One piece of a move; an id and a code, never a word of it."""

    privacy: ClassVar[dict[str, str]] = plain(
        *(
            "id",
            "move",
            "kind",
            "thing_id",
            "code",
            "from_user",
            "to_user",
            "mark",
            "state",
            "why_not",
            "weight",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="things")
    kind = models.CharField(max_length=10, choices=KIND_CHOICES)
    thing_id = models.UUIDField()
    code = models.CharField(max_length=40, blank=True)
    from_user = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    to_user = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    mark = models.CharField(max_length=120)  # how it stood: before the move, then after it
    state = models.CharField(max_length=8, choices=STATE_CHOICES, default=State.PLANNED.value)
    weight = models.PositiveSmallIntegerField(default=0)  # what it adds to her open work
    why_not = models.CharField(max_length=12, choices=WHY_NOT_CHOICES, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "code", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["thing_id"], name="moved_thing"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["move", "kind", "thing_id"], name="moved_once_in_a_move"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"
