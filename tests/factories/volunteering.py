"""Makes volunteers and tasks through the real actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.requests.rules import TERMS_VERSION
from cases.volunteering.actions import make_task
from cases.volunteering.actions.tasks import Card
from cases.volunteering.models import Task, VolunteerProfile
from cases.volunteering.workflow import TaskKind, VolunteerState
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.sealing.actions import new_data_key
from tests.factories.accounts import UserFactory


def make_profile(user: User, *, tier: int = 1, **fields: Any) -> VolunteerProfile:
    """A vetted profile; `tier=0` for somebody who has only applied."""
    state = VolunteerState.VETTED if tier else VolunteerState.APPLIED
    year = {"vetted_on": timezone.localdate(), "renew_on": timezone.localdate() + timedelta(days=365)}
    standing = {**year, "terms_version": TERMS_VERSION} if tier else {}
    values = {"state": state.value, "languages": ["be", "ru"], "most_tasks": 2, **standing, **fields}
    with writing():
        profile = VolunteerProfile(user=user, tier=tier, profile_key=new_data_key("volunteer"), **values)
        profile.save(force_insert=True)
    return profile


def make_volunteer(*, office: Office | None = None, tier: int = 1, **fields: Any) -> User:
    """A volunteer with a role and a profile."""
    people = {"office": office} if office else {}
    user = UserFactory.create(roles=[Role.VOLUNTEER], **people)
    make_profile(user, tier=tier, **fields)
    return user


def make_open_task(
    *,
    by: User,
    help_request: HelpRequest | None = None,
    brief: str = "Go with her to the office",
    exact_place: str = "",
    on_date: date | None = None,
    tier: int = 1,
    **card: Any,
) -> Task:
    """A task on the board."""
    values: dict[str, Any] = {
        "kind": TaskKind.ACCOMPANY,
        "languages": ("be",),
        "country": "PL",
        "city": "Warszawa",
        **card,
    }
    return make_task(
        card=Card(on_date=on_date, tier=tier, **values),
        brief=brief,
        exact_place=exact_place,
        help_request=help_request,
        by=by,
    )


def make_task_for(help_request: HelpRequest, *, by: User, **fields: Any) -> Task:
    """A task made out of this request."""
    return make_open_task(by=by, help_request=help_request, **fields)
