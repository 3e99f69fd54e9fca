"""Meetings with seats: invited privately, answered, never overbooked, attended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cases.closing.actions import close
from cases.legal.actions import (
    answer_invitation,
    cancel_consultation,
    close_case,
    invite,
    record_attendance,
    remove_member,
    schedule_consultation,
)
from cases.legal.models import Consultation, Invitation, LegalCase
from cases.legal.queries import open_invitations
from cases.legal.workflow import InvitationState
from cases.requests.actions import Contact, this_hour
from cases.requests.workflow import Outcome
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.messaging.rules import Kind
from helpdesk.sealing.actions import open_with
from tests.factories.legal import invite_all, make_case, make_meeting, members_of, move_meeting
from tests.factories.requests import Holder, make_client, make_holder, make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def _case_of(holders: list[Holder], by: User, lawyer: User) -> LegalCase:
    return make_case(
        by=by, lawyer=lawyer, help_requests=[make_request(client=holder.client) for holder in holders]
    )


def _seats(meeting: Consultation) -> int:
    return Consultation.objects.get(pk=meeting.pk).seats_taken


def test_each_member_gets_her_own_invitation_with_the_place_under_her_key(
    alena_operator: User, maks_lawyer: User
) -> None:
    holders = [make_holder(office=alena_operator.office) for _ in range(2)]
    case = _case_of(holders, alena_operator, maks_lawyer)
    invite_all(make_meeting(case, by=maks_lawyer, place="Room 5"), by=maks_lawyer)
    for holder in holders:
        (own,) = open_invitations(holder.client.pk)
        assert open_with(holder.key, own, ["place"]) == [{"place": "Room 5"}]


def test_only_those_who_opted_in_are_told_and_each_once(alena_operator: User, maks_lawyer: User) -> None:
    office = alena_operator.office
    wishing = make_client(office=office, contact=Contact(channel="email", address="w@ganak.example"))
    silent = make_client(office=office)
    requests = [make_request(client=client) for client in (wishing, silent)]
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=requests)
    meeting = make_meeting(case, by=maks_lawyer)
    invite_all(meeting, by=maks_lawyer)
    with pytest.raises(NotNow):
        invite_all(meeting, by=maks_lawyer)
    told = OutgoingMessage.objects.filter(kind=Kind.INVITATION)
    assert [row.client_id for row in told] == [wishing.pk]


def test_somebody_who_joined_later_is_invited_without_the_others(alena_operator: User) -> None:
    case = make_case(by=alena_operator)
    meeting = make_meeting(case, by=alena_operator)
    first, second = members_of(case)
    invite(consultation=meeting, memberships=[first], by=alena_operator)
    (late,) = invite(consultation=meeting, memberships=[first, second], by=alena_operator)
    assert late.membership_id == second.pk


def test_a_family_takes_several_seats_and_gives_them_back(alena_operator: User, maks_lawyer: User) -> None:
    holder = make_holder(office=alena_operator.office)
    case = _case_of([holder], alena_operator, maks_lawyer)
    meeting = make_meeting(case, by=maks_lawyer, seats=4)
    (own,) = invite_all(meeting, by=maks_lawyer)
    answered = answer_invitation(invitation=own, accept=True, seats=4, by=holder.actor)
    assert (_seats(meeting), answered.replied_at) == (4, this_hour())
    answer_invitation(invitation=own, accept=False, seats=1, by=holder.actor)
    assert _seats(meeting) == 0


def test_more_people_than_seats_wait_and_fewer_have_a_seat_at_once(
    alena_operator: User, maks_lawyer: User
) -> None:
    holders = [make_holder(office=alena_operator.office) for _ in range(2)]
    meeting = make_meeting(_case_of(holders, alena_operator, maks_lawyer), by=maks_lawyer, seats=3)
    first, second = invite_all(meeting, by=maks_lawyer)
    answer_invitation(invitation=first, accept=True, seats=2, by=holders[0].actor)
    answer_invitation(invitation=second, accept=True, seats=2, by=holders[1].actor)
    second.refresh_from_db()
    assert (second.state, _seats(meeting)) == (InvitationState.WAITING.value, 2)
    with pytest.raises(NotNow):  # who has seats keeps them: asking for more is no way past the line
        answer_invitation(invitation=first, accept=True, seats=3, by=holders[0].actor)
    answer_invitation(invitation=second, accept=True, seats=1, by=holders[1].actor)
    assert _seats(meeting) == 3


@pytest.mark.django_db(transaction=True)
def test_the_last_seats_are_never_given_twice_however_many_ask_at_once(
    alena_operator: User, maks_lawyer: User
) -> None:
    holders = [make_holder(office=alena_operator.office) for _ in range(50)]
    meeting = make_meeting(_case_of(holders, alena_operator, maks_lawyer), by=maks_lawyer, seats=7)
    by_client = {row.membership.help_request.client_id: row for row in invite_all(meeting, by=maks_lawyer)}
    together = Barrier(len(holders))

    def accept(holder: Holder) -> bool:
        try:
            together.wait()
            own = by_client[holder.client.pk]
            said = answer_invitation(invitation=own, accept=True, seats=2, by=holder.actor)
        finally:
            connections.close_all()
        return said.state == InvitationState.ACCEPTED.value

    with ThreadPoolExecutor(len(holders)) as pool:
        said_yes = sum(pool.map(accept, holders))
    assert (said_yes, _seats(meeting)) == (3, 6)
    line = Invitation.objects.filter(consultation=meeting, state=InvitationState.WAITING.value)
    assert sorted(line.values_list("place_in_line", flat=True)) == list(range(1, 48))


def test_the_database_itself_refuses_an_overbooked_meeting(alena_operator: User) -> None:
    meeting = make_meeting(make_case(by=alena_operator), by=alena_operator, seats=2)
    first, second = invite_all(meeting, by=alena_operator)
    with writing():
        Invitation.objects.filter(pk=first.pk).update(state="accepted", seats=2)
        with pytest.raises(IntegrityError, match="seats_never_overbooked"), transaction.atomic():
            Invitation.objects.filter(pk=second.pk).update(state="accepted")
        with pytest.raises(IntegrityError, match="seats_never_overbooked"), transaction.atomic():
            Consultation.objects.filter(pk=meeting.pk).update(seats=1)
        Invitation.objects.filter(pk=first.pk).delete()
    assert _seats(meeting) == 0


def test_nobody_answers_for_another_client(alena_operator: User, maks_lawyer: User) -> None:
    holders = [make_holder(office=alena_operator.office) for _ in range(2)]
    meeting = make_meeting(_case_of(holders, alena_operator, maks_lawyer), by=maks_lawyer)
    first, _second = invite_all(meeting, by=maks_lawyer)
    with pytest.raises(Refused):
        answer_invitation(invitation=first, accept=True, seats=1, by=holders[1].actor)


def test_an_operator_notes_the_answer_of_a_caller(
    alena_operator: User, jonas_operator: User, hanna_coordinator: User
) -> None:
    meeting = make_meeting(make_case(by=alena_operator), by=alena_operator)
    own, _other = invite_all(meeting, by=alena_operator)
    answer_invitation(invitation=own, accept=True, seats=3, by=alena_operator)
    assert _seats(meeting) == 3
    for stranger in (jonas_operator, hanna_coordinator):
        with pytest.raises(Refused):
            answer_invitation(invitation=own, accept=False, seats=1, by=stranger)


def test_whoever_leaves_the_case_frees_her_seats(alena_operator: User) -> None:
    case = make_case(by=alena_operator)
    meeting = make_meeting(case, by=alena_operator)
    own, _other = invite_all(meeting, by=alena_operator)
    answer_invitation(invitation=own, accept=True, seats=2, by=alena_operator)
    remove_member(membership=own.membership, by=alena_operator)
    assert _seats(meeting) == 0
    assert not open_invitations(own.membership.help_request.client_id)


def test_a_request_closed_elsewhere_frees_its_seats(alena_operator: User) -> None:
    meeting = make_meeting(make_case(by=alena_operator), by=alena_operator)
    own, _other = invite_all(meeting, by=alena_operator)
    answer_invitation(invitation=own, accept=True, seats=2, by=alena_operator)
    close(help_request=own.membership.help_request, outcome=Outcome.SOLVED, by=alena_operator)
    assert _seats(meeting) == 0


def test_attendance_waits_for_the_day_and_can_be_corrected(alena_operator: User) -> None:
    case = make_case(by=alena_operator)
    meeting = make_meeting(case, by=alena_operator)
    said_yes, silent = invite_all(meeting, by=alena_operator)
    answer_invitation(invitation=said_yes, accept=True, seats=1, by=alena_operator)
    with pytest.raises(NotNow):
        record_attendance(invitation=said_yes, came=True, by=alena_operator)
    move_meeting(meeting, -1)
    for came in (True, False, True):
        record_attendance(invitation=said_yes, came=came, by=alena_operator)
    record_attendance(invitation=silent, came=True, by=alena_operator)
    states = Invitation.objects.filter(consultation=meeting).values_list("state", flat=True)
    assert set(states) == {InvitationState.ATTENDED.value}
    with pytest.raises(NotNow):
        answer_invitation(invitation=said_yes, accept=False, seats=1, by=alena_operator)


def test_only_somebody_who_said_yes_is_marked_as_missing(alena_operator: User) -> None:
    meeting = make_meeting(make_case(by=alena_operator), by=alena_operator)
    own, _other = invite_all(meeting, by=alena_operator)
    move_meeting(meeting, -1)
    with pytest.raises(NotNow):
        record_attendance(invitation=own, came=False, by=alena_operator)


def test_a_meeting_called_off_vanishes_and_is_called_off_once(alena_operator: User) -> None:
    meeting = make_meeting(make_case(by=alena_operator), by=alena_operator)
    own, _other = invite_all(meeting, by=alena_operator)
    cancel_consultation(consultation=meeting, by=alena_operator)
    assert not open_invitations(own.membership.help_request.client_id)
    with pytest.raises(NotNow):
        cancel_consultation(consultation=meeting, by=alena_operator)
    with pytest.raises(NotNow):
        answer_invitation(invitation=own, accept=True, seats=1, by=alena_operator)


def test_closing_a_case_calls_its_meetings_off(alena_operator: User) -> None:
    case = make_case(by=alena_operator)
    meeting = make_meeting(case, by=alena_operator)
    close_case(legal_case=case, by=alena_operator)
    meeting.refresh_from_db()
    assert meeting.cancelled_at is not None
    with pytest.raises(NotNow):
        make_meeting(case, by=alena_operator)


def test_a_meeting_in_the_past_is_not_planned(alena_operator: User) -> None:
    case = make_case(by=alena_operator)
    with pytest.raises(NotNow):
        schedule_consultation(
            legal_case=case, starts_at=timezone.now(), place="Here", seats=5, by=alena_operator
        )


def test_the_calendar_file_names_nobody_and_no_place(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, title="Canary title")
    meeting = make_meeting(case, by=maks_lawyer, place="Canary place")
    invite_all(meeting, by=maks_lawyer)
    url = reverse("legal:calendar", args=[case.pk, meeting.pk])
    answer = sign_in(client, maks_lawyer).get(url)
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == meeting.starts_at.replace(microsecond=0)
    assert case.code in str(event["summary"])
    text = answer.content.decode()
    aliases = [row.help_request.client.alias for row in members_of(case)]
    assert not [word for word in ("Canary", maks_lawyer.name, *aliases) if word in text]


def test_whoever_rings_may_ask_for_an_interpreter(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    (own,) = invite_all(make_meeting(case, by=maks_lawyer), by=maks_lawyer)
    url = reverse("legal:answer", args=[case.pk, own.pk])
    sign_in(client, alena_operator).post(url, {"accept": "yes", "seats": 2, "needs_interpreter": "on"})
    own.refresh_from_db()
    assert (own.state, own.seats, own.needs_interpreter) == ("accepted", 2, True)
