"""Flats: what a household needs, what is offered, and who looked at what with which result."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.models.privacy import plain
from cases.volunteering.models.choices import FLAT_STATE_CHOICES, REFUSED_WHY_CHOICES, VIEWING_CHOICES
from cases.volunteering.models.tasks import Task
from cases.volunteering.workflow import FlatState, RefusedWhy, ViewingResult
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey


class HousingNeed(Guarded):
    """What a household looks for, in figures; hangs on the task of the search."""

    privacy: ClassVar[dict[str, str]] = plain(
        "task", "city", "least_rooms", "most_price", "needs_declaring", "from_on", "noted_by"
    )

    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="housing_need", primary_key=True)
    city = models.CharField(max_length=60, blank=True)
    least_rooms = models.PositiveSmallIntegerField(default=1)
    most_price = models.PositiveIntegerField(null=True, blank=True)
    needs_declaring = models.BooleanField(default=True)
    from_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"need of {self.task_id}"


class HousingOfferQuerySet(GuardedQuerySet):
    """The words in which pages ask for flats."""

    def of_office(self, user: User) -> Self:
        return self.filter(office=user.office_id)

    def free(self) -> Self:
        return self.filter(state=FlatState.FREE.value)

    def fitting(self, need: HousingNeed) -> Self:
        """Where residence has to be declared, only flats whose owner allows it."""
        fits = self.free().filter(rooms__gte=need.least_rooms)
        if need.needs_declaring:
            fits = fits.filter(allows_declaring=True)
        if need.city:
            fits = fits.filter(city=need.city)
        if need.most_price:
            fits = fits.filter(price__lte=need.most_price)
        if need.from_on:
            fits = fits.filter(free_from__lte=need.from_on)
        return fits


class HousingOffer(Guarded):
    """A flat or a room that somebody lets; the owner's contact and the address are sealed."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "code", "office", "country", "city", "district", "rooms", "area", "price"),
        **plain("free_from", "allows_declaring", "state", "made_by", "made_at", "ended_on", "flat_key"),
        "contact": "sealed",
        "address": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    city = models.CharField(max_length=60)
    district = models.CharField(max_length=60, blank=True)
    rooms = models.PositiveSmallIntegerField()
    area = models.PositiveSmallIntegerField(null=True, blank=True)  # square metres
    price = models.PositiveIntegerField()  # a month, all in all, in the money of the country
    free_from = models.DateField()
    allows_declaring = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=FLAT_STATE_CHOICES, default=FlatState.FREE.value)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    flat_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    contact = SealedField(key="flat_key")
    address = SealedField(key="flat_key")

    objects = HousingOfferQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["price", "made_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["office", "price"], name="flats_free", condition=Q(state=FlatState.FREE.value)
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def currency(self) -> str:
        return "zł" if self.country == "PL" else "€"

    @property
    def unit(self) -> str:
        """Of the area."""
        return "m²"


class Viewing(Guarded):
    """One household looks at one flat: when, who goes along, and what came of it."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "task", "flat", "at", "goes_along", "result", "why", "made_by", "ended_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="viewings")
    flat = models.ForeignKey(HousingOffer, on_delete=models.CASCADE, related_name="viewings")
    at = models.DateTimeField()
    goes_along = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    result = models.CharField(max_length=8, choices=VIEWING_CHOICES, default=ViewingResult.PLANNED.value)
    why = models.CharField(
        max_length=12, choices=REFUSED_WHY_CHOICES, default=RefusedWhy.NONE.value, blank=True
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["flat"], condition=Q(result=ViewingResult.TAKEN.value), name="one_household_each_flat"
            ),
        ]

    def __str__(self) -> str:
        return f"viewing of {self.flat_id}"
