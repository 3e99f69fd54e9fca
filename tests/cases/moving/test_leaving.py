"""Nothing is left with somebody who has left: every tie that is work, whichever way she goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.duty.models import Shift
from cases.legal.actions import give_grant
from cases.legal.models import CaseGrant, LegalCase
from cases.legal.workflow import WhyGranted
from cases.mentoring.models import Mentorship
from cases.moving.actions import enter_absence, hand_on, plan_move, sweep
from cases.moving.models import Absence, Move
from cases.moving.queries.pieces import Wanted
from cases.moving.queries.strays import WORK, people_with_strays
from cases.moving.rules import Kind
from cases.referrals.models import Referral
from cases.requests.models import Event, HelpRequest
from cases.volunteering.actions import approve_claim, claim_task
from cases.volunteering.actions.line import wait_for_task
from cases.volunteering.models import Claim, Task
from helpdesk.accounts.models import RoleGrant, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.team.actions import close_account, freeze_user, revoke_role
from helpdesk.team.actions.letting_in import new_invitation
from tests.factories.accounts import grant
from tests.factories.moving import (
    colleague,
    exclude,
    held,
    held_case,
    held_month,
    held_referral,
    shift_ahead,
)
from tests.factories.volunteering import make_open_task, make_profile

pytestmark = pytest.mark.django_db
Ends = Callable[[User, User], None]


def freeze(user: User, by: User) -> None:
    freeze_user(user=user, by=by)


def revoke(user: User, by: User) -> None:
    for one in RoleGrant.objects.filter(user=user, revoked_at=None):
        revoke_role(grant=one, by=by)


def close(user: User, by: User) -> None:
    for role in [Role(one.role) for one in RoleGrant.objects.filter(user=user, revoked_at=None)]:
        close_account(user=user, role=role, by=by)


@pytest.fixture
def busy(maks_lawyer: User, alena_operator: User, hanna_coordinator: User) -> User:
    """Lawyer, operator and vetted volunteer in one, with something alive for each tie that is work."""
    grant(maks_lawyer, Role.OPERATOR)
    grant(maks_lawyer, Role.VOLUNTEER)
    make_profile(maks_lawyer, tier=2, most_tasks=5)
    busy = User.objects.get(pk=maks_lawyer.pk)
    other = colleague(busy, Role.LAWYER, "Other")
    held(busy, by=alena_operator)
    case = held_case(busy, by=alena_operator)
    with writing():
        case.memberships.update(assigned_before=busy)
    stands_in = held_case(other, by=alena_operator)
    with writing():
        LegalCase.objects.filter(pk=stands_in.pk).update(
            deputy=busy, away_until=timezone.localdate() + timedelta(days=5)
        )
    day = timezone.localdate() + timedelta(days=30)
    give_grant(legal_case=stands_in, user=busy, why=WhyGranted.LANGUAGE, until=day, by=alena_operator)
    make_open_task(by=busy)
    approve_claim(claim=claim_task(task_id=make_open_task(by=alena_operator).pk, by=busy), by=alena_operator)
    waits_for = make_open_task(by=alena_operator)
    vika = colleague(busy, Role.VOLUNTEER, "Vika")
    make_profile(vika)
    claim_task(task_id=waits_for.pk, by=vika)
    wait_for_task(task_id=waits_for.pk, by=busy)
    held_month(busy, by=alena_operator)
    month = held_month(None, by=alena_operator)
    with writing():
        Mentorship.objects.filter(pk=month.pk).update(mentor=busy)
    held_referral(by=busy)
    shift_ahead(busy)
    today = timezone.localdate()
    enter_absence(user=busy, from_on=today + timedelta(days=9), until_on=today + timedelta(days=10), by=busy)
    enter_absence(
        user=other, from_on=today + timedelta(days=19), until_on=today + timedelta(days=20), deputy=busy,
        by=hanna_coordinator,
    )  # fmt: skip
    return User.objects.get(pk=busy.pk)


NOT_BY_HER = {"cases.Offer.volunteer", "cases.Viewing.goes_along"}


@pytest.mark.parametrize("ends", [freeze, revoke, close])
def test_nothing_points_to_somebody_who_has_left(busy: User, hanna_coordinator: User, ends: Ends) -> None:
    assert people_with_strays() == []
    ends(busy, hanna_coordinator)
    strays = {name for name, rows in WORK.items() if rows().exists()}
    assert strays == set(WORK) - NOT_BY_HER, "the test gives her every kind of work, and each is found"
    assert people_with_strays() == [busy.pk]
    assert hand_on(user_id=busy.pk) is not None
    assert {name for name, rows in WORK.items() if rows().exists()} == set()
    assert hand_on(user_id=busy.pk) is None, "the second time there is nothing left to do"


def test_the_nightly_sweep_finds_what_was_missed(busy: User, hanna_coordinator: User) -> None:
    freeze(busy, hanna_coordinator)
    assert sweep() == 1
    assert {name for name, rows in WORK.items() if rows().exists()} == set()
    assert sweep() == 0


def test_what_goes_where(busy: User, hanna_coordinator: User, alena_operator: User) -> None:
    request = HelpRequest.objects.get(assigned_to=busy, memberships=None)
    case = LegalCase.objects.get(lawyer=busy)
    task = Task.objects.get(made_by=busy)
    freeze(busy, hanna_coordinator)
    move = hand_on(user_id=busy.pk)
    assert move is not None
    request.refresh_from_db()
    case.refresh_from_db()
    task.refresh_from_db()
    assert request.assigned_to is None
    assert Event.objects.filter(help_request=request, kind="unassigned").exists()
    assert case.lawyer is None
    assert not HelpRequest.objects.filter(assigned_to=busy).exists()
    assert not CaseGrant.objects.filter(user=busy, ended_at=None).exists()
    assert task.made_by == hanna_coordinator, "a task always has somebody at the desk"
    assert Referral.objects.get().follower == hanna_coordinator
    assert not Shift.objects.filter(user=busy).exists(), "the rota shows a gap"
    assert Claim.objects.get(volunteer=busy).state == "released"
    assert Mentorship.objects.get(mentor=busy).mentor_left_at is not None
    assert not Absence.objects.live().filter(deputy=busy).exists()
    assert list(Move.objects.visible_to(hanna_coordinator).unseen()) == [move]
    assert OutgoingMessage.objects.filter(user=hanna_coordinator, kind="digest").exists()
    assert AccessEntry.objects.filter(verb="work.hand_on").count() == 1


def test_whoever_stands_in_gets_it_and_never_what_is_sealed_off_or_kept_from_her(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    deputy = colleague(maks_lawyer, Role.LAWYER, "Deputy")
    plain, sealed, kept = (held(maks_lawyer, by=alena_operator) for _ in range(3))
    with writing():
        HelpRequest.objects.filter(pk=sealed.pk).update(sensitivity=3)
    exclude(kept.client, deputy)
    enter_absence(
        user=maks_lawyer,
        from_on=timezone.localdate(),
        until_on=timezone.localdate() + timedelta(days=3),
        deputy=deputy,
        by=hanna_coordinator,
    )
    for one in (plain, sealed, kept):
        with writing():
            HelpRequest.objects.filter(pk=one.pk).update(assigned_to=maks_lawyer)
    freeze(maks_lawyer, hanna_coordinator)
    hand_on(user_id=maks_lawyer.pk)
    hands = {one.pk: HelpRequest.objects.get(pk=one.pk).assigned_to for one in (plain, sealed, kept)}
    assert hands == {plain.pk: deputy, sealed.pk: None, kept.pk: None}


def test_one_role_of_two_takes_only_its_own_work_along(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    grant(maks_lawyer, Role.OPERATOR)
    mine = held(maks_lawyer, by=alena_operator)
    case = held_case(maks_lawyer, by=alena_operator)
    revoke_role(grant=RoleGrant.objects.get(user=maks_lawyer, role=Role.LAWYER), by=hanna_coordinator)
    hand_on(user_id=maks_lawyer.pk)
    mine.refresh_from_db()
    case.refresh_from_db()
    assert (mine.assigned_to, case.lawyer) == (maks_lawyer, None)


def test_somebody_with_a_new_link_in_her_hand_has_not_left(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    mine = held(maks_lawyer, by=alena_operator)
    new_invitation(maks_lawyer, by=hanna_coordinator)
    User.objects.filter(pk=maks_lawyer.pk).update(is_active=False)
    assert sweep() == 0
    mine.refresh_from_db()
    assert mine.assigned_to == maks_lawyer


def test_what_moved_is_forgotten_with_the_request_and_after_a_season(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    one, two = held(maks_lawyer, by=alena_operator), held(maks_lawyer, by=alena_operator)
    freeze(maks_lawyer, hanna_coordinator)
    move = hand_on(user_id=maks_lawyer.pk)
    assert move is not None
    with writing():
        HelpRequest.objects.filter(pk=one.pk).delete()
    what = Wanted(office_id=two.office_id, kinds=(Kind.REQUEST,), nobody=True)
    plan_move(wanted=what, to=[alena_operator], by=hanna_coordinator)
    sweep()
    assert [thing.thing_id for thing in move.things.all()] == [two.pk]
    assert Move.objects.count() == 2, "a preview of today stays"
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        sweep()
        assert Move.objects.count() == 1, "one of the day before yesterday does not"
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        sweep()
        assert Move.objects.count() == 0


def test_stopping_somebody_asks_the_worker_at_once(
    maks_lawyer: User, hanna_coordinator: User, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks() as calls:  # type: ignore[operator]
        freeze_user(user=maks_lawyer, by=hanna_coordinator)
    assert len([call for call in calls if "hand_on" in call.__qualname__]) == 1
