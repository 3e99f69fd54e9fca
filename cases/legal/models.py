"""Tables of the legal room: case types with steps, cases, memberships, consultations and invitations."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import pgettext_lazy

from cases.legal.workflow import CaseStatus, InvitationState, StepState
from cases.requests.models import Exclusion, HelpRequest
from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey
from knowledge.articles.models import Topic

CASE_STATUS_CHOICES = [
    (CaseStatus.OPEN.value, pgettext_lazy("case status", "open")),
    (CaseStatus.CLOSED.value, pgettext_lazy("case status", "closed")),
]
STEP_CHOICES = [
    (StepState.TODO.value, pgettext_lazy("step", "to do")),
    (StepState.DONE.value, pgettext_lazy("step", "done")),
    (StepState.NOT_NEEDED.value, pgettext_lazy("step", "not needed")),
]
INVITATION_CHOICES = [
    (InvitationState.INVITED.value, pgettext_lazy("invitation", "invited")),
    (InvitationState.ACCEPTED.value, pgettext_lazy("invitation", "will come")),
    (InvitationState.DECLINED.value, pgettext_lazy("invitation", "will not come")),
    (InvitationState.ATTENDED.value, pgettext_lazy("invitation", "came")),
    (InvitationState.MISSED.value, pgettext_lazy("invitation", "did not come")),
]


class CaseType(models.Model):  # type: ignore[django-manager-missing]  # modeltranslation swaps managers
    """A kind of legal matter with its checklist; `name` is translated (cases/translation.py)."""

    privacy: ClassVar[dict[str, str]] = plain("id", "slug", "name", "topic", "country", "is_active")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="case_types")
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager[CaseType]] = models.Manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["country", "slug"]

    def __str__(self) -> str:
        return self.name


class StepTemplate(models.Model):
    """One step of a case type's checklist; `name` is translated."""

    privacy: ClassVar[dict[str, str]] = plain("id", "case_type", "slug", "name", "position", "due_in_days")

    case_type = models.ForeignKey(CaseType, on_delete=models.CASCADE, related_name="steps")
    slug = models.SlugField()
    name = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField()
    due_in_days = models.PositiveSmallIntegerField(null=True, blank=True)  # counted from joining the case

    objects: ClassVar[models.Manager[StepTemplate]] = models.Manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case_type", "slug"], name="one_step_slug_each_type"),
        ]

    def __str__(self) -> str:
        return self.name


class LegalCaseQuerySet(GuardedQuerySet):
    """The words in which lists ask for cases."""

    def visible_to(self, user: User) -> Self:
        """Lawyers: their own cases. Operators and coordinators: the cases of their office.

        Not a case in which everybody keeps this user away.
        """
        seen = Q(pk__in=[])
        if user.has_role(Role.LAWYER):
            seen |= Q(lawyer=user)
        if user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR):
            seen |= Q(office_id=user.office_id)
        kept = Exclusion.objects.clients_kept_from(user)
        touched = Membership.objects.filter(help_request__client__in=kept).values("legal_case")
        others = Membership.objects.filter(legal_case=OuterRef("pk")).known_to(user)
        return self.filter(seen).filter(~Q(pk__in=touched) | Exists(others))

    def open(self) -> Self:
        return self.filter(status=CaseStatus.OPEN.value)


class LegalCase(Guarded):
    """One matter with one or many member requests."""

    privacy: ClassVar[dict[str, str]] = {
        **plain(
            "id", "code", "case_type", "office", "lawyer", "status", "opened_at", "closed_at", "case_key"
        ),
        "title": "sealed",
        "notes": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="cases")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="cases")
    lawyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cases", null=True, blank=True)
    status = models.CharField(max_length=8, choices=CASE_STATUS_CHOICES, default=CaseStatus.OPEN.value)
    case_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    title = SealedField(key="case_key")
    notes = SealedField(key="case_key")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = LegalCaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at", "id"]

    def __str__(self) -> str:
        return self.code


class MembershipQuerySet(GuardedQuerySet):
    """The words in which pages ask for members."""

    def known_to(self, user: User) -> Self:
        """Without members who keep this user away."""
        return self.exclude(help_request__client__in=Exclusion.objects.clients_kept_from(user))


class Membership(Guarded):
    """One request in one case; remembers how the request stood so that leaving restores it exactly."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "legal_case", "help_request", "joined_at", "left_at", "status_before", "turn_before"),
        **plain("assigned_before", "turn_since_before", "outcome", "office_awaited_since"),
        "label": "sealed",
        "file_number": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    legal_case = models.ForeignKey(LegalCase, on_delete=models.CASCADE, related_name="memberships")
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="memberships")
    label = SealedField(key="legal_case.case_key")  # the lawyer's own name for this member
    file_number = SealedField(key="legal_case.case_key")  # the office's number of her matter
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    status_before = models.CharField(max_length=16)
    turn_before = models.CharField(max_length=8)
    turn_since_before = models.DateTimeField()
    assigned_before = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    outcome = models.CharField(max_length=16, blank=True)
    office_awaited_since = models.DateField(null=True, blank=True)  # the clock stands still from here

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["joined_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["help_request"], condition=Q(left_at=None), name="one_live_case_for_a_request"
            ),
            models.UniqueConstraint(
                fields=["legal_case", "help_request"], name="no_request_twice_in_one_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.help_request_id} in {self.legal_case_id}"


class MemberStep(Guarded):
    """One checklist step of one member."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "membership", "template", "state", "due_on", "changed_at"),
        "reason": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="steps")
    template = models.ForeignKey(StepTemplate, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=STEP_CHOICES, default=StepState.TODO.value)
    due_on = models.DateField(null=True, blank=True)
    reason = SealedField(key="membership.legal_case.case_key")  # why it is not needed
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["template__position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["membership", "template"], name="one_step_each_member"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} of {self.membership_id}"


class Consultation(Guarded):
    """A meeting with seats; the database refuses an overbooked one."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "legal_case", "starts_at", "seats", "seats_taken", "made_by", "cancelled_at"),
        "place": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    legal_case = models.ForeignKey(LegalCase, on_delete=models.CASCADE, related_name="consultations")
    starts_at = models.DateTimeField()
    place = SealedField(key="legal_case.case_key")
    seats = models.PositiveSmallIntegerField()
    seats_taken = models.PositiveSmallIntegerField(default=0)  # kept by the trigger on invitations
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("seats")), name="seats_never_overbooked"),
        ]

    def __str__(self) -> str:
        return f"consultation {self.id}"


class Invitation(Guarded):
    """One member invited to one consultation; a family takes several seats."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "consultation", "membership", "state", "seats", "invited_at", "replied_at"),
        **plain("needs_interpreter"),
        "place": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="invitations")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    state = models.CharField(max_length=10, choices=INVITATION_CHOICES, default=InvitationState.INVITED.value)
    seats = models.PositiveSmallIntegerField(default=1)
    needs_interpreter = models.BooleanField(default=False)  # she asked for one when she said yes
    # The client cannot open the case's key, so her copy of the place is sealed under her own inbox key.
    place = SealedField(key="membership.help_request.inbox_key")
    invited_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["consultation", "membership"], name="invited_once"),
            models.CheckConstraint(condition=Q(seats__range=(1, 12)), name="seats_1_to_12"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"
