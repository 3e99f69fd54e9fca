"""Claims: one winner for each task, limits, approval, and a brief that opens and closes with the claim."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.requests.workflow import Status
from cases.volunteering.actions import (
    approve_claim,
    claim_task,
    end_break,
    expire_claims,
    expire_tasks,
    finish_claim,
    make_task,
    refuse_claim,
    release_claim,
    take_break,
    withdraw_task,
)
from cases.volunteering.actions.tasks import Card
from cases.volunteering.models import Claim, Task, VolunteerProfile
from cases.volunteering.queries import task_view
from cases.volunteering.workflow import LIVE_CLAIM, ClaimState, TaskKind, TaskStatus, VolunteerState
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_profile, make_task_for, make_volunteer

pytestmark = pytest.mark.django_db
LIVE = [state.value for state in LIVE_CLAIM]


def _fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def _reads(user: User, task: Task) -> bool:
    return bool(task_view(Task.objects.get(pk=task.pk), by=_fresh(user)).brief)


@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_at_once_one_wins_each_task_and_nobody_is_over_the_limit(
    alena_operator: User,
) -> None:
    tasks = [make_open_task(by=alena_operator).pk for _ in range(20)]
    volunteers = [make_volunteer(office=alena_operator.office) for _ in range(200)]

    def wish(number: int) -> int:
        """Each asks for three tasks, so that some would go over their limit of two."""
        try:
            return sum(_try(tasks[(number + step) % len(tasks)], volunteers[number]) for step in range(3))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(24) as pool:
        won = list(pool.map(wish, range(len(volunteers))))
    live = Claim.objects.filter(state__in=LIVE)
    assert sum(won) == live.count() == len(tasks) == live.values("task").distinct().count()
    held = [live.filter(volunteer=user).count() for user in volunteers]
    assert held == won
    assert max(held) <= 2


def _try(task_id: UUID, user: User) -> bool:
    try:
        claim_task(task_id=task_id, by=user)
    except NotNow:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_one_volunteer_on_many_screens_is_not_over_her_limit(alena_operator: User) -> None:
    tasks = [make_open_task(by=alena_operator).pk for _ in range(8)]
    user = make_volunteer(office=alena_operator.office)

    def wish(task_id: UUID) -> bool:
        try:
            return _try(task_id, user)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(wish, tasks)) == 2


def test_the_database_itself_refuses_a_second_live_claim(alena_operator: User) -> None:
    task = make_open_task(by=alena_operator)
    first = claim_task(task_id=task.pk, by=make_volunteer(office=alena_operator.office))
    twin = Claim(task=task, volunteer=make_volunteer(), claimed_at=timezone.now(), ends_on=first.ends_on)
    with writing(), pytest.raises(IntegrityError, match="one_live_claim"), transaction.atomic():
        twin.save()


def test_the_brief_opens_with_the_yes_and_closes_with_the_report(alena_operator: User) -> None:
    task, user = make_open_task(by=alena_operator), make_volunteer(office=alena_operator.office)
    assert not _reads(user, task)
    claim = claim_task(task_id=task.pk, by=user)
    assert not _reads(user, task)
    approve_claim(claim=claim, by=alena_operator)
    assert _reads(user, task)
    finish_claim(claim=claim, result="done", hours=Decimal(2), by=user)
    assert not _reads(user, task)
    assert not Task.objects.visible_to(_fresh(user)).filter(pk=task.pk).exists()


@pytest.mark.parametrize(
    "end", ["release", "take_away", "withdraw", "expiry", "unvetted", "role_revoked", "left"]
)
def test_the_brief_closes_at_once_when_the_claim_ends(end: str, alena_operator: User) -> None:
    task, user = make_open_task(by=alena_operator), make_volunteer(office=alena_operator.office)
    claim = approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    assert _reads(user, task)
    profile = VolunteerProfile.objects.filter(pk=user.pk)
    with writing():
        match end:
            case "release":
                release_claim(claim=claim, by=user)
            case "take_away":
                refuse_claim(claim=claim, by=alena_operator)
            case "withdraw":
                withdraw_task(task=task, by=alena_operator)
            case "expiry":
                Claim.objects.filter(pk=claim.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
            case "unvetted":
                profile.update(state=VolunteerState.APPLIED.value)
            case "role_revoked":
                user.role_grants.update(revoked_at=timezone.now())
            case "left":
                profile.update(state=VolunteerState.LEFT.value)
    assert not _reads(user, task)


def test_the_exact_place_is_shown_the_day_before(alena_operator: User) -> None:
    user = make_volunteer(office=alena_operator.office)
    for days, shown in ((5, ""), (1, "Room 12")):
        day = timezone.localdate() + timedelta(days=days)
        task = make_open_task(by=alena_operator, on_date=day, exact_place="Room 12")
        approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
        assert task_view(Task.objects.get(pk=task.pk), by=_fresh(user)).exact_place == shown
        assert task_view(Task.objects.get(pk=task.pk), by=alena_operator).exact_place == "Room 12"


def test_unvetted_people_get_tasks_without_contact_only_and_one_at_a_time(alena_operator: User) -> None:
    user = make_volunteer(office=alena_operator.office, tier=0)
    easy, easy_too, hard = (make_open_task(by=alena_operator, tier=tier) for tier in (0, 0, 1))
    assert set(Task.objects.visible_to(user)) == {easy, easy_too}
    with pytest.raises(NotNow):
        claim_task(task_id=hard.pk, by=user)
    assert claim_task(task_id=easy.pk, by=user).state == ClaimState.APPROVED.value
    assert _reads(user, easy)
    with pytest.raises(NotNow):
        claim_task(task_id=easy_too.pk, by=user)


def test_who_has_left_or_has_no_profile_claims_nothing(alena_operator: User, vika_volunteer: User) -> None:
    task = make_open_task(by=alena_operator, tier=0)
    with pytest.raises(Refused):
        claim_task(task_id=task.pk, by=vika_volunteer)
    make_profile(vika_volunteer, state=VolunteerState.LEFT.value)
    with pytest.raises(Refused):
        claim_task(task_id=task.pk, by=vika_volunteer)


def test_a_break_stops_claims_until_she_is_back(alena_operator: User) -> None:
    user, task = make_volunteer(office=alena_operator.office), make_open_task(by=alena_operator)
    profile, today = VolunteerProfile.objects.get(pk=user.pk), timezone.localdate()
    take_break(profile=profile, from_on=today, to_on=today + timedelta(days=7), by=user)
    with pytest.raises(NotNow):
        claim_task(task_id=task.pk, by=user)
    with pytest.raises(NotNow):
        take_break(profile=profile, from_on=today, to_on=today, by=user)
    end_break(profile=profile, by=user)
    assert claim_task(task_id=task.pk, by=user).volunteer == user


def test_nobody_approves_her_own_claim(alena_operator: User) -> None:
    both = UserFactory.create(roles=[Role.OPERATOR, Role.VOLUNTEER], office=alena_operator.office)
    make_profile(both)
    claim = claim_task(task_id=make_open_task(by=alena_operator).pk, by=both)
    with pytest.raises(Refused):
        approve_claim(claim=claim, by=both)
    assert approve_claim(claim=claim, by=alena_operator).state == ClaimState.APPROVED.value


def test_another_office_and_the_lawyer_approve_nothing(
    alena_operator: User, jonas_operator: User, maks_lawyer: User
) -> None:
    claim = claim_task(
        task_id=make_open_task(by=alena_operator).pk, by=make_volunteer(office=alena_operator.office)
    )
    for other in (jonas_operator, maks_lawyer):
        with pytest.raises(Refused):
            approve_claim(claim=claim, by=other)
        with pytest.raises(Refused):
            refuse_claim(claim=claim, by=other)


def test_a_decision_is_taken_once(alena_operator: User) -> None:
    task, user = make_open_task(by=alena_operator), make_volunteer(office=alena_operator.office)
    claim = claim_task(task_id=task.pk, by=user)
    refuse_claim(claim=claim, by=alena_operator)
    with pytest.raises(NotNow):
        approve_claim(claim=claim, by=alena_operator)
    with pytest.raises(NotNow):
        finish_claim(claim=claim, result="done", hours=Decimal(1), by=user)
    assert Task.objects.get(pk=task.pk).status == TaskStatus.OPEN.value
    assert OutgoingMessage.objects.filter(user=user).count() == 1


def test_a_request_is_our_turn_again_when_its_last_task_has_ended(alena_operator: User) -> None:
    one = make_request(office=alena_operator.office)
    first, second = (make_task_for(HelpRequest.objects.get(pk=one.pk), by=alena_operator) for _ in range(2))
    assert HelpRequest.objects.get(pk=one.pk).status == Status.WITH_VOLUNTEER.value
    withdraw_task(task=first, by=alena_operator)
    assert HelpRequest.objects.get(pk=one.pk).status == Status.WITH_VOLUNTEER.value
    user = make_volunteer(office=alena_operator.office)
    claim = approve_claim(claim=claim_task(task_id=second.pk, by=user), by=alena_operator)
    finish_claim(claim=claim, result="needs_lawyer", hours=Decimal("1.5"), by=user)
    fresh = HelpRequest.objects.get(pk=one.pk)
    assert (fresh.status, fresh.turn) == (Status.TRIAGED.value, "us")
    assert fresh.events.filter(kind="task_needs_lawyer").exists()


def test_the_report_is_sealed_and_the_desk_reads_it(alena_operator: User, hanna_coordinator: User) -> None:
    task, user = make_open_task(by=alena_operator), make_volunteer(office=alena_operator.office)
    claim = approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    finish_claim(claim=claim, result="done", hours=Decimal(2), report="Canary report", by=user)
    claim = Claim.objects.get(pk=claim.pk)
    assert str(claim.report) == "•••"
    assert reveal_one(claim, ["report"], by=alena_operator, reason=Reason.TASK)["report"] == "Canary report"
    task = Task.objects.get(pk=task.pk)
    assert task_view(task, by=alena_operator).history[0].report == "Canary report"
    assert task_view(task, by=hanna_coordinator).history[0].report == ""


def test_claims_and_tasks_past_their_day_expire(alena_operator: User) -> None:
    one = make_request(office=alena_operator.office)
    task = make_task_for(one, by=alena_operator)
    claim = approve_claim(
        claim=claim_task(task_id=task.pk, by=make_volunteer(office=alena_operator.office)),
        by=alena_operator,
    )
    assert (expire_claims(), expire_tasks()) == (0, 0)
    yesterday = timezone.localdate() - timedelta(days=1)
    with writing():
        Claim.objects.filter(pk=claim.pk).update(ends_on=yesterday)
        Task.objects.filter(pk=task.pk).update(closes_on=yesterday)
    assert (expire_claims(), expire_tasks()) == (1, 1)
    assert (expire_claims(), expire_tasks()) == (0, 0)
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.EXPIRED.value
    assert Task.objects.get(pk=task.pk).status == TaskStatus.EXPIRED.value
    assert HelpRequest.objects.get(pk=one.pk).status == Status.TRIAGED.value


def test_a_task_past_its_day_cannot_be_claimed_before_the_sweep(alena_operator: User) -> None:
    task = make_open_task(by=alena_operator)
    with writing():
        Task.objects.filter(pk=task.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotNow):
        claim_task(task_id=task.pk, by=make_volunteer(office=alena_operator.office))


def test_a_card_keeps_no_small_town_and_no_free_text(alena_operator: User) -> None:
    small = make_open_task(by=alena_operator, city="Hajnówka", district="Centrum")
    street = make_open_task(by=alena_operator, city="Warszawa", district="ul. Długa 5 m. 3")
    known = make_open_task(by=alena_operator, city="Warszawa", district="Wola")
    assert [(task.city, task.district) for task in (small, street, known)] == [
        ("", ""),
        ("Warszawa", ""),
        ("Warszawa", "Wola"),
    ]


def test_no_task_is_made_for_yesterday_or_for_a_closed_request(alena_operator: User) -> None:
    with pytest.raises(NotNow):
        make_open_task(by=alena_operator, on_date=timezone.localdate() - timedelta(days=1))
    closed = make_request(office=alena_operator.office, status=Status.CLOSED)
    with pytest.raises(NotNow):
        make_task_for(closed, by=alena_operator)


def test_a_volunteer_makes_no_task(vika_volunteer: User) -> None:
    with pytest.raises(Refused):
        make_task(card=Card(TaskKind.ERRAND, ("be",), "PL"), brief="x", by=vika_volunteer)
