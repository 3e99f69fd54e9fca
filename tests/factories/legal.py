"""Makes case types with a checklist and cases through the real actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.legal.actions import invite, open_case, schedule_consultation
from cases.legal.models import CaseType, Consultation, Invitation, LegalCase, Membership, StepTemplate
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from tests.factories.requests import make_request, make_topic

STEPS = (("collect", 3), ("apply", 14), ("fingerprints", None))


def make_case_type(slug: str = "stay-permit", *, country: str = "PL") -> CaseType:
    """A case type with three steps, two of them with a date."""
    found = CaseType.objects.filter(slug=slug).first()
    if found is not None:
        return found
    case_type = CaseType.objects.create(
        slug=slug, name=slug, name_en=slug, topic=make_topic(), country=country
    )
    for position, (step, days) in enumerate(STEPS):
        StepTemplate.objects.create(
            case_type=case_type, slug=step, name=step, name_en=step, position=position, due_in_days=days
        )
    return case_type


def make_case(
    *,
    by: User,
    lawyer: User | None = None,
    help_requests: Sequence[HelpRequest] | None = None,
    members: int = 2,
    title: str = "",
) -> LegalCase:
    """A case of `members` new requests of the office of `by`, or of these."""
    if help_requests is None:
        help_requests = [make_request(office=by.office) for _ in range(members)]
    country = help_requests[0].country if help_requests else "PL"
    slug = "stay-permit" if country == "PL" else f"stay-permit-{country.lower()}"
    kind = make_case_type(slug, country=country)
    return open_case(case_type=kind, help_requests=help_requests, lawyer=lawyer, title=title, by=by)


def members_of(case: LegalCase) -> list[Membership]:
    """The present members in the order of joining, with what actions need."""
    present = Membership.objects.filter(legal_case=case, left_at=None)
    return list(
        present.select_related("help_request__client", "help_request__inbox_key").order_by("joined_at")
    )


def make_meeting(
    case: LegalCase, *, by: User, seats: int = 12, place: str = "Room 5", days: float = 7, **fields: Any
) -> Consultation:
    """A consultation, next week unless another day is named."""
    return schedule_consultation(
        legal_case=case,
        starts_at=timezone.now() + timedelta(days=days),
        place=place,
        seats=seats,
        by=by,
        **fields,
    )


def invite_all(meeting: Consultation, *, by: User) -> list[Invitation]:
    """Invites every present member."""
    return invite(consultation=meeting, memberships=members_of(meeting.legal_case), by=by)


def move_meeting(meeting: Consultation, days: int) -> None:
    """Moves a meeting in time past the actions, so that it lies behind us."""
    with writing():
        Consultation.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + timedelta(days=days))
