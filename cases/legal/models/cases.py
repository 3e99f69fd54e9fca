"""Cases, their members, and the steps of each."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.funding.models import Funder
from cases.legal.models.choices import CASE_STATUS_CHOICES, STEP_CHOICES
from cases.legal.models.types import CaseType, StepTemplate
from cases.legal.workflow import CaseStatus, StepState
from cases.requests.models import Exclusion, HelpRequest
from cases.requests.models.privacy import plain
from cases.requests.workflow import SEALED_OFF
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey


def in_hands_of(user: User, case: str = "") -> Q:
    """She is the lawyer, or stands in now; `case` is the way to the case, as in "legal_case__"."""
    stands_in = {f"{case}deputy": user, f"{case}away_until__gte": timezone.localdate()}
    return Q(**{f"{case}lawyer": user}) | Q(**stands_in)


class LegalCaseQuerySet(GuardedQuerySet):
    """The words in which lists ask for cases."""

    def visible_to(self, user: User) -> Self:
        """Lawyers: their own cases, and those in which they stand in now. Desk: the cases of their office,
        except sealed ones. Lawyers and operators: cases they were let into by name, up to the last day.

        Not a case in which everybody keeps this user away.
        """
        seen, today = Q(pk__in=[]), timezone.localdate()
        if user.has_role(Role.LAWYER):
            seen |= in_hands_of(user)
        if user.has_role(Role.LAWYER) or user.has_role(Role.OPERATOR):
            let_in = LegalCase.objects.filter(
                grants__user=user, grants__ended_at=None, grants__until__gte=today
            )
            seen |= Q(pk__in=let_in.values("pk"))
        if user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR):
            seen |= Q(office_id=user.office_id, is_sealed=False)
        kept = Exclusion.objects.clients_kept_from(user)
        touched = Membership.objects.filter(help_request__client__in=kept).values("legal_case")
        others = Membership.objects.filter(legal_case=OuterRef("pk")).known_to(user)
        return self.filter(seen).filter(~Q(pk__in=touched) | Exists(others))

    def run_by(self, user: User) -> Self:
        """Her own, and those in which she stands in now."""
        return self.filter(in_hands_of(user))

    def open(self) -> Self:
        return self.filter(status=CaseStatus.OPEN.value)


class LegalCase(Guarded):
    """One matter with one or many member requests."""

    privacy: ClassVar[dict[str, str]] = {
        **plain(
            "id", "code", "case_type", "office", "lawyer", "status", "opened_at", "closed_at", "case_key"
        ),
        **plain("deputy", "away_until", "is_sealed", "funder"),
        "title": "sealed",
        "notes": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="cases")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="cases")
    lawyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cases", null=True, blank=True)
    deputy = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)  # the last day that the lawyer is away
    status = models.CharField(max_length=8, choices=CASE_STATUS_CHOICES, default=CaseStatus.OPEN.value)
    is_sealed = models.BooleanField(default=False)  # for its lawyer and named people only
    case_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    title = SealedField(key="case_key")
    notes = SealedField(key="case_key")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = LegalCaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at", "id"]

    def __str__(self) -> str:
        return self.code


class MembershipQuerySet(GuardedQuerySet):
    """The words in which pages ask for members."""

    def known_to(self, user: User) -> Self:
        """Without members who keep this user away, and without those who are sealed off from her."""
        sealed = HelpRequest.objects.visible_to(user).filter(sensitivity=SEALED_OFF)
        may_know = Q(help_request__sensitivity__lt=SEALED_OFF) | Q(help_request__in=sealed.values("pk"))
        return self.filter(may_know).exclude(
            help_request__client__in=Exclusion.objects.clients_kept_from(user)
        )


class Membership(Guarded):
    """One request in one case; remembers how the request stood so that leaving restores it exactly."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "legal_case", "help_request", "joined_at", "left_at", "status_before", "turn_before"),
        **plain("assigned_before", "turn_since_before", "outcome", "office_awaited_since"),
        **plain("deadline_before"),
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
    deadline_before = models.DateField(null=True, blank=True)
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
