"""Checklists, labels, the clock of an office, and one draft that reaches each member privately."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.legal.actions import (
    await_office,
    remove_member,
    send_to_members,
    set_label,
    set_step,
    write_words,
)
from cases.legal.models import Consultation, Invitation, Membership, MemberStep
from cases.legal.queries import steps_due
from cases.legal.rules import text_for
from cases.legal.workflow import StepState
from cases.requests.models import Event, HelpRequest, Message
from cases.requests.workflow import Turn
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.actions import open_with
from helpdesk.sealing.errors import NoPrivateKey
from tests.factories.legal import invite_all, make_case, make_meeting, members_of
from tests.factories.requests import make_holder, make_request

pytestmark = pytest.mark.django_db


def test_each_member_gets_the_checklist_of_the_case_type_with_due_dates(alena_operator: User) -> None:
    case = make_case(by=alena_operator)
    today = timezone.localdate()
    for member in members_of(case):
        dates = [step.due_on for step in member.steps.order_by("template__position")]
        assert dates == [today + timedelta(days=3), today + timedelta(days=14), None]


def test_a_step_is_not_needed_only_with_a_reason(maks_lawyer: User, alena_operator: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    step = MemberStep.objects.filter(membership__legal_case=case).select_related("membership")[0]
    for empty in ("", "   "):
        with pytest.raises(NotNow):
            set_step(step=step, state=StepState.NOT_NEEDED, reason=empty, by=maks_lawyer)
    set_step(step=step, state=StepState.NOT_NEEDED, reason="she has it", by=maks_lawyer)
    step.refresh_from_db()
    assert step.state == StepState.NOT_NEEDED.value
    assert step.reason
    set_step(step=step, state=StepState.TODO, reason="kept by a stale form", by=maks_lawyer)
    step.refresh_from_db()
    assert not step.reason


def test_nothing_is_ticked_for_somebody_who_left(alena_operator: User) -> None:
    case = make_case(by=alena_operator)
    step = MemberStep.objects.filter(membership__legal_case=case)[0]
    remove_member(membership=step.membership, by=alena_operator)
    step = MemberStep.objects.get(pk=step.pk)
    with pytest.raises(NotNow):
        set_step(step=step, state=StepState.DONE, by=alena_operator)


def test_the_clock_stands_still_while_an_office_is_awaited(alena_operator: User, maks_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    (member,) = members_of(case)
    soon = timezone.localdate() + timedelta(days=30)
    assert len(steps_due(maks_lawyer, soon)) == 2
    await_office(membership=member, waits=True, by=maks_lawyer)
    assert not steps_due(maks_lawyer, soon)
    assert HelpRequest.objects.get(pk=member.help_request_id).turn == Turn.OFFICE.value
    with writing():
        Membership.objects.filter(pk=member.pk).update(
            office_awaited_since=timezone.localdate() - timedelta(days=10)
        )
    await_office(membership=member, waits=False, by=maks_lawyer)
    assert [row.due_on for row in steps_due(maks_lawyer, soon)] == [
        timezone.localdate() + timedelta(days=days) for days in (13, 24)
    ]
    assert HelpRequest.objects.get(pk=member.help_request_id).turn == Turn.US.value


def test_one_draft_reaches_each_member_in_her_own_language(alena_operator: User, maks_lawyer: User) -> None:
    holders = [make_holder(office=alena_operator.office, language=code) for code in ("be", "ru", "lt")]
    requests = [make_request(client=holder.client, language=holder.client.language) for holder in holders]
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=requests)
    send_to_members(legal_case=case, texts={"be": "Па-беларуску", "ru": "По-русски"}, by=maks_lawyer)
    bodies = {"be": "Па-беларуску", "ru": "По-русски"}
    for holder in holders:
        (message,) = Message.objects.filter(help_request__client=holder.client)
        # where nothing is written in her language she gets the next of her order, labelled as such
        wished = text_for(holder.client.language, bodies)
        assert (message.language, open_with(holder.key, message, ["body"])[0]["body"]) == wished
        fresh = HelpRequest.objects.get(client=holder.client)
        assert (fresh.turn, fresh.first_answered_at is not None) == (Turn.CLIENT.value, True)


def test_members_never_open_anything_of_one_another_nor_learn_how_many_they_are(
    alena_operator: User, maks_lawyer: User
) -> None:
    holders = [make_holder(office=alena_operator.office) for _ in range(3)]
    requests = [make_request(client=holder.client) for holder in holders]
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=requests, title="Thirty alike")
    invite_all(make_meeting(case, by=maks_lawyer), by=maks_lawyer)
    send_to_members(legal_case=case, texts={"be": "Вітаем"}, by=maks_lawyer)
    me, *others = holders
    not_mine = [
        *((row, "story") for row in HelpRequest.objects.exclude(client=me.client)),
        *((row, "body") for row in Message.objects.exclude(help_request__client=me.client)),
        *((row, "place") for row in Invitation.objects.exclude(membership__help_request__client=me.client)),
        *((row, "place") for row in Consultation.objects.all()),
        (case, "title"),
    ]
    assert len(not_mine) == 2 + 2 + 2 + 1 + 1
    for row, name in not_mine:
        with pytest.raises(NoPrivateKey):
            open_with(me.key, row, [name])
    kinds = [
        list(Event.objects.filter(help_request__client=holder.client).values_list("kind", flat=True))
        for holder in (me, *others)
    ]
    assert kinds[0] == ["received", "joined_case", "invited", "answered"] == kinds[1] == kinds[2]


def test_the_same_draft_sent_twice_is_one_message_each(alena_operator: User, maks_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    number = uuid4()
    first = send_to_members(legal_case=case, texts={"be": "Вітаем"}, draft_id=number, by=maks_lawyer)
    again = send_to_members(legal_case=case, texts={"be": "Вітаем"}, draft_id=number, by=maks_lawyer)
    assert {row.pk for row in first} == {row.pk for row in again}
    assert Message.objects.count() == 2


def test_an_empty_draft_and_an_empty_case_are_a_clear_no(alena_operator: User) -> None:
    case = make_case(by=alena_operator, members=1)
    with pytest.raises(NotNow):
        send_to_members(legal_case=case, texts={"be": "  "}, by=alena_operator)
    remove_member(membership=members_of(case)[0], by=alena_operator)
    with pytest.raises(NotNow):
        send_to_members(legal_case=case, texts={"be": "Вітаем"}, by=alena_operator)


def test_only_the_lawyer_writes_to_a_sealed_off_member(alena_operator: User, maks_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    with writing():
        HelpRequest.objects.filter(pk=members_of(case)[0].help_request_id).update(sensitivity=3)
    with pytest.raises(NotNow):
        send_to_members(legal_case=case, texts={"be": "Вітаем"}, by=alena_operator)
    assert not OutgoingMessage.objects.exists()
    assert not Message.objects.exists()
    assert len(send_to_members(legal_case=case, texts={"be": "Вітаем"}, by=maks_lawyer)) == 2


def test_title_notes_and_labels_are_written_by_the_lawyer_only(
    alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    member = members_of(case)[0]
    for other in (alena_operator, hanna_coordinator):
        with pytest.raises(Refused):
            write_words(legal_case=case, title="x", notes="y", by=other)
        with pytest.raises(Refused):
            set_label(membership=member, label="x", file_number="1", by=other)
    write_words(legal_case=case, title="x", notes="y", by=maks_lawyer)
    set_label(membership=member, label="x", file_number="1", by=maks_lawyer)
