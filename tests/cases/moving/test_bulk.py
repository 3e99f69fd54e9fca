"""Moving many things at once: a preview changes nothing, one yes moves all, and only to who may hold it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.legal.models import LegalCase
from cases.moving.actions import confirm_move, plan_move, undo_move
from cases.moving.models import Move, MovedThing
from cases.moving.queries.pieces import Wanted
from cases.moving.rules import CHOSEN_KINDS, Kind, Piece, deal
from cases.requests.models import Event, HelpRequest
from cases.rest.models import LimitPassed, WorkLimit
from cases.triage.actions import assign
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.moving import (
    colleague,
    exclude,
    held,
    held_case,
    held_month,
    held_referral,
    shift_ahead,
)
from tests.factories.volunteering import make_open_task, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def wanted(user: User | None, *kinds: Kind, office: Office | None, **more: object) -> Wanted:
    assert office is not None
    return Wanted(
        office_id=office.pk, kinds=kinds or (Kind.REQUEST,), from_user=user.pk if user else None, **more
    )


@pytest.fixture
def olga(alena_operator: User) -> User:
    return colleague(alena_operator, Role.OPERATOR, "Olga", language="be")


@pytest.fixture
def plan(alena_operator: User, olga: User, hanna_coordinator: User) -> Move:
    """Three requests of Alena would go to Olga."""
    for _ in range(3):
        held(alena_operator, by=alena_operator)
    what = wanted(alena_operator, office=alena_operator.office)
    return plan_move(wanted=what, to=[olga], by=hanna_coordinator)


def in_hands(user: User) -> int:
    return HelpRequest.objects.filter(assigned_to=user).count()


def test_a_preview_changes_nothing(plan: Move, alena_operator: User, olga: User) -> None:
    assert plan.things.filter(state="planned", to_user=olga).count() == 3
    assert (in_hands(alena_operator), in_hands(olga)) == (3, 0)


def test_one_yes_moves_everything_and_two_are_one(
    plan: Move, alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    confirm_move(move=plan, by=hanna_coordinator)
    confirm_move(move=plan, by=hanna_coordinator)
    assert (in_hands(alena_operator), in_hands(olga)) == (0, 3)
    assert Event.objects.filter(kind="assigned", user=hanna_coordinator).count() == 3
    assert AccessEntry.objects.filter(verb="request.assign", actor_id=hanna_coordinator.pk).count() == 3
    assert AccessEntry.objects.filter(verb="work.move").count() == 1
    told = OutgoingMessage.objects.filter(kind="digest").values_list("user", flat=True)
    assert set(told) == {alena_operator.pk, olga.pk}


def test_what_changed_since_the_preview_stays_and_is_named(
    plan: Move, alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    touched = HelpRequest.objects.filter(assigned_to=alena_operator).first()
    assert touched is not None
    other = colleague(alena_operator, Role.OPERATOR, "Other")
    assign(help_request=touched, to=other, by=alena_operator)
    confirm_move(move=plan, by=hanna_coordinator)
    assert in_hands(olga) == 2
    assert plan.things.get(why_not="changed").thing_id == touched.pk
    touched.refresh_from_db()
    assert touched.assigned_to == other


def test_undone_within_a_day_except_what_somebody_has_touched(
    plan: Move, alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    confirm_move(move=plan, by=hanna_coordinator)
    touched = HelpRequest.objects.filter(assigned_to=olga).first()
    assert touched is not None
    assign(help_request=touched, to=None, by=olga)
    assert undo_move(move=plan, by=hanna_coordinator) == 2
    assert undo_move(move=plan, by=hanna_coordinator) == 0, "twice is once"
    assert (in_hands(alena_operator), in_hands(olga)) == (2, 0)


def test_after_a_day_it_is_too_late_to_undo(plan: Move, hanna_coordinator: User) -> None:
    confirm_move(move=plan, by=hanna_coordinator)
    with writing():
        Move.objects.update(done_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(NotNow):
        undo_move(move=plan, by=hanna_coordinator)


def test_a_preview_of_yesterday_is_not_confirmed(plan: Move, olga: User, hanna_coordinator: User) -> None:
    with writing():
        Move.objects.update(made_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(NotNow):
        confirm_move(move=plan, by=hanna_coordinator)
    assert in_hands(olga) == 0


def test_whom_a_client_keeps_away_gets_nothing_and_nobody_reads_why(
    alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    kept, sealed, plain = (held(alena_operator, by=alena_operator) for _ in range(3))
    exclude(kept.client, olga)
    with writing():
        HelpRequest.objects.filter(pk=sealed.pk).update(sensitivity=3)
    what = wanted(alena_operator, office=alena_operator.office)
    move = plan_move(wanted=what, to=[olga], by=hanna_coordinator)
    assert [thing.thing_id for thing in move.things.filter(state="planned")] == [plain.pk]
    assert move.things.get(state="stayed").why_not == "nobody_fits"
    assert move.held_back == 1
    assert not move.things.filter(thing_id=sealed.pk).exists()
    exclude(plain.client, olga)
    confirm_move(move=move, by=hanna_coordinator)
    assert in_hands(olga) == 0, "kept away after the preview is kept away as well"


def test_a_client_who_keeps_the_coordinator_away_is_only_counted(
    alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    held(alena_operator, by=alena_operator)
    exclude(held(alena_operator, by=alena_operator).client, hanna_coordinator)
    what = wanted(alena_operator, office=alena_operator.office)
    move = plan_move(wanted=what, to=[olga], by=hanna_coordinator)
    assert (move.things.count(), move.held_back) == (1, 1)


def test_only_a_coordinator_of_the_office_moves_and_only_to_people_of_it(
    plan: Move, alena_operator: User, jonas_operator: User, hanna_coordinator: User, office_vilnius: Office
) -> None:
    there = colleague(jonas_operator, Role.COORDINATOR, "Rasa")
    what = wanted(alena_operator, office=alena_operator.office)
    for stranger in (there, alena_operator, jonas_operator):
        with pytest.raises(Refused):
            plan_move(wanted=what, to=[jonas_operator], by=stranger)
        with pytest.raises(Refused):
            confirm_move(move=plan, by=stranger)
        with pytest.raises(Refused):
            undo_move(move=plan, by=stranger)
    abroad = plan_move(wanted=what, to=[jonas_operator], by=hanna_coordinator)
    assert not abroad.things.filter(state="planned").exists()
    other = colleague(hanna_coordinator, Role.COORDINATOR, "Second")
    with pytest.raises(Refused):
        confirm_move(move=plan, by=other)


def test_every_kind_goes_to_whom_it_may_go(
    alena_operator: User, maks_lawyer: User, olga: User, hanna_coordinator: User
) -> None:
    second = colleague(maks_lawyer, Role.LAWYER, "Lara")
    deputy, vera = (make_volunteer(office=alena_operator.office) for _ in range(2))
    held(alena_operator, by=alena_operator)
    held_case(maks_lawyer, by=alena_operator)
    make_open_task(by=alena_operator)
    held_month(deputy, by=alena_operator)
    held_referral(by=alena_operator)
    shift_ahead(alena_operator)
    everybody = [olga, second, vera]
    for person in (alena_operator, maks_lawyer, deputy):
        what = wanted(person, *CHOSEN_KINDS, office=alena_operator.office)
        confirm_move(move=plan_move(wanted=what, to=everybody, by=hanna_coordinator), by=hanna_coordinator)
    moved = MovedThing.objects.filter(state="done").select_related("to_user")
    got = {(thing.kind, thing.to_user) for thing in moved}
    assert {("case", second), ("household", vera), ("shift", olga), ("task", olga), ("referral", olga)} <= got
    assert {person for kind, person in got if kind == "request"} <= {olga, second}
    assert LegalCase.objects.get().lawyer == second
    assert in_hands(maks_lawyer) == 0, "the case's requests went with it"
    for move in Move.objects.all():
        undo_move(move=move, by=hanna_coordinator)
    assert LegalCase.objects.get().lawyer == maks_lawyer
    assert MovedThing.objects.filter(state="done").count() == 0


def test_more_than_the_limit_needs_a_reason_which_stays_written(
    plan: Move, olga: User, hanna_coordinator: User
) -> None:
    with writing():
        WorkLimit(user=olga, most_weight=3, set_by=hanna_coordinator, set_at=timezone.now()).save()
    with pytest.raises(NotNow):
        confirm_move(move=plan, by=hanna_coordinator)
    assert in_hands(olga) == 0
    confirm_move(move=plan, over_reason="agreed", by=hanna_coordinator)
    assert in_hands(olga) == 3
    assert Move.objects.get(pk=plan.pk).over_reason == "agreed"
    assert LimitPassed.objects.filter(user=olga, why="agreed").count() == 3


def test_work_is_shared_by_what_each_carries_and_by_language() -> None:
    one, two = uuid.UUID(int=1), uuid.UUID(int=2)
    pieces = [Piece(Kind.REQUEST, uuid.UUID(int=n), None, "", language="be", weight=2) for n in range(10, 16)]
    may = {piece.pk: [one, two] for piece in pieces}
    even = deal(pieces, may=may, load={one: 0, two: 0}, speaks={one: "be", two: "be"})
    assert sorted(list(even.values()).count(person) for person in (one, two)) == [3, 3]
    loaded = deal(pieces, may=may, load={one: 40, two: 0}, speaks={one: "be", two: "pl"})
    assert set(loaded.values()) == {two}
    speaks = deal(pieces[:2], may=may, load={one: 0, two: 0}, speaks={one: "pl", two: "be"})
    assert set(speaks.values()) == {two}


def test_the_page_is_the_same_few_queries_for_few_and_many(
    client: Client,
    sign_in: SignIn,
    plan: Move,
    olga: User,
    alena_operator: User,
    hanna_coordinator: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(12):
        held(alena_operator, by=alena_operator)
    what = wanted(alena_operator, office=alena_operator.office)
    big = plan_move(wanted=what, to=[olga], by=hanna_coordinator)
    sign_in(client, hanna_coordinator)
    for move in (plan, big):
        with django_assert_max_num_queries(16):
            assert client.get(reverse("moving:open", args=[move.pk])).status_code == 200
    with django_assert_max_num_queries(22):
        plan_move(wanted=what, to=[olga], by=hanna_coordinator)


def test_from_the_form_to_the_undo(
    client: Client, sign_in: SignIn, alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    code = held(alena_operator, by=alena_operator).code
    sign_in(client, hanna_coordinator)
    form = {"whose": str(alena_operator.pk), "kinds": ["request", "shift"], "to": [str(olga.pk)]}
    preview = client.post(reverse("moving:new"), form, follow=True)
    assert "Nothing has moved yet" in preview.content.decode()
    assert code in preview.content.decode()
    move = Move.objects.get()
    after = client.post(reverse("moving:confirm", args=[move.pk]), follow=True)
    assert in_hands(olga) == 1
    assert reverse("moving:undo", args=[move.pk]) in after.content.decode()
    client.post(reverse("moving:undo", args=[move.pk]))
    assert in_hands(alena_operator) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_move_each_thing_once(
    alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    third = colleague(alena_operator, Role.OPERATOR, "Third")
    held(alena_operator, by=alena_operator)
    second = colleague(hanna_coordinator, Role.COORDINATOR, "Second")
    what = wanted(alena_operator, office=alena_operator.office)
    plans = [
        (plan_move(wanted=what, to=[olga], by=hanna_coordinator), hanna_coordinator),
        (plan_move(wanted=what, to=[third], by=second), second),
    ]
    gate = threading.Barrier(2)

    def run(move: Move, by: User) -> None:
        gate.wait()
        confirm_move(move=move, by=by)
        connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(MovedThing.objects.values_list("state", flat=True)) == ["done", "stayed"]
    assert in_hands(alena_operator) == 0
