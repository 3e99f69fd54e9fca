"""A list leaves the house by two people, one time, within the hour; each way round this is tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from cases.lists import actions
from cases.lists.models import ListExport
from cases.lists.queries import Row
from cases.lists.rules import ASK_LIVES, KEPT, MOST_ASKED, TAKE_LIVES, FileKind, State, state_of
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF
from cases.triage.queries.finding import Sought
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, RoleGrant, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.models import DataKey
from helpdesk.team.actions import freeze_user
from helpdesk.team.actions.panic import agree_to_reopen, ask_to_reopen, lock_down
from tests.factories.accounts import UserFactory
from tests.factories.lists import WHY, came_earlier, month
from tests.factories.requests import make_request, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The reasons why not are read here."""
    with override("en"):
        yield


def again(user: User) -> User:
    """As the next page would see her."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def first(hanna_coordinator: User) -> User:
    return hanna_coordinator


@pytest.fixture
def second(office_vilnius: Office) -> User:
    return UserFactory.create(
        email="egle@ganak.example", name="Eglė", roles=[Role.COORDINATOR], office=office_vilnius
    )


@pytest.fixture
def found(office_warsaw: Office) -> list[HelpRequest]:
    rows = [make_request(office=office_warsaw, topic=make_topic()) for _ in range(3)]
    came_earlier(*rows)
    return rows


@pytest.fixture
def wanted(first: User, second: User, found: list[HelpRequest]) -> ListExport:
    return actions.ask(sought=month(), reason=WHY, by=first)


def test_with_a_second_persons_yes_the_first_one_gets_the_lines(
    wanted: ListExport, first: User, second: User, found: list[HelpRequest]
) -> None:
    actions.agree(wanted=wanted, by=second)
    rows = actions.take(wanted=wanted, kind=FileKind.CSV, by=first)
    assert {row.code for row in rows} == {row.code for row in found}
    kept = ListExport.objects.get()
    assert (kept.state, kept.lines, kept.taken_lines) == (State.TAKEN, 3, 3)


def test_the_log_names_both_with_the_number_of_lines_and_no_word_of_the_reason(
    wanted: ListExport, first: User, second: User
) -> None:
    actions.agree(wanted=wanted, by=second)
    actions.take(wanted=wanted, kind=FileKind.XLSX, by=first)
    entries = AccessEntry.objects.filter(object_id=str(wanted.pk)).order_by("pk")
    told = [(entry.verb, entry.actor_id, entry.reason) for entry in entries]
    assert told == [
        ("request.list_ask", str(first.pk), "lines 3"),
        ("request.list_agree", str(second.pk), "lines 3"),
        ("request.export_list", str(first.pk), "lines 3 xlsx"),
    ]
    assert all("city" not in entry.reason for entry in AccessEntry.objects.all())


def test_nobody_agrees_to_her_own(wanted: ListExport, first: User) -> None:
    with pytest.raises(Refused):
        actions.agree(wanted=wanted, by=first)
    with writing(), pytest.raises(IntegrityError), transaction.atomic():
        ListExport.objects.update(agreed_by=first, agreed_at=timezone.now())


def test_without_a_yes_there_is_no_file(wanted: ListExport, first: User) -> None:
    with pytest.raises(NotNow):
        actions.take(wanted=wanted, kind=FileKind.CSV, by=first)
    with writing(), pytest.raises(IntegrityError), transaction.atomic():
        ListExport.objects.update(taken_at=timezone.now(), taken_lines=1)


def test_the_second_person_does_not_take_it(wanted: ListExport, second: User) -> None:
    actions.agree(wanted=wanted, by=second)
    with pytest.raises(Refused):
        actions.take(wanted=wanted, kind=FileKind.CSV, by=second)


def test_it_is_taken_once(wanted: ListExport, first: User, second: User) -> None:
    actions.agree(wanted=wanted, by=second)
    actions.take(wanted=wanted, kind=FileKind.CSV, by=first)
    for kind in FileKind:
        with pytest.raises(NotNow, match="already"):
            actions.take(wanted=wanted, kind=kind, by=first)
    with pytest.raises(NotNow):
        actions.agree(wanted=wanted, by=second)
    with pytest.raises(NotNow):
        actions.drop(wanted=wanted, by=second)
    assert AccessEntry.objects.filter(verb="request.export_list").count() == 1


def test_a_yes_after_a_day_and_a_file_after_an_hour_come_too_late(
    wanted: ListExport, first: User, second: User
) -> None:
    now = timezone.now()
    with time_machine.travel(now + ASK_LIVES), pytest.raises(NotNow):
        actions.agree(wanted=wanted, by=second)
    actions.agree(wanted=wanted, by=second)
    with time_machine.travel(timezone.now() + TAKE_LIVES), pytest.raises(NotNow):
        actions.take(wanted=wanted, kind=FileKind.CSV, by=first)
    assert not ListExport.objects.exclude(taken_at=None).exists()


@pytest.mark.parametrize("when", ["before_yes", "after_yes"])
@pytest.mark.parametrize("whose", ["first", "second"])
def test_when_one_of_the_two_may_no_more_nothing_leaves(
    wanted: ListExport, first: User, second: User, whose: str, when: str
) -> None:
    if when == "after_yes":
        actions.agree(wanted=wanted, by=second)
    RoleGrant.objects.filter(user=first if whose == "first" else second).update(revoked_at=timezone.now())
    if when == "before_yes":
        with pytest.raises(Refused):
            actions.agree(wanted=wanted, by=again(second))
    else:
        with pytest.raises(Refused if whose == "first" else NotNow):
            actions.take(wanted=wanted, kind=FileKind.CSV, by=again(first))


def test_a_frozen_persons_yes_is_worth_nothing(
    wanted: ListExport, first: User, second: User, ruta_auditor: User
) -> None:
    actions.agree(wanted=wanted, by=second)
    freeze_user(user=second, by=ruta_auditor, reason="stolen")
    with pytest.raises(NotNow, match="agreed"):
        actions.take(wanted=wanted, kind=FileKind.CSV, by=first)


def test_after_a_panic_nothing_agreed_before_leaves(
    wanted: ListExport, first: User, second: User, piotr_administrator: User
) -> None:
    actions.agree(wanted=wanted, by=second)
    lock_down(by=second)
    ask_to_reopen(by=second)
    agree_to_reopen(by=piotr_administrator)
    with pytest.raises(NotNow, match="closed"):
        actions.take(wanted=wanted, kind=FileKind.CSV, by=first)


def test_in_another_office_she_takes_nothing_of_the_old_one(
    wanted: ListExport, first: User, second: User, office_vilnius: Office
) -> None:
    actions.agree(wanted=wanted, by=second)
    User.objects.filter(pk=first.pk).update(office=office_vilnius)
    with pytest.raises(Refused):
        actions.take(wanted=wanted, kind=FileKind.CSV, by=again(first))


def test_a_no_ends_it_and_either_may_say_it(wanted: ListExport, first: User, second: User) -> None:
    actions.agree(wanted=wanted, by=second)
    actions.drop(wanted=wanted, by=second)
    with pytest.raises(NotNow):
        actions.take(wanted=wanted, kind=FileKind.CSV, by=first)
    other = actions.ask(sought=month(), reason=WHY, by=first)
    actions.drop(wanted=other, by=first)
    with pytest.raises(NotNow):
        actions.agree(wanted=other, by=second)


def test_who_came_after_it_was_asked_is_not_in_it_and_more_than_agreed_never_leaves(
    wanted: ListExport, first: User, second: User, found: list[HelpRequest], office_warsaw: Office
) -> None:
    actions.agree(wanted=wanted, by=second)
    late = make_request(office=office_warsaw)
    assert late.code not in {row.code for row in _try(wanted, first)}
    with writing():  # as when requests of another office were moved here meanwhile
        HelpRequest.objects.filter(pk=late.pk).update(received_at=wanted.asked_at - timedelta(hours=1))
    with pytest.raises(NotNow, match="longer"):
        actions.take(wanted=wanted, kind=FileKind.CSV, by=first)


def _try(wanted: ListExport, by: User) -> list[Row]:
    with transaction.atomic():
        rows = actions.take(wanted=wanted, kind=FileKind.CSV, by=by)
        transaction.set_rollback(True)
    return rows


def test_a_request_sealed_off_meanwhile_does_not_leave_even_by_who_may_open_it(
    second: User, found: list[HelpRequest], office_warsaw: Office
) -> None:
    roles = [Role.COORDINATOR, Role.OPERATOR]
    both = UserFactory.create(email="both@ganak.example", roles=roles, office=office_warsaw)
    wanted = actions.ask(sought=month(), reason=WHY, by=both)
    actions.agree(wanted=wanted, by=second)
    with writing():
        HelpRequest.objects.filter(pk=found[0].pk).update(sensitivity=SEALED_OFF, assigned_to=both)
    assert HelpRequest.objects.visible_to(both).filter(pk=found[0].pk).exists()
    rows = actions.take(wanted=wanted, kind=FileKind.CSV, by=both)
    assert {row.code for row in rows} == {row.code for row in found[1:]}


def test_three_in_a_day_and_the_fourth_is_written_down_as_budget(
    first: User, second: User, found: list[HelpRequest]
) -> None:
    for _ in range(MOST_ASKED):
        actions.ask(sought=month(), reason=WHY, by=first)
    with pytest.raises(NotNow):
        actions.ask(sought=month(), reason=WHY, by=first)
    entry = AccessEntry.objects.get(verb="request.list_ask", is_refused=True)
    assert (entry.actor_id, entry.reason) == (str(first.pk), "budget")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert actions.ask(sought=month(), reason=WHY, by=first).waits


@pytest.mark.parametrize(
    "sought",
    [
        Sought(),
        Sought(since=timezone.localdate()),
        Sought(since=timezone.localdate() - timedelta(days=366), until=timezone.localdate()),
        Sought(since=timezone.localdate(), until=timezone.localdate() - timedelta(days=1)),
        Sought(since=timezone.localdate(), until=timezone.localdate(), city="Nowhere"),
    ],
)
def test_everything_at_once_or_nothing_at_all_cannot_be_asked(
    first: User, found: list[HelpRequest], sought: Sought
) -> None:
    with pytest.raises(NotNow):
        actions.ask(sought=sought, reason=WHY, by=first)


def test_others_cannot_begin(alena_operator: User, ruta_auditor: User, found: list[HelpRequest]) -> None:
    for user in (alena_operator, ruta_auditor):
        with pytest.raises(Refused):
            actions.ask(sought=month(), reason=WHY, by=user)


def test_the_reason_is_sealed_and_read_only_while_it_is_undecided(
    wanted: ListExport, first: User, second: User, alena_operator: User
) -> None:
    assert actions.read_reason(wanted=wanted, by=second) == WHY
    assert AccessEntry.objects.filter(verb="sealing.reveal", actor_id=str(second.pk), reason="list").exists()
    with pytest.raises(Refused):
        actions.read_reason(wanted=wanted, by=alena_operator)
    agreed = actions.agree(wanted=wanted, by=second)
    assert actions.read_reason(wanted=agreed, by=first) == ""


def test_the_others_hear_of_it_at_once_and_she_hears_of_the_yes(
    wanted: ListExport, first: User, second: User
) -> None:
    told = OutgoingMessage.objects.filter(kind="list")
    assert [row.user_id for row in told] == [second.pk]
    actions.agree(wanted=wanted, by=second)
    assert {row.user_id for row in told.all()} == {first.pk, second.pk}
    assert all(row.not_before <= timezone.now() for row in told.all())


def test_after_three_months_the_row_and_its_key_are_gone(wanted: ListExport) -> None:
    keys = DataKey.objects.filter(pk__in=[wanted.reason_key_id])
    assert keys.exists()
    assert actions.forget_old() == 0
    with time_machine.travel(timezone.now() + KEPT + timedelta(hours=1)):
        assert actions.forget_old() == 1
    assert not keys.exists()


def test_the_states_by_hand() -> None:
    now = timezone.now()
    none = {"agreed_at": None, "taken_at": None, "dropped_at": None}
    hour = timedelta(hours=1)
    assert state_of(now, asked_at=now, **none) is State.WAITS
    assert state_of(now, asked_at=now - 24 * hour, **none) is State.LAPSED
    agreed = none | {"agreed_at": now - hour + timedelta(seconds=1)}
    assert state_of(now, asked_at=now - 30 * hour, **agreed) is State.AGREED
    assert state_of(now, asked_at=now - hour, **none | {"agreed_at": now - hour}) is State.LAPSED
    assert state_of(now, asked_at=now, **agreed | {"dropped_at": now}) is State.DROPPED
    assert state_of(now, asked_at=now, **agreed | {"taken_at": now}) is State.TAKEN
