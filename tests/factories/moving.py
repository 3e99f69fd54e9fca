"""Gives somebody work of every kind through the real actions."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from cases.legal.models import LegalCase
from cases.mentoring.actions import start_mentorship
from cases.mentoring.models import Mentorship
from cases.referrals.models import Referral
from cases.requests.models import Client, Exclusion, HelpRequest
from cases.requests.workflow import Status
from cases.triage.actions import assign
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from tests.factories.accounts import UserFactory
from tests.factories.duty import make_shift
from tests.factories.legal import make_case
from tests.factories.referrals import make_partner, make_referral
from tests.factories.requests import make_request, make_topic
from tests.factories.volunteering import make_volunteer


def colleague(like: User, role: Role, name: str, **fields: object) -> User:
    """Somebody else of the same office."""
    return UserFactory.create(name=name, roles=[role], office=like.office, **fields)


def held(to: User, *, by: User, **fields: object) -> HelpRequest:
    """An open request in somebody's hands."""
    help_request = make_request(office=by.office, status=Status.TRIAGED, **fields)
    assign(help_request=help_request, to=to, by=by)
    return help_request


def held_case(lawyer: User, *, by: User, members: int = 1) -> LegalCase:
    return make_case(by=by, lawyer=lawyer, members=members)


def held_month(deputy: User | None, *, by: User) -> Mentorship:
    """A household with a mentor and a deputy."""
    return start_mentorship(
        help_request=make_request(office=by.office),
        mentor=make_volunteer(office=by.office),
        deputy=deputy,
        brief="Сям'я",
        by=by,
    )


def held_referral(*, by: User) -> Referral:
    topic = make_topic("partners")
    assert by.office is not None
    partner = make_partner(topic, name=f"Partner {Referral.objects.count()}", country=by.office.country)
    return make_referral(make_request(office=by.office, topic=topic), partner, by=by)


def shift_ahead(user: User, *, days: int = 2, hours: float = 8) -> object:
    return make_shift(user, starts_at=timezone.now() + timedelta(days=days), hours=hours)


def exclude(client: Client, user: User) -> None:
    """The client keeps this colleague away."""
    with writing():
        Exclusion.objects.create(client=client, user=user, entry=uuid.uuid4(), made_at=timezone.now())
