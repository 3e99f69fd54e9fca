"""Claims and rest: hours of one's own, heavy work in a row, a coordinator's word, breaks that hand over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cases.rest.actions import give_word
from cases.volunteering.actions import (
    approve_claim,
    claim_task,
    finish_claim,
    hand_over_for_breaks,
    take_break,
)
from cases.volunteering.models import Claim, Task, VolunteerProfile
from cases.volunteering.workflow import ClaimState, TaskKind, TaskStatus
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.volunteering import make_open_task, make_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is refused is said in the language of the reader; here she reads English."""
    with translation.override("en"):
        yield


def _does(volunteer: User, *, by: User, hours: str = "1", **card: Any) -> None:
    """Takes a task and finishes it on the same day."""
    claim = claim_task(task_id=make_open_task(by=by, hours=1, **card).pk, by=volunteer)
    approve_claim(claim=claim, by=by)
    finish_claim(claim=claim, result="done", hours=Decimal(hours), by=volunteer)


def _takes(task: Task, volunteer: User) -> bool:
    claim_task(task_id=task.pk, by=volunteer)
    return Claim.objects.filter(task=task, volunteer=volunteer).exists()


def test_a_task_over_ones_own_hours_is_refused_with_the_reason(alena_operator: User) -> None:
    volunteer = make_volunteer(office=alena_operator.office, weekly_hours=4)
    _does(volunteer, by=alena_operator, hours="3")
    with pytest.raises(NotNow, match="your own limit"):
        claim_task(task_id=make_open_task(by=alena_operator, hours=2).pk, by=volunteer)
    assert _takes(make_open_task(by=alena_operator, hours=1), volunteer)


def test_next_week_is_another_week(alena_operator: User) -> None:
    volunteer = make_volunteer(office=alena_operator.office, weekly_hours=4)
    _does(volunteer, by=alena_operator, hours="4")
    later = make_open_task(by=alena_operator, hours=4, on_date=timezone.localdate() + timedelta(days=7))
    assert _takes(later, volunteer)


def test_the_third_heavy_task_in_a_row_needs_a_coordinators_word(
    alena_operator: User, office_warsaw: Office
) -> None:
    coordinator = UserFactory.create(roles=[Role.COORDINATOR], office=office_warsaw)
    volunteer = make_volunteer(office=office_warsaw, weekly_hours=40)
    for _heavy in range(2):
        _does(volunteer, by=alena_operator, kind=TaskKind.HOUSING)
    third = make_open_task(by=alena_operator, kind=TaskKind.HOUSING)
    with pytest.raises(NotNow, match="two heavy tasks in a row"):
        claim_task(task_id=third.pk, by=volunteer)
    assert Task.objects.get(pk=third.pk).status == TaskStatus.OPEN.value
    give_word(to=volunteer, by=coordinator)
    assert _takes(third, volunteer)
    fourth = make_open_task(by=alena_operator, kind=TaskKind.HOUSING)
    with pytest.raises(NotNow, match="two heavy tasks in a row"):
        claim_task(task_id=fourth.pk, by=volunteer)


def test_a_light_task_between_opens_the_next_heavy_one(alena_operator: User) -> None:
    volunteer = make_volunteer(office=alena_operator.office, weekly_hours=40)
    with time_machine.travel("2026-11-16 12:00+01:00") as clock:
        for kind in (TaskKind.HOUSING, TaskKind.INTERPRET, TaskKind.ERRAND):
            _does(volunteer, by=alena_operator, kind=kind)
            clock.shift(timedelta(days=1))
        assert _takes(make_open_task(by=alena_operator, kind=TaskKind.HOUSING), volunteer)


def test_after_a_heavy_task_a_pause_is_offered_and_taken_by_one_click(
    client: Client, sign_in: Any, alena_operator: User
) -> None:
    volunteer = make_volunteer(office=alena_operator.office, weekly_hours=40)
    page = sign_in(client, volunteer)
    _does(volunteer, by=alena_operator)
    assert b"Rest for 3 days" not in page.get(reverse("volunteering:me")).content
    _does(volunteer, by=alena_operator, kind=TaskKind.HOUSING)
    assert b"Rest for 3 days" in page.get(reverse("volunteering:me")).content
    today = timezone.localdate()
    answer = page.post(
        reverse("volunteering:take_break"), {"from_on": today, "to_on": today + timedelta(days=2)}
    )
    assert answer.status_code == 302
    assert b"Rest for 3 days" not in page.get(reverse("volunteering:me")).content


def test_a_break_lists_her_tasks_of_those_days_for_others_and_leaves_the_later_ones(
    alena_operator: User,
) -> None:
    volunteer = make_volunteer(office=alena_operator.office, weekly_hours=40)
    today = timezone.localdate()
    soon, late = (make_open_task(by=alena_operator, on_date=today + timedelta(days=days)) for days in (3, 12))
    for task in (soon, late):
        claim_task(task_id=task.pk, by=volunteer)
    profile = VolunteerProfile.objects.get(pk=volunteer.pk)
    take_break(profile=profile, from_on=today, to_on=today + timedelta(days=5), by=volunteer)
    assert Task.objects.get(pk=soon.pk).status == TaskStatus.OPEN.value
    assert Task.objects.get(pk=late.pk).status == TaskStatus.CLAIMED.value


def test_a_break_that_begins_during_a_task_without_a_day_hands_it_over_when_it_begins(
    alena_operator: User,
) -> None:
    volunteer = make_volunteer(office=alena_operator.office, weekly_hours=40)
    task = make_open_task(by=alena_operator)
    claim = claim_task(task_id=task.pk, by=volunteer)
    today = timezone.localdate()
    profile = VolunteerProfile.objects.get(pk=volunteer.pk)
    take_break(
        profile=profile, from_on=today + timedelta(days=2), to_on=today + timedelta(days=4), by=volunteer
    )
    assert hand_over_for_breaks() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert hand_over_for_breaks() == 1
        assert hand_over_for_breaks() == 0
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.RELEASED.value
    assert Task.objects.get(pk=task.pk).status == TaskStatus.OPEN.value
