"""Bringing tasks to people: after a day, after a late drop-out, by hand; never to whoever rests."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.requests.models import Exclusion, HelpRequest
from cases.requests.workflow import Status
from cases.rest.models import CoordinatorWord
from cases.triage.actions import assign
from cases.volunteering.actions import (
    approve_claim,
    claim_task,
    decline_offer,
    finish_claim,
    give_by_hand,
    offer_waiting,
    release_claim,
    remind_of_tomorrow,
    take_break,
    tell_what_came,
)
from cases.volunteering.models import Claim, Offer, Task, VolunteerProfile
from cases.volunteering.queries import fitting_for, my_offers, my_tasks
from cases.volunteering.workflow import (
    CameOf,
    ClaimState,
    OfferAnswer,
    OfferWhy,
    PartOfDay,
    TaskKind,
    TaskStatus,
)
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_task_for, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def _helper(by: User, **fields: Any) -> User:
    return make_volunteer(office=by.office, **{"cities": ["Warszawa"], "weekly_hours": 20, **fields})


def _waits(by: User, **card: Any) -> Task:
    """A task that stands on the board since yesterday."""
    task = make_open_task(by=by, **card)
    with writing():
        Task.objects.filter(pk=task.pk).update(made_at=timezone.now() - timedelta(hours=25))
    return task


def _offered(task: Task) -> set[Any]:
    return set(Offer.objects.filter(task=task).values_list("volunteer", flat=True))


def test_a_task_that_nobody_takes_is_offered_to_three_and_the_next_day_to_three_others(
    alena_operator: User,
) -> None:
    people = {_helper(alena_operator).pk for _ in range(5)}
    make_open_task(by=alena_operator)
    task = _waits(alena_operator)
    assert offer_waiting() == 1
    first = _offered(task)
    assert len(first) == 3
    assert first < people
    assert offer_waiting() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        offer_waiting()
    assert _offered(task) == people


@pytest.mark.parametrize(
    "why_not", ["rests", "full", "over_hours", "language", "city", "tier", "renewal", "kept_away", "gone"]
)
def test_no_offer_goes_to_whoever_has_no_room_or_does_not_fit(why_not: str, alena_operator: User) -> None:
    by_reason: dict[str, dict[str, Any]] = {
        "language": {"languages": ["lt"]},
        "city": {"cities": ["Kraków"]},
        "tier": {"tier": 0},
        "renewal": {"renew_on": timezone.localdate() - timedelta(days=1)},
        "over_hours": {"weekly_hours": 1},
    }
    fields = by_reason.get(why_not, {})
    user, today = _helper(alena_operator, **fields), timezone.localdate()
    one = make_request(office=alena_operator.office)
    task = make_task_for(one, by=alena_operator, hours=3)
    with writing():
        Task.objects.filter(pk=task.pk).update(made_at=timezone.now() - timedelta(hours=25))
        match why_not:
            case "rests":
                take_break(
                    profile=VolunteerProfile.objects.get(pk=user.pk), from_on=today, to_on=today, by=user
                )
            case "full":
                for _ in range(2):
                    claim_task(task_id=make_open_task(by=alena_operator, hours=1).pk, by=user)
            case "kept_away":
                Exclusion(client=one.client, user=user, entry=uuid4(), made_at=timezone.now()).save()
            case "gone":
                User.objects.filter(pk=user.pk).update(is_active=False)
    offer_waiting()
    assert _offered(task) == set()


def test_a_task_dropped_two_days_before_is_offered_at_once(alena_operator: User) -> None:
    dropper, other = (_helper(alena_operator) for _ in range(2))
    for days, offered in ((2, {other.pk}), (9, set())):
        task = make_open_task(by=alena_operator, on_date=timezone.localdate() + timedelta(days=days), hours=1)
        release_claim(claim=claim_task(task_id=task.pk, by=dropper), by=dropper)
        assert _offered(task) == offered
    assert Offer.objects.get().why == OfferWhy.DROPPED.value


def test_free_time_decides_who_is_asked_first(alena_operator: User) -> None:
    day = timezone.localdate() + timedelta(days=3)
    busy = [_helper(alena_operator) for _ in range(3)]
    free = _helper(alena_operator, free_slots=[f"{day.isoweekday()}evening"])
    task = make_open_task(by=alena_operator, on_date=day, part_of_day=PartOfDay.EVENING)
    found = fitting_for(task)
    assert found[0].profile.pk == free.pk
    assert "time" in found[0].fit.reasons
    assert len(found) == len(busy) + 1


def test_one_message_a_day_whatever_is_offered_and_it_says_nothing(alena_operator: User) -> None:
    user = _helper(alena_operator)
    for _ in range(3):
        _waits(alena_operator, hours=1)
    assert offer_waiting() == 3
    assert Offer.objects.filter(volunteer=user).count() == 3
    assert Offer.objects.filter(volunteer=user, told_at__isnull=False).count() == 1
    assert OutgoingMessage.objects.filter(user=user).count() == 1


def test_an_offer_stands_on_her_page_and_is_taken_or_declined_there(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    user = _helper(alena_operator)
    yes, no = (_waits(alena_operator, hours=1) for _ in range(2))
    offer_waiting()
    signed = sign_in(client, user)
    page = signed.get(reverse("volunteering:me")).content.decode()
    assert yes.code in page
    assert no.code in page
    signed.post(reverse("volunteering:claim", args=[yes.pk]))
    signed.post(reverse("volunteering:decline", args=[no.pk]))
    assert my_offers(user) == []
    answers = dict(Offer.objects.values_list("task", "answer"))
    assert answers == {yes.pk: OfferAnswer.YES.value, no.pk: OfferAnswer.NO.value}


def test_given_by_hand_she_still_says_yes_or_no_and_the_brief_opens_with_her_yes(
    alena_operator: User, hanna_coordinator: User
) -> None:
    user, other = _helper(alena_operator, tier=2), _helper(alena_operator, tier=2)
    task = make_open_task(by=alena_operator, tier=2)
    give_by_hand(task=task, to=user.pk, by=hanna_coordinator)
    assert not Claim.objects.exists()
    claim = claim_task(task_id=task.pk, by=user)
    assert (claim.state, claim.decided_by) == (ClaimState.APPROVED.value, hanna_coordinator)
    second = make_open_task(by=alena_operator, tier=2)
    give_by_hand(task=second, to=user.pk, by=hanna_coordinator)
    decline_offer(task_id=second.pk, by=user)
    assert Task.objects.get(pk=second.pk).status == TaskStatus.OPEN.value
    assert claim_task(task_id=second.pk, by=other).state == ClaimState.REQUESTED.value


def test_by_hand_over_the_rules_of_rest_is_a_coordinators_word_kept_in_the_log(
    alena_operator: User, hanna_coordinator: User
) -> None:
    user = _helper(alena_operator, weekly_hours=2)
    task = make_open_task(by=alena_operator, hours=9)
    with pytest.raises(NotNow):
        give_by_hand(task=task, to=user.pk, by=alena_operator)
    give_by_hand(task=task, to=user.pk, by=hanna_coordinator)
    assert AccessEntry.objects.filter(verb="rest.give_word").count() == 1
    claim_task(task_id=task.pk, by=user)
    assert CoordinatorWord.objects.get().used_at is not None


def test_nobody_gives_to_a_resting_volunteer_to_another_office_or_to_herself(
    alena_operator: User, jonas_operator: User, maks_lawyer: User
) -> None:
    user, task, today = _helper(alena_operator), make_open_task(by=alena_operator), timezone.localdate()
    for other in (jonas_operator, maks_lawyer, user):
        with pytest.raises(Refused):
            give_by_hand(task=task, to=user.pk, by=other)
    take_break(profile=VolunteerProfile.objects.get(pk=user.pk), from_on=today, to_on=today, by=user)
    with pytest.raises(NotNow):
        give_by_hand(task=task, to=user.pk, by=alena_operator)


def test_the_list_of_who_fits_says_why_and_warns(
    client: Client, sign_in: SignIn, alena_operator: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        _helper(alena_operator)
    tired = _helper(alena_operator, weekly_hours=1, skills=["housing"])
    task = make_open_task(by=alena_operator, kind=TaskKind.HOUSING, hours=4)
    signed = sign_in(client, alena_operator)
    url = reverse("volunteering:match", args=[task.pk])
    signed.get(url)
    with django_assert_max_num_queries(14):
        page = signed.get(url).content.decode()
    assert tired.name in page
    assert "over the own hours" in page


def test_the_day_before_she_is_reminded_once_without_a_word_about_it(alena_operator: User) -> None:
    user = _helper(alena_operator)
    for days in (1, 2):
        task = make_open_task(by=alena_operator, on_date=timezone.localdate() + timedelta(days=days), hours=1)
        claim = approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    assert claim.reminded_at is None
    assert (remind_of_tomorrow(), remind_of_tomorrow()) == (1, 0)


def test_what_came_of_it_is_one_line_from_the_list_for_three_months(
    client: Client, sign_in: SignIn, alena_operator: User, jonas_operator: User
) -> None:
    user, task = _helper(alena_operator), make_open_task(by=alena_operator, hours=1)
    claim = approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    with pytest.raises(NotNow):
        tell_what_came(task=task, line=CameOf.CHILD_STARTS, by=alena_operator)
    finish_claim(claim=claim, result="done", hours=Decimal(1), by=user)
    with pytest.raises(Refused):
        tell_what_came(task=task, line=CameOf.CHILD_STARTS, by=jonas_operator)
    url = reverse("volunteering:came", args=[task.pk])
    signed = sign_in(client, alena_operator)
    signed.post(url, {"line": "Ala Kowalska has a flat in Długa 5"})
    assert Task.objects.get(pk=task.pk).came_of == ""
    signed.post(url, {"line": CameOf.CHILD_STARTS.value})
    assert [row.came for row in my_tasks(user)] == ["The child starts on Monday."]
    assert "The child starts" in sign_in(client, user).get(reverse("volunteering:me")).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert [row.came for row in my_tasks(user)] == [""]


def test_needs_a_lawyer_brings_the_request_back_and_tells_its_lawyer(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    one = make_request(office=alena_operator.office)
    task = make_task_for(one, by=alena_operator, hours=1)
    assign(help_request=HelpRequest.objects.get(pk=one.pk), to=maks_lawyer, by=alena_operator)
    user = _helper(alena_operator)
    claim = approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    finish_claim(claim=claim, result="needs_lawyer", hours=Decimal(2), by=user)
    fresh = HelpRequest.objects.get(pk=one.pk)
    assert (fresh.status, fresh.turn) == (Status.TRIAGED.value, "us")
    assert OutgoingMessage.objects.filter(user=maks_lawyer).exists()
    queue = sign_in(client, maks_lawyer).get(reverse("triage:queue")).content.decode()
    assert fresh.code in queue
