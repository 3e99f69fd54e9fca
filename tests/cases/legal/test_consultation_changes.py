"""A meeting that changes tells the invited; too few seats ask for a second date; nothing lies in the past."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.legal.actions import (
    NotThatDay,
    Setting,
    TooFewSeats,
    answer_invitation,
    change_consultation,
    close_case,
    move_up,
    remove_member,
    return_absent,
    second_date,
)
from cases.legal.models import Consultation, Invitation, LegalCase
from cases.requests.actions import Contact
from cases.requests.models import Event
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.legal import invite_all, make_case, make_meeting, members_of, move_meeting
from tests.factories.requests import Holder, make_client, make_holder, make_request
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
LINK = "https://meet.example/room-7?key=canary"


@pytest.fixture
def case(alena_operator: User, maks_lawyer: User) -> LegalCase:
    """Four members, each of whom wishes to be told."""
    contact = Contact(channel="email", address="w@ganak.example")
    clients = [make_client(office=alena_operator.office, contact=contact) for _ in range(4)]
    chosen = [make_request(client=one) for one in clients]
    return make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=chosen)


def _typed(days: float = 7, **changed: object) -> dict[str, object]:
    day = timezone.localtime() + timedelta(days=days)
    typed = {"on_date": day.date().isoformat(), "at_time": "12:30", "place": "Room 5", "link": "", "seats": 4}
    return typed | {"languages": ["be", "ru"]} | changed


def _url(name: str, meeting: Consultation) -> str:
    return reverse(f"legal:{name}", args=[meeting.legal_case_id, meeting.pk])


def _own(holder: Holder, by: User, lawyer: User, **fields: object) -> Consultation:
    case = make_case(by=by, lawyer=lawyer, help_requests=[make_request(client=holder.client)])
    return make_meeting(case, by=lawyer, **fields)


def test_whoever_may_come_is_told_of_a_change_and_finds_it_on_her_page(
    case: LegalCase, maks_lawyer: User
) -> None:
    meeting = make_meeting(case, by=maks_lawyer, seats=2)
    yes, no, _silent, waits = invite_all(meeting, by=maks_lawyer)
    for own, seats in ((yes, 2), (no, 0), (waits, 1)):
        answer_invitation(invitation=own, accept=bool(seats), seats=seats or 1, by=maks_lawyer)
    OutgoingMessage.objects.all().delete()
    where = Setting("Room 9", LINK, ["lt"], has_interpreter=True)
    later = meeting.starts_at + timedelta(days=1)
    change_consultation(consultation=meeting, starts_at=later, seats=2, where=where, by=maks_lawyer)
    assert OutgoingMessage.objects.count() == 3  # not she who said no
    assert Event.objects.filter(kind="meeting_changed").count() == 3
    entry = AccessEntry.objects.get(verb="consultation.change")
    assert set(entry.fields) == {"starts_at", "place", "link", "languages", "has_interpreter"}
    OutgoingMessage.objects.all().delete()
    change_consultation(consultation=meeting, starts_at=later, seats=3, where=where, by=maks_lawyer)
    assert OutgoingMessage.objects.count() == 0  # only the seats: that concerns those alone who wait
    assert move_up(consultation=meeting) == 1


def test_a_page_says_beside_the_field_what_is_wrong_and_changes_nothing(
    client: Client, sign_in: SignIn, case: LegalCase, maks_lawyer: User
) -> None:
    meeting = make_meeting(case, by=maks_lawyer, seats=5)
    own, *_others = invite_all(meeting, by=maks_lawyer)
    answer_invitation(invitation=own, accept=True, seats=3, by=maks_lawyer)
    signed, url = sign_in(client, maks_lawyer), _url("change", meeting)
    wrong = [
        (_typed(seats=2), "seats"),
        (_typed(-1), "on_date"),
        (_typed(400), "on_date"),
        (_typed(place=""), "place"),
        (_typed(link="http://meet.example"), "link"),
        (_typed(link="javascript:alert(1)"), "link"),
        (_typed(link="https://user:word@meet.example/"), "link"),
        (_typed(seats=0), "seats"),
        (_typed(languages=["xx"]), "languages"),
        (_typed(on_date="9999-12-31"), "on_date"),
    ]
    for typed, field in wrong:
        answer = signed.post(url, typed)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field]), typed
        assert signed.post(_url_of_new(case), typed).status_code == (302 if typed["seats"] == 2 else 422)
    fresh = Consultation.objects.get(pk=meeting.pk)
    assert (fresh.starts_at, fresh.seats, fresh.changed_at) == (meeting.starts_at, 5, None)
    assert signed.post(url, _typed(seats=3, link=LINK)).status_code == 302
    page = signed.get(url).content.decode()
    assert (LINK in page, "Room 5" in page) == (True, True)


def _url_of_new(case: LegalCase) -> str:
    return reverse("legal:schedule", args=[case.pk])


def test_the_database_and_the_action_refuse_fewer_seats_than_were_promised(
    case: LegalCase, maks_lawyer: User, jonas_operator: User
) -> None:
    meeting = make_meeting(case, by=maks_lawyer, seats=5)
    own, *_others = invite_all(meeting, by=maks_lawyer)
    answer_invitation(invitation=own, accept=True, seats=3, by=maks_lawyer)
    where = Setting("Room 5")
    for starts_at, seats, sorry in (
        (meeting.starts_at, 2, TooFewSeats),
        (timezone.now() - timedelta(minutes=1), 9, NotThatDay),
    ):
        with pytest.raises(sorry):
            change_consultation(
                consultation=meeting, starts_at=starts_at, seats=seats, where=where, by=maks_lawyer
            )
    with pytest.raises(Refused):
        change_consultation(
            consultation=meeting, starts_at=meeting.starts_at, seats=9, where=where, by=jonas_operator
        )
    move_meeting(meeting, -1)
    with pytest.raises(NotNow):
        change_consultation(
            consultation=meeting,
            starts_at=timezone.now() + timedelta(days=3),
            seats=9,
            where=where,
            by=maks_lawyer,
        )


def test_the_link_stands_on_her_own_page_once_she_has_a_seat_and_nowhere_else(
    client: Client, alena_operator: User, maks_lawyer: User
) -> None:
    contact = Contact(channel="email", address="w@ganak.example")
    holder = make_holder(office=alena_operator.office, contact=contact)
    meeting = _own(holder, alena_operator, maks_lawyer, link=LINK, languages=["be"], has_interpreter=True)
    (own,) = invite_all(meeting, by=maks_lawyer)
    unlock(client, holder.digits)
    page = client.get("/en/inbox/").content.decode()
    assert (LINK in page, "The link stands here" in page, "Беларуская" in page) == (False, True, True)
    client.post("/en/inbox/answer/", {"invitation": str(own.pk), "seats": "1", "answer": "yes"})
    page = client.get("/en/inbox/").content.decode()
    assert f'href="{LINK}" rel="noopener noreferrer"' in page
    assert "An interpreter will be there" in page
    raw = b"".join(bytes(str(row).encode()) for row in Invitation.objects.values_list("link", "place"))
    assert b"canary" not in raw
    assert list(OutgoingMessage.objects.values_list("kind", flat=True)) == ["invitation"]


def test_too_few_seats_for_the_invited_ask_for_a_second_date_in_one_click(
    client: Client, sign_in: SignIn, case: LegalCase, maks_lawyer: User
) -> None:
    meeting = make_meeting(case, by=maks_lawyer, seats=2, place="Canary room", languages=["ru"])
    rows = invite_all(meeting, by=maks_lawyer)
    answer_invitation(invitation=rows[3], accept=True, seats=2, by=maks_lawyer)
    answer_invitation(invitation=rows[2], accept=True, seats=1, by=maks_lawyer)
    signed = sign_in(client, maks_lawyer)
    page = signed.get(reverse("legal:open", args=[case.pk])).content.decode()
    assert "3 people who are invited find no seat." in page
    assert "1 in line" in page
    day = timezone.localtime(meeting.starts_at) + timedelta(days=7)
    assert f'value="{day:%Y-%m-%d}"' in page  # the proposal is filled in: one click is enough
    typed = {"on_date": f"{day:%Y-%m-%d}", "at_time": f"{day:%H:%M}"}
    signed.post(_url("second_date", meeting), {"on_date": "2020-01-01", "at_time": "10:00"})
    signed.post(_url("second_date", meeting), {"on_date": "x"})
    assert Consultation.objects.count() == 1
    signed.post(_url("second_date", meeting), typed)
    second = Consultation.objects.exclude(pk=meeting.pk).get()
    invited = set(second.invitations.values_list("membership", flat=True))
    assert invited == {rows[0].membership_id, rows[1].membership_id, rows[2].membership_id}
    assert (second.second_of_id, second.seats, second.languages) == (meeting.pk, 2, ["ru"])
    page = signed.get(reverse("legal:open", args=[case.pk])).content.decode()
    assert "1 person who is invited finds no seat." in page  # three for the two seats of the second date
    signed.post(_url("second_date", meeting), typed)
    assert Consultation.objects.count() == 2


def test_a_yes_to_one_date_is_a_no_to_the_other_and_frees_the_seat(
    case: LegalCase, maks_lawyer: User
) -> None:
    meeting = make_meeting(case, by=maks_lawyer, seats=1)
    first, waits, *_rest = invite_all(meeting, by=maks_lawyer)
    for own in (first, waits):
        answer_invitation(invitation=own, accept=True, seats=1, by=maks_lawyer)
    second, number = second_date(
        consultation=meeting, starts_at=meeting.starts_at + timedelta(days=7), by=maks_lawyer
    )
    assert number == 3
    other = Invitation.objects.get(consultation=second, membership=waits.membership_id)
    waits.refresh_from_db()
    assert waits.state == "waiting"  # she keeps her place until she has chosen
    answer_invitation(invitation=other, accept=True, seats=1, by=maks_lawyer)
    waits.refresh_from_db()
    assert (waits.state, waits.place_in_line) == ("declined", None)
    answer_invitation(invitation=waits, accept=True, seats=1, by=maks_lawyer)  # waiting costs her no seat
    other.refresh_from_db()
    assert other.state == "accepted"
    answer_invitation(invitation=first, accept=False, seats=1, by=maks_lawyer)
    assert move_up(consultation=meeting) == 1
    other.refresh_from_db()
    assert (other.state, Consultation.objects.get(pk=second.pk).seats_taken) == ("declined", 0)


def test_whoever_has_a_second_date_ahead_does_not_go_back_to_the_queue(
    case: LegalCase, maks_lawyer: User
) -> None:
    meeting = make_meeting(case, by=maks_lawyer, seats=2)
    rows = invite_all(meeting, by=maks_lawyer)
    second_date(consultation=meeting, starts_at=meeting.starts_at + timedelta(days=7), by=maks_lawyer)
    move_meeting(meeting, -1)
    meeting = Consultation.objects.select_related("legal_case").get(pk=meeting.pk)
    assert return_absent(consultation=meeting, by=maks_lawyer) == 2
    assert {row.pk for row in members_of(case)} == {rows[2].membership_id, rows[3].membership_id}
    assert Invitation.objects.filter(consultation=meeting).exclude(returned_at=None).count() == 2


def test_leaving_or_closing_the_case_tells_whoever_was_invited(
    case: LegalCase, alena_operator: User, maks_lawyer: User
) -> None:
    invite_all(make_meeting(case, by=maks_lawyer), by=maks_lawyer)
    OutgoingMessage.objects.all().delete()
    remove_member(membership=members_of(case)[0], by=alena_operator)
    assert OutgoingMessage.objects.count() == 1
    close_case(legal_case=case, by=alena_operator)
    assert OutgoingMessage.objects.count() == 4
    assert Event.objects.filter(kind="meeting_called_off").count() == 4


def test_pages_of_meetings_cost_the_same_for_many(
    client: Client, sign_in: SignIn, case: LegalCase, maks_lawyer: User
) -> None:
    signed, url = sign_in(client, maks_lawyer), reverse("legal:open", args=[case.pk])
    meeting = make_meeting(case, by=maks_lawyer, seats=1)
    rows = invite_all(meeting, by=maks_lawyer)
    for own in rows:
        answer_invitation(invitation=own, accept=True, seats=1, by=maks_lawyer)
    second_date(consultation=meeting, starts_at=meeting.starts_at + timedelta(days=7), by=maks_lawyer)
    signed.get(url)
    with CaptureQueriesContext(connection) as few:
        signed.get(url)
    for _ in range(4):
        invite_all(make_meeting(case, by=maks_lawyer, seats=1), by=maks_lawyer)
    with CaptureQueriesContext(connection) as many:
        assert signed.get(url).status_code == 200
    assert len(many) <= len(few) <= 14


def test_a_meeting_of_another_case_is_not_found_under_this_one(
    client: Client, sign_in: SignIn, case: LegalCase, alena_operator: User, maks_lawyer: User
) -> None:
    other = make_meeting(make_case(by=alena_operator, lawyer=maks_lawyer), by=maks_lawyer)
    signed = sign_in(client, maks_lawyer)
    for name in ("change", "second_date", "minutes"):
        url = reverse(f"legal:{name}", args=[case.pk, other.pk])
        assert signed.post(url, _typed()).status_code == 404
    with writing():
        LegalCase.objects.filter(pk=case.pk).update(lawyer=None)
    assert signed.get(_url("change", make_meeting_of(case, alena_operator))).status_code == 404


def make_meeting_of(case: LegalCase, by: User) -> Consultation:
    return make_meeting(LegalCase.objects.get(pk=case.pk), by=by)
