"""The waiting list of a meeting: in order, by itself, and never past the seats."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.legal.actions import (
    answer_invitation,
    cancel_consultation,
    fill_free_seats,
    invite,
    move_up,
    record_attendance,
    remind_of_consultations,
    remove_member,
)
from cases.legal.models import Consultation, Invitation, LegalCase
from cases.legal.rules.consultations import Mode, Party, fits, mode_at, moving_up
from cases.legal.tasks import consultation_reminders, fill_seats, move_line_up
from cases.requests.actions import Contact
from cases.requests.models import Event
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.messaging.rules import Kind
from tests.factories.legal import invite_all, make_case, make_meeting, members_of, move_meeting
from tests.factories.requests import Holder, make_client, make_holder, make_request

pytestmark = pytest.mark.django_db
parties = st.lists(st.integers(1, 6), max_size=8)


def _line(needs: list[int]) -> list[Party]:
    return [Party(uuid4(), seats) for seats in needs]


@given(needs=parties, free=st.integers(0, 12), mode=st.sampled_from(list(Mode)))
def test_a_line_never_takes_more_than_is_free_and_keeps_its_order(
    needs: list[int], free: int, mode: Mode
) -> None:
    line = _line(needs)
    chosen = moving_up(line, free=free, total=12, mode=mode)
    assert sum(party.seats for party in line if party.key in chosen) <= free
    assert chosen == [party.key for party in line if party.key in chosen]
    if mode is Mode.KEEP:  # nobody overtakes: it is the beginning of the line that moves
        assert chosen == [party.key for party in line][: len(chosen)]
    else:  # no seat stays empty that somebody in line could use
        left = free - sum(party.seats for party in line if party.key in chosen)
        assert [party.seats for party in line if party.key not in chosen and party.seats <= left] == []


def test_a_family_is_kept_its_place_until_two_days_before_and_seats_are_filled_then() -> None:
    family, single = _line([4, 1])
    for mode, moved in ((Mode.KEEP, []), (Mode.FILL, [single.key])):
        assert moving_up([family, single], free=2, total=12, mode=mode) == moved
    assert moving_up([Party(uuid4(), 13), single], free=2, total=12, mode=Mode.KEEP) == [single.key]
    assert not fits(single, [family], free=2, total=12, mode=Mode.KEEP)
    assert fits(single, [family], free=2, total=12, mode=Mode.ASK)
    now = timezone.now()
    hours = {72: Mode.KEEP, 47: Mode.FILL, 5: Mode.ASK}
    assert {left: mode_at(now + timedelta(hours=left), now) for left in hours} == hours


def _full(operator: User, *, waiting: tuple[int, ...] = (1,), seats: int = 2) -> list[Invitation]:
    """One who holds all seats, then those who wait, each for so many seats; all wish messages."""
    holders = []
    for _ in range(1 + len(waiting)):
        contact = Contact(channel="email", address="w@ganak.example", earliest_hour=18, latest_hour=21)
        holders.append(make_client(office=operator.office, contact=contact))
    case = make_case(by=operator, help_requests=[make_request(client=client) for client in holders])
    first, *others = invite_all(make_meeting(case, by=operator, seats=seats), by=operator)
    answer_invitation(invitation=first, accept=True, seats=seats, by=operator)
    for own, number in zip(others, waiting, strict=True):
        answer_invitation(invitation=own, accept=True, seats=number, by=operator)
    OutgoingMessage.objects.all().delete()
    return [first, *others]


def _states(invitations: list[Invitation]) -> list[str]:
    found = {row.pk: row.state for row in Invitation.objects.all()}
    return [found[own.pk] for own in invitations]


def _meeting(own: Invitation) -> Consultation:
    return Consultation.objects.get(pk=own.consultation_id)


def test_a_seat_that_frees_goes_to_the_first_in_line_who_is_told_without_a_word(alena_operator: User) -> None:
    first, second, _third = rows = _full(alena_operator, waiting=(1, 2), seats=2)
    assert _states(rows) == ["accepted", "waiting", "waiting"]
    assert move_up(consultation=_meeting(first)) == 0
    answer_invitation(invitation=first, accept=False, seats=1, by=alena_operator)
    assert move_up(consultation=_meeting(first)) == 1
    assert _states(rows) == ["declined", "accepted", "waiting"]
    told = OutgoingMessage.objects.get()
    second.refresh_from_db()
    assert (told.kind, told.client_id) == (Kind.INVITATION, second.membership.help_request.client_id)
    assert second.moved_up_at is not None
    events = Event.objects.filter(help_request=second.membership.help_request_id).values_list(
        "kind", flat=True
    )
    assert list(events)[-2:] == ["waits_for_seat", "moved_up"]
    assert AccessEntry.objects.filter(verb="consultation.move_up").count() == 1


def test_whoever_moved_up_may_still_say_no_and_the_next_moves_up(alena_operator: User) -> None:
    first, second, _third = rows = _full(alena_operator, waiting=(1, 1), seats=1)
    for own, expected in (
        (first, ["declined", "accepted", "waiting"]),
        (second, ["declined"] * 2 + ["accepted"]),
    ):
        answer_invitation(invitation=own, accept=False, seats=1, by=alena_operator)
        move_up(consultation=_meeting(own))
        assert _states(rows) == expected


def test_a_family_waits_for_all_its_seats_and_nobody_behind_it_takes_them(alena_operator: User) -> None:
    first, *_others = rows = _full(alena_operator, waiting=(3, 1), seats=4)
    answer_invitation(invitation=first, accept=True, seats=2, by=alena_operator)  # two of four are free again
    assert move_up(consultation=_meeting(first)) == 0
    assert _states(rows) == ["accepted", "waiting", "waiting"]
    move_meeting(_meeting(first), 1)  # the day before, no seat stays empty
    assert move_up(consultation=_meeting(first)) == 1
    assert _states(rows) == ["accepted", "waiting", "accepted"]
    answer_invitation(invitation=first, accept=False, seats=1, by=alena_operator)
    assert move_up(consultation=_meeting(first)) == 1
    assert _states(rows) == ["declined", "accepted", "accepted"]


def test_whoever_says_yes_later_stands_behind_those_who_wait(alena_operator: User) -> None:
    first, second = _full(alena_operator, waiting=(2,), seats=2)
    case = _meeting(first).legal_case
    late = make_request(office=alena_operator.office)
    rows = [*members_of(case), *members_of(make_case(by=alena_operator, help_requests=[late]))]
    with writing():
        type(rows[-1]).objects.filter(pk=rows[-1].pk).update(legal_case=case)
    (own,) = invite(consultation=_meeting(first), memberships=members_of(case), by=alena_operator)
    answer_invitation(
        invitation=first, accept=True, seats=1, by=alena_operator
    )  # one is free, two are needed
    answer_invitation(invitation=own, accept=True, seats=1, by=alena_operator)
    assert _states([first, second, own]) == ["accepted", "waiting", "waiting"]


def test_asking_for_fewer_keeps_the_place_and_for_more_goes_to_the_end(alena_operator: User) -> None:
    _first, second, _third = rows = _full(alena_operator, waiting=(2, 1), seats=2)

    def places() -> list[int | None]:
        found = dict(Invitation.objects.values_list("pk", "place_in_line"))
        return [found[own.pk] for own in rows]

    assert places() == [None, 1, 2]
    answer_invitation(invitation=second, accept=True, seats=1, by=alena_operator)
    assert places() == [None, 1, 2]
    answer_invitation(invitation=second, accept=True, seats=2, by=alena_operator)
    assert places() == [None, 3, 2]
    answer_invitation(invitation=second, accept=False, seats=1, by=alena_operator)
    assert (places(), _states(rows)) == ([None, None, 2], ["accepted", "declined", "waiting"])


def test_leaving_the_case_erasing_and_a_lost_message_move_the_line_as_well(alena_operator: User) -> None:
    first, _second, _third = rows = _full(alena_operator, waiting=(1, 1), seats=1)
    remove_member(membership=first.membership, by=alena_operator)
    assert fill_free_seats() == 1
    assert _states(rows) == ["declined", "accepted", "waiting"]
    with writing():
        rows[1].delete()
    assert fill_seats() == 1  # nobody told the worker of that one
    assert Invitation.objects.get(pk=rows[2].pk).state == "accepted"
    assert (fill_seats(), move_line_up(str(first.consultation_id)), move_line_up(str(uuid4()))) == (0, 0, 0)


def test_nobody_moves_up_in_the_last_hours_nor_into_a_meeting_called_off(alena_operator: User) -> None:
    first, second = rows = _full(alena_operator)
    answer_invitation(invitation=first, accept=True, seats=1, by=alena_operator)
    with writing():
        Consultation.objects.update(starts_at=timezone.now() + timedelta(hours=5))
    assert fill_free_seats() == 0
    answer_invitation(invitation=second, accept=True, seats=1, by=alena_operator)  # rung: she has it at once
    assert _states(rows) == ["accepted", "accepted"]
    other, waits = _full(alena_operator)
    cancel_consultation(consultation=_meeting(other), by=alena_operator)
    answerless = _states([waits])
    assert (move_up(consultation=_meeting(other)), answerless) == (0, ["waiting"])
    assert OutgoingMessage.objects.filter(client_id=waits.membership.help_request.client_id).count() == 1
    with pytest.raises(NotNow):
        answer_invitation(invitation=waits, accept=False, seats=1, by=alena_operator)


def test_somebody_who_waited_and_came_is_counted_when_a_chair_is_free(alena_operator: User) -> None:
    first, second = _full(alena_operator)
    move_meeting(_meeting(first), -1)
    with pytest.raises(NotNow):
        record_attendance(invitation=second, came=True, by=alena_operator)
    record_attendance(invitation=first, came=True, by=alena_operator)
    with writing():
        Consultation.objects.update(seats=3)
    record_attendance(invitation=second, came=True, by=alena_operator)
    assert _states([first, second]) == ["attended", "attended"]


@pytest.mark.django_db(transaction=True)
def test_replies_and_the_line_at_once_never_pass_the_seats_nor_wait_for_one_another(
    alena_operator: User, maks_lawyer: User
) -> None:
    """Half of them say yes and then no while the line moves up: no deadlock, no overbooking."""
    holders = [make_holder(office=alena_operator.office) for _ in range(20)]
    case = make_case(
        by=alena_operator,
        lawyer=maks_lawyer,
        help_requests=[make_request(client=one.client) for one in holders],
    )
    meeting = make_meeting(case, by=maks_lawyer, seats=7)
    by_client = {row.membership.help_request.client_id: row for row in invite_all(meeting, by=maks_lawyer)}
    together = Barrier(len(holders) + 2)

    def reply(number: int, holder: Holder) -> None:
        together.wait()
        own = by_client[holder.client.pk]
        answer_invitation(invitation=own, accept=True, seats=1 + number % 3, by=holder.actor)
        if number % 2:
            answer_invitation(invitation=own, accept=False, seats=1, by=holder.actor)

    def work(number: int) -> None:
        try:
            if number < len(holders):
                reply(number, holders[number])
                return
            together.wait()
            for _ in range(8):
                move_up(consultation=meeting)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(holders) + 2) as pool:
        list(pool.map(work, range(len(holders) + 2)))
    move_up(consultation=meeting)
    taken = Consultation.objects.get(pk=meeting.pk).seats_taken
    given = Invitation.objects.filter(consultation=meeting, state="accepted")
    assert taken == sum(given.values_list("seats", flat=True)) <= meeting.seats
    first = Invitation.objects.filter(consultation=meeting, state="waiting").order_by("place_in_line").first()
    assert first is None or first.seats > meeting.seats - taken  # only because she does not fit yet


def test_each_who_has_a_seat_is_reminded_the_day_before_once_and_within_her_rules(
    alena_operator: User,
) -> None:
    first, _waits = _full(alena_operator)
    assert remind_of_consultations() == 0
    tomorrow = (timezone.localtime() + timedelta(days=1)).replace(hour=12)
    with writing():
        Consultation.objects.update(starts_at=tomorrow)
    assert (consultation_reminders(), consultation_reminders()) == (1, 0)
    told = OutgoingMessage.objects.get()
    client = first.membership.help_request.client
    assert (told.kind, told.client_id) == (Kind.INVITATION, client.pk)
    assert (told.earliest_hour, told.latest_hour) == (18, 21) == (client.earliest_hour, client.latest_hour)
    assert 18 <= timezone.localtime(told.not_before).hour < 21
    assert AccessEntry.objects.filter(verb="consultation.remind").count() == 1


def test_nobody_is_reminded_who_wishes_no_messages_or_just_said_yes(alena_operator: User) -> None:
    silent = make_request(office=alena_operator.office)
    case: LegalCase = make_case(by=alena_operator, help_requests=[silent])
    (own,) = invite_all(make_meeting(case, by=alena_operator), by=alena_operator)
    answer_invitation(invitation=own, accept=True, seats=1, by=alena_operator)
    with writing():
        Consultation.objects.update(starts_at=timezone.localtime() + timedelta(hours=12))
    assert remind_of_consultations() == 1
    assert not OutgoingMessage.objects.filter(kind=Kind.INVITATION).exists()
    answer_invitation(invitation=own, accept=True, seats=2, by=alena_operator)
    assert remind_of_consultations() == 0


def test_only_the_own_office_notes_a_wait_for_a_caller(alena_operator: User, jonas_operator: User) -> None:
    _first, second = _full(alena_operator)
    with pytest.raises(Refused):
        answer_invitation(invitation=second, accept=False, seats=1, by=jonas_operator)
