"""Tables of joining: applications, talks, references, vettings, and which terms somebody accepted."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from cases.joining.workflow import ApplicationState, Source
from cases.requests.models.privacy import plain
from cases.volunteering.models import FREE_TIME_CHOICES, KIND_CHOICES, VolunteerProfile
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.languages import CHOICES as LANGUAGE_CHOICES
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

STATE_CHOICES = [
    (ApplicationState.NEW.value, pgettext_lazy("application", "new")),
    (ApplicationState.TALKING.value, pgettext_lazy("application", "a talk is set")),
    (ApplicationState.WELCOME.value, pgettext_lazy("application", "waits for the invitation")),
    (ApplicationState.INVITED.value, pgettext_lazy("application", "has an account")),
    (ApplicationState.DECLINED.value, pgettext_lazy("application", "declined")),
]
SOURCE_CHOICES = [
    (Source.WEB.value, pgettext_lazy("source", "from the page")),
    (Source.LIST.value, pgettext_lazy("source", "from a list")),
    (Source.DESK.value, pgettext_lazy("source", "was here before")),
]


class ApplicationQuerySet(GuardedQuerySet):
    """The words in which pages ask for applications."""

    def visible_to(self, user: User) -> Self:
        """Coordinators: those of their office. Administrators, the second person everywhere: all."""
        if not user.can(Permission.VET_VOLUNTEERS):
            return self.none()
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(office=user.office_id)


class Application(Guarded):
    """Somebody who wants to help; after the invitation the file of her vetting."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "form_id", "office", "language", "source", "state", "cities", "language_levels"),
        **plain("skills", "free_times", "weekly_hours", "application_key", "email_mark", "made_on"),
        **plain("decided_by", "decided_on", "user"),
        "name": "sealed",
        "email": "sealed",
        "contact": "sealed",
        "avoid": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_id = models.UUIDField(unique=True, default=uuid.uuid4)  # one click or two: one application
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="applications")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)  # in which she wrote
    source = models.CharField(max_length=4, choices=SOURCE_CHOICES, default=Source.WEB.value)
    state = models.CharField(max_length=8, choices=STATE_CHOICES, default=ApplicationState.NEW.value)
    cities = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    language_levels = models.JSONField(default=dict, blank=True)  # code: how well
    skills = ArrayField(models.CharField(max_length=16, choices=KIND_CHOICES), default=list, blank=True)
    free_times = ArrayField(
        models.CharField(max_length=8, choices=FREE_TIME_CHOICES), default=list, blank=True
    )
    weekly_hours = models.PositiveSmallIntegerField(default=4)
    application_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    name = SealedField(key="application_key")
    email = SealedField(key="application_key")
    contact = SealedField(key="application_key")
    avoid = SealedField(key="application_key")
    email_mark = models.BinaryField(null=True)
    made_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    user = models.OneToOneField(
        User, on_delete=models.SET_NULL, related_name="application", null=True, blank=True
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["made_on", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "state", "made_on"], name="applications_of_office"),
            models.Index(fields=["email_mark"], name="applications_of_a_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(weekly_hours__range=(1, 40)), name="applied_hours_fit_a_week"),
        ]

    def __str__(self) -> str:
        return f"application {self.id}"


class Reference(Guarded):
    """What somebody who knows her said; two belong to a vetting."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "application", "number", "made_by", "made_on"),
        "words": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="references")
    number = models.PositiveSmallIntegerField()
    words = SealedField(key="application.application_key")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "number"], name="one_reference_each_number"),
            models.CheckConstraint(condition=Q(number__range=(1, 2)), name="two_references"),
        ]

    def __str__(self) -> str:
        return f"reference {self.number} of {self.application_id}"


class Talk(Guarded):
    """One date on which one or many applicants are met."""

    privacy: ClassVar[dict[str, str]] = plain("id", "office", "starts_at", "made_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_at"]

    def __str__(self) -> str:
        return f"talk {self.id}"


class TalkSeat(Guarded):
    """One applicant at one talk; the note is hers alone, however many sat there."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "talk", "application", "noted_by", "noted_on"),
        "note": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="seats")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="seats")
    note = SealedField(key="application.application_key")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    noted_on = models.DateField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["application__made_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["talk", "application"], name="one_seat_each_talk"),
        ]

    def __str__(self) -> str:
        return f"seat {self.id}"


class Vetting(Guarded):
    """Yes to a tier: of one person for tier 1, of two different ones for tier 2."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "application", "tier", "first_by", "first_on", "second_by", "second_on"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="vettings")
    tier = models.PositiveSmallIntegerField()
    first_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    second_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    second_on = models.DateField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["first_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="two_people_for_tier_2"
            ),
            models.CheckConstraint(condition=Q(tier__range=(1, 2)), name="vetting_tier_1_or_2"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(tier=2, second_by=None),
                name="one_waiting_vetting_each",
            ),
        ]

    def __str__(self) -> str:
        return f"tier {self.tier} of {self.application_id}"

    @property
    def is_complete(self) -> bool:
        return self.tier == 1 or self.second_by_id is not None


class TermsAcceptance(Guarded):
    """That somebody accepted this version of the confidentiality terms."""

    privacy: ClassVar[dict[str, str]] = plain("id", "profile", "version", "accepted_at")

    profile = models.ForeignKey(VolunteerProfile, on_delete=models.CASCADE, related_name="acceptances")
    version = models.PositiveSmallIntegerField()
    accepted_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["profile", "version"], name="one_yes_each_version"),
        ]

    def __str__(self) -> str:
        return f"terms {self.version} of {self.profile_id}"
