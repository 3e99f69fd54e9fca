"""Waiting in line behind a live claim: who comes next, with her limits and her rest, that nobody is seen."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.relay.models import Conversation
from cases.requests.models import Exclusion
from cases.volunteering.actions import (
    approve_claim,
    claim_task,
    expire_claims,
    hand_back_all,
    refuse_claim,
    release_claim,
    stand_approved,
    stop_waiting,
    take_break,
    wait_for_task,
    withdraw_task,
)
from cases.volunteering.models import Claim, PlaceInLine, Task, VolunteerProfile
from cases.volunteering.workflow import LIVE_CLAIM, ClaimState, TaskStatus
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_task_for, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
LIVE = [state.value for state in LIVE_CLAIM]


def _holder(task: Task) -> User | None:
    claim = Claim.objects.filter(task=task, state__in=LIVE).select_related("volunteer").first()
    return claim.volunteer if claim else None


@pytest.mark.parametrize("end", ["refused", "released", "taken_away", "expired"])
def test_the_first_in_line_gets_the_task_when_it_is_free_again(end: str, alena_operator: User) -> None:
    task = make_open_task(by=alena_operator)
    holder, first, second = (make_volunteer(office=alena_operator.office) for _ in range(3))
    claim = claim_task(task_id=task.pk, by=holder)
    for one in (first, second):
        wait_for_task(task_id=task.pk, by=one)
    if end in {"taken_away", "released"}:
        approve_claim(claim=claim, by=alena_operator)
    if end == "released":
        release_claim(claim=claim, by=holder)
    elif end == "expired":
        with writing():
            Claim.objects.filter(pk=claim.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
        expire_claims()
    else:
        refuse_claim(claim=claim, by=alena_operator)
    assert _holder(task) == first
    assert Task.objects.get(pk=task.pk).status == TaskStatus.CLAIMED.value
    assert list(PlaceInLine.objects.values_list("volunteer", flat=True)) == [second.pk]
    assert OutgoingMessage.objects.filter(user=first).count() == 1


def test_whoever_rests_or_holds_all_she_can_is_passed_over_and_keeps_her_place(alena_operator: User) -> None:
    task = make_open_task(by=alena_operator)
    holder, resting, full, next_one = (make_volunteer(office=alena_operator.office) for _ in range(4))
    claim = claim_task(task_id=task.pk, by=holder)
    for one in (resting, full, next_one):
        wait_for_task(task_id=task.pk, by=one)
    today = timezone.localdate()
    profile = VolunteerProfile.objects.get(pk=resting.pk)
    take_break(profile=profile, from_on=today, to_on=today + timedelta(days=3), by=resting)
    for _ in range(2):
        claim_task(task_id=make_open_task(by=alena_operator, hours=1).pk, by=full)
    refuse_claim(claim=claim, by=alena_operator)
    assert _holder(task) == next_one
    assert set(PlaceInLine.objects.values_list("volunteer", flat=True)) == {resting.pk, full.pk}


def test_over_her_own_hours_the_line_goes_on_to_the_next(alena_operator: User) -> None:
    task = make_open_task(by=alena_operator, hours=4)
    holder, tired, fresh = (
        make_volunteer(office=alena_operator.office, weekly_hours=hours) for hours in (9, 4, 9)
    )
    claim = claim_task(task_id=task.pk, by=holder)
    for one in (tired, fresh):
        wait_for_task(task_id=task.pk, by=one)
    claim_task(task_id=make_open_task(by=alena_operator, hours=2).pk, by=tired)
    release_claim(claim=claim, by=holder)
    assert _holder(task) == fresh


def test_nobody_sees_who_waits_nor_how_many(
    client: Client, sign_in: SignIn, alena_operator: User, hanna_coordinator: User
) -> None:
    task = make_open_task(by=alena_operator)
    holder = make_volunteer(office=alena_operator.office)
    claim_task(task_id=task.pk, by=holder)
    waiting = [make_volunteer(office=alena_operator.office) for _ in range(3)]
    readers = [alena_operator, hanna_coordinator, holder, make_volunteer(office=alena_operator.office)]
    pages = (reverse("volunteering:board"), reverse("volunteering:task", args=[task.pk]))

    def shown() -> list[list[bytes]]:
        found = []
        for reader in readers:
            signed = sign_in(client, reader)
            found += [_without_tokens(signed.get(page).content) for page in pages]
        return found

    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        before = shown()
        for one in waiting:
            wait_for_task(task_id=task.pk, by=one)
        assert shown() == before


def _without_tokens(html: bytes) -> list[bytes]:
    """The page's own part, line by line, without its form tokens."""
    main = html.partition(b"<main")[2].partition(b"</main>")[0]
    return re.sub(rb"[A-Za-z0-9]{64}", b"", main).splitlines()


def test_waiting_is_a_click_and_ends_with_a_click(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    task = make_open_task(by=alena_operator)
    claim_task(task_id=task.pk, by=make_volunteer(office=alena_operator.office))
    user = make_volunteer(office=alena_operator.office)
    signed = sign_in(client, user)
    assert b"Wait for it" in signed.get(reverse("volunteering:task", args=[task.pk])).content
    url = reverse("volunteering:wait", args=[task.pk])
    signed.post(url, {"answer": "yes"})
    signed.post(url, {"answer": "yes"})
    assert PlaceInLine.objects.filter(volunteer=user).count() == 1
    assert task.code in signed.get(reverse("volunteering:me")).content.decode()
    signed.post(url, {"answer": "no"})
    assert not PlaceInLine.objects.exists()


def test_a_free_own_higher_or_ended_task_has_no_line(alena_operator: User) -> None:
    user, other = (make_volunteer(office=alena_operator.office) for _ in range(2))
    free, own, hard, over = (make_open_task(by=alena_operator, tier=tier) for tier in (1, 1, 2, 1))
    claim_task(task_id=own.pk, by=user)
    claim_task(task_id=hard.pk, by=make_volunteer(office=alena_operator.office, tier=2))
    claim_task(task_id=over.pk, by=other)
    withdraw_task(task=over, by=alena_operator)
    for task in (free, own, hard, over):
        with pytest.raises(NotNow):
            wait_for_task(task_id=task.pk, by=user)


def test_the_line_ends_with_the_task(alena_operator: User) -> None:
    task = make_open_task(by=alena_operator)
    claim_task(task_id=task.pk, by=make_volunteer(office=alena_operator.office))
    user = make_volunteer(office=alena_operator.office)
    wait_for_task(task_id=task.pk, by=user)
    withdraw_task(task=task, by=alena_operator)
    assert not PlaceInLine.objects.exists()
    stop_waiting(task_id=task.pk, by=user)


def test_the_next_in_line_can_write_to_the_client_only_after_her_own_yes(alena_operator: User) -> None:
    task = make_task_for(make_request(office=alena_operator.office), by=alena_operator)
    holder, user = (make_volunteer(office=alena_operator.office) for _ in range(2))
    claim = claim_task(task_id=task.pk, by=holder)
    wait_for_task(task_id=task.pk, by=user)
    refuse_claim(claim=claim, by=alena_operator)
    assert Claim.objects.get(volunteer=user).state == ClaimState.REQUESTED.value
    assert not Conversation.objects.filter(helper=user).exists()


@pytest.mark.django_db(transaction=True)
def test_while_tasks_are_given_back_and_claimed_at_once_each_has_one_holder(alena_operator: User) -> None:
    """Holders give back while everybody in line grabs free tasks: no deadlock, nobody over the limit."""
    tasks = [make_open_task(by=alena_operator, hours=1) for _ in range(8)]
    holders = [make_volunteer(office=alena_operator.office, weekly_hours=40) for _ in range(8)]
    crowd = [make_volunteer(office=alena_operator.office, weekly_hours=40) for _ in range(8)]
    claims = [claim_task(task_id=task.pk, by=holder) for task, holder in zip(tasks, holders, strict=True)]
    spare = [make_open_task(by=alena_operator, hours=1) for _ in range(12)]
    for task in tasks[:5]:
        for one in crowd[:4]:
            wait_for_task(task_id=task.pk, by=one)

    def give_back(number: int) -> None:
        try:
            release_claim(claim=claims[number], by=holders[number])
        finally:
            connections.close_all()

    def grab(number: int) -> None:
        try:
            for task in spare[number:] + tasks:
                _try(task, crowd[number])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        jobs = [pool.submit(give_back, number) for number in range(8)]
        jobs += [pool.submit(grab, number) for number in range(8)]
        for job in jobs:
            job.result()
    live = Claim.objects.filter(state__in=LIVE)
    assert live.count() == live.values("task").distinct().count()
    assert max(live.filter(volunteer=one).count() for one in crowd) <= 2


def _try(task: Task, user: User) -> None:
    try:
        claim_task(task_id=task.pk, by=user)
    except NotNow:
        return


def test_whoever_is_kept_away_meanwhile_or_leaves_gets_nothing_from_the_line(alena_operator: User) -> None:
    one = make_request(office=alena_operator.office)
    task = make_task_for(one, by=alena_operator)
    holder, kept, left = (make_volunteer(office=alena_operator.office) for _ in range(3))
    claim = claim_task(task_id=task.pk, by=holder)
    for user in (kept, left):
        wait_for_task(task_id=task.pk, by=user)
        stand_approved(
            profile=VolunteerProfile.objects.select_related("user").get(pk=user.pk),
            kinds=["accompany"],
            by=alena_operator,
        )
    with writing():
        Exclusion(client=one.client, user=kept, entry=uuid4(), made_at=timezone.now()).save()
    hand_back_all(volunteer=left, by=left)
    refuse_claim(claim=claim, by=alena_operator)
    assert _holder(task) is None
    assert Task.objects.get(pk=task.pk).status == TaskStatus.OPEN.value
    assert VolunteerProfile.objects.get(pk=left.pk).standing_kinds == []


def test_with_a_leaving_volunteer_her_conversations_end(alena_operator: User) -> None:
    task = make_task_for(make_request(office=alena_operator.office), by=alena_operator)
    user = make_volunteer(office=alena_operator.office)
    approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    assert Conversation.objects.live().filter(helper=user).exists()
    hand_back_all(volunteer=user, by=user)
    assert not Conversation.objects.live().filter(helper=user).exists()
