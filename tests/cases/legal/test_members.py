"""One case out of many requests: joining, leaving, closing, and that a person is in one case only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.legal.actions import (
    add_member,
    close_case,
    close_member,
    let_go,
    open_case,
    remove_member,
    send_to_members,
)
from cases.legal.models import Membership
from cases.legal.workflow import CaseStatus
from cases.requests.actions import add_client_message, change_status
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome, Status, Turn, Urgency
from cases.volunteering.actions import withdraw_task
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from tests.factories.legal import make_case, make_case_type, members_of
from tests.factories.referrals import hand_over, make_partner
from tests.factories.requests import Holder, make_holder, make_request, make_topic
from tests.factories.volunteering import make_task_for

pytestmark = pytest.mark.django_db


def _fresh(help_request: HelpRequest) -> HelpRequest:
    return HelpRequest.objects.get(pk=help_request.pk)


def test_many_alike_requests_become_one_case(alena_operator: User, maks_lawyer: User) -> None:
    chosen = [make_request(office=alena_operator.office) for _ in range(3)]
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=chosen)
    assert {row.help_request_id for row in members_of(case)} == {row.pk for row in chosen}
    for help_request in chosen:
        fresh = _fresh(help_request)
        assert (fresh.status, fresh.assigned_to_id) == (Status.IN_CASE.value, maks_lawyer.pk)


def test_a_request_never_stands_in_two_live_cases(alena_operator: User) -> None:
    one = make_request(office=alena_operator.office)
    make_case(by=alena_operator, help_requests=[one])
    with pytest.raises(NotNow):
        make_case(by=alena_operator, help_requests=[one])
    other = make_case(by=alena_operator)
    with pytest.raises(NotNow):
        add_member(legal_case=other, help_request=one, by=alena_operator)


def test_the_same_request_chosen_twice_makes_no_case(alena_operator: User) -> None:
    one = make_request(office=alena_operator.office)
    with pytest.raises(NotNow):
        make_case(by=alena_operator, help_requests=[one, one])
    assert not Membership.objects.exists()


def test_the_database_itself_refuses_a_second_live_membership(alena_operator: User) -> None:
    (row, *_rest) = members_of(make_case(by=alena_operator))
    other = make_case(by=alena_operator)
    twin = Membership(
        legal_case=other,
        help_request=row.help_request,
        joined_at=timezone.now(),
        status_before="new",
        turn_before="us",
        turn_since_before=timezone.now(),
    )
    with writing(), pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    "status", [Status.NEW, Status.TRIAGED, Status.ANSWERED, Status.REFERRED, Status.WAITING_LIST]
)
def test_leaving_a_case_restores_status_turn_and_owner_exactly(
    status: Status, alena_operator: User, maks_lawyer: User
) -> None:
    is_referred, topic = status is Status.REFERRED, make_topic("housing")
    one = make_request(
        office=alena_operator.office, topic=topic, status=Status.TRIAGED if is_referred else status
    )
    if is_referred:
        hand_over(one, make_partner(topic), by=alena_operator)
    then = timezone.now() - timedelta(days=3)
    with writing():
        HelpRequest.objects.filter(pk=one.pk).update(turn_since=then, assigned_to=alena_operator)
    before = _fresh(one)
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[before])
    send_to_members(legal_case=case, texts={"be": "Вітаем"}, by=maks_lawyer)
    remove_member(membership=members_of(case)[0], by=alena_operator)
    after = _fresh(one)
    kept = ("status", "turn", "turn_since", "assigned_to_id")
    assert {name: getattr(after, name) for name in kept} == {name: getattr(before, name) for name in kept}


def _in_case(status: Status, by: User, lawyer: User) -> tuple[Holder, Membership]:
    holder = make_holder(office=by.office)
    one = make_request(client=holder.client, status=status)
    case = make_case(by=by, lawyer=lawyer, help_requests=[one])
    return holder, members_of(case)[0]


def _writes(holder: Holder, membership: Membership) -> None:
    add_client_message(
        help_request=membership.help_request,
        body="Яшчэ адно пытанне",
        language="be",
        by=holder.actor,
        opener=holder.key,
    )


def test_unanswered_words_written_meanwhile_stay_our_turn(alena_operator: User, maks_lawyer: User) -> None:
    holder, membership = _in_case(Status.ANSWERED, alena_operator, maks_lawyer)
    _writes(holder, membership)
    after = remove_member(membership=membership, by=alena_operator)
    assert (after.status, after.turn) == (Status.TRIAGED.value, Turn.US.value)


def test_words_that_the_lawyer_answered_leave_the_turn_alone(alena_operator: User, maks_lawyer: User) -> None:
    holder, membership = _in_case(Status.ANSWERED, alena_operator, maks_lawyer)
    _writes(holder, membership)
    send_to_members(legal_case=membership.legal_case, texts={"be": "Адказ"}, by=maks_lawyer)
    after = remove_member(membership=membership, by=alena_operator)
    assert (after.status, after.turn) == (Status.ANSWERED.value, Turn.CLIENT.value)


def test_words_of_the_same_hour_before_joining_do_not_count(alena_operator: User, maks_lawyer: User) -> None:
    holder = make_holder(office=alena_operator.office)
    one = make_request(client=holder.client)
    add_client_message(help_request=one, body="Дзе вы?", language="be", by=holder.actor, opener=holder.key)
    change_status(help_request=one, to=Status.ANSWERED, by=alena_operator, kind="answered")
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[one])
    after = remove_member(membership=members_of(case)[0], by=alena_operator)
    assert (after.status, after.turn) == (Status.ANSWERED.value, Turn.CLIENT.value)


def test_whose_task_ended_meanwhile_comes_back_to_us(alena_operator: User, maks_lawyer: User) -> None:
    one = make_request(office=alena_operator.office)
    task = make_task_for(one, by=alena_operator)
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[_fresh(one)])
    withdraw_task(task=task, by=alena_operator)
    after = remove_member(membership=members_of(case)[0], by=alena_operator)
    assert (after.status, after.turn) == (Status.TRIAGED.value, Turn.US.value)


def test_members_are_closed_one_by_one(alena_operator: User, maks_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=3)
    first, *others = members_of(case)
    close_member(membership=first, outcome=Outcome.SOLVED, by=maks_lawyer)
    closed = _fresh(first.help_request)
    assert (closed.status, closed.outcome) == (Status.CLOSED.value, Outcome.SOLVED.value)
    assert [row.pk for row in members_of(case)] == [row.pk for row in others]
    with pytest.raises(NotNow):
        close_member(membership=first, outcome=Outcome.SOLVED, by=maks_lawyer)


def test_closing_the_case_gives_everybody_else_back(alena_operator: User, maks_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=3)
    first, *others = members_of(case)
    close_member(membership=first, outcome=Outcome.SOLVED, by=maks_lawyer)
    close_case(legal_case=case, by=maks_lawyer)
    assert case.status == CaseStatus.CLOSED.value
    assert _fresh(first.help_request).status == Status.CLOSED.value
    for row in others:
        fresh = _fresh(row.help_request)
        assert (fresh.status, fresh.turn, fresh.assigned_to_id) == (Status.NEW.value, Turn.US.value, None)
    with pytest.raises(NotNow):
        close_case(legal_case=case, by=alena_operator)
    with pytest.raises(NotNow):
        add_member(legal_case=case, help_request=_fresh(others[0].help_request), by=alena_operator)


def test_a_request_closed_elsewhere_does_not_block_the_case(alena_operator: User, maks_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    one = members_of(case)[0].help_request
    change_status(help_request=one, to=Status.CLOSED, by=alena_operator, kind="closed", outcome="solved")
    close_case(legal_case=case, by=alena_operator)
    assert _fresh(one).status == Status.CLOSED.value


def test_let_go_ends_the_place_in_a_case(alena_operator: User) -> None:
    case = make_case(by=alena_operator)
    first, other = members_of(case)
    let_go(help_request=first.help_request, outcome=Outcome.WITHDRAWN)
    assert [row.pk for row in members_of(case)] == [other.pk]


def test_somebody_who_left_can_come_back_with_her_checklist(alena_operator: User) -> None:
    case = make_case(by=alena_operator)
    first = members_of(case)[0]
    remove_member(membership=first, by=alena_operator)
    again = add_member(legal_case=case, help_request=first.help_request, by=alena_operator)
    assert again.pk == first.pk
    assert again.steps.count() == 3


def test_nobody_adds_a_request_of_another_office(alena_operator: User, jonas_operator: User) -> None:
    foreign = make_request(office=jonas_operator.office)
    with pytest.raises(Refused):
        make_case(by=alena_operator, help_requests=[foreign])
    with pytest.raises(Refused):
        add_member(legal_case=make_case(by=jonas_operator), help_request=foreign, by=alena_operator)


def test_a_lawyer_who_names_nobody_takes_the_case_herself(maks_lawyer: User) -> None:
    one = make_request(office=maks_lawyer.office, urgency=Urgency.HIGH)
    with writing():
        HelpRequest.objects.filter(pk=one.pk).update(assigned_to=maks_lawyer)
    case = open_case(case_type=make_case_type(), help_requests=[one], lawyer=None, title="", by=maks_lawyer)
    assert case.lawyer_id == maks_lawyer.pk
