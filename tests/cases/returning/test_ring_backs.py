"""Whoever did not come back is rung, by her rules, and every opened number stands in the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from cases.requests.actions import Contact
from cases.requests.models import Client, Event, Exclusion, HelpRequest
from cases.requests.workflow import Status, Urgency
from cases.returning.actions import note_call, open_number
from cases.returning.models import RingBack
from cases.returning.queries import ring_backs
from cases.returning.rules import Call
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.requests import make_client, make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
NUMBER = "+48 600 700 800"
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def make_caller(office: Office, **contact: Any) -> Client:
    wanted = {"channel": "phone", "address": NUMBER, "safe_word": "бусел", **contact}
    return make_client(office=office, contact=Contact(**wanted))


def due(office: Office, *, client: Client | None = None, **need: Any) -> HelpRequest:
    """A missed date of somebody with a number."""
    yesterday = timezone.localdate() - timedelta(days=1)
    wanted = {"look_again_on": yesterday, **need}
    return make_request(office=office, client=client or make_caller(office), **wanted)


def test_a_missed_date_and_a_promised_call_stand_on_the_list(
    office_warsaw: Office, alena_operator: User
) -> None:
    today = timezone.localdate()
    missed = due(office_warsaw)
    promised = due(office_warsaw, ring_back=True, look_again_on=today)
    due(office_warsaw, look_again_on=today)  # she may still come this evening
    due(office_warsaw, ring_back=True, look_again_on=today + timedelta(days=1))
    due(office_warsaw, status=Status.CLOSED)
    silent = make_request(office=office_warsaw, look_again_on=today - timedelta(days=3))
    found = ring_backs(alena_operator)
    assert {row.pk for row in found.to_ring} == {missed.pk, promised.pk}
    assert [row.pk for row in found.silent] == [silent.pk]


def test_the_list_shows_alias_hours_and_rules_and_never_the_number(
    client: Browser, sign_in: SignIn, office_warsaw: Office, alena_operator: User
) -> None:
    caller = make_caller(office_warsaw, earliest_hour=18, latest_hour=21)
    row = due(office_warsaw, client=caller, ring_back=True, ring_back_part="evening")
    desk = sign_in(client, alena_operator)
    page = desk.get("/desk/ring-backs/").content.decode()
    for words in (caller.alias, row.code, "18:00–21:00", "never leave a message", "we promised to ring"):
        assert words in page
    one = desk.get(f"/desk/ring-backs/{row.pk}/").content.decode()
    assert NUMBER not in page + one
    assert "Show the number" in one
    assert not AccessEntry.objects.filter(verb="sealing.reveal").exists()


def test_the_number_opens_by_a_logged_reveal_with_its_reason(
    client: Browser, sign_in: SignIn, office_warsaw: Office, alena_operator: User
) -> None:
    row = due(office_warsaw, client=make_caller(office_warsaw, earliest_hour=0, latest_hour=24))
    desk = sign_in(client, alena_operator)
    page = desk.post(f"/desk/ring-backs/{row.pk}/number/").content.decode()
    assert NUMBER in page
    assert "бусел" in page
    entry = AccessEntry.objects.get(verb="sealing.reveal")
    assert (entry.reason, entry.actor_id) == ("ring_back", str(alena_operator.pk))
    assert entry.fields == ["client.contact", "client.safe_word"]
    assert NUMBER not in desk.get(f"/desk/ring-backs/{row.pk}/").content.decode()


def test_nobody_rings_before_the_day_or_outside_her_hours(
    office_warsaw: Office, alena_operator: User
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        early = due(office_warsaw, look_again_on=TODAY + timedelta(days=1))
        with pytest.raises(NotNow):
            open_number(help_request=early, by=alena_operator)
        row = due(office_warsaw, client=make_caller(office_warsaw, earliest_hour=18, latest_hour=20))
        with pytest.raises(NotNow):
            open_number(help_request=row, by=alena_operator)
        clock.move_to(NOON + timedelta(hours=6))
        assert open_number(help_request=row, by=alena_operator)["contact"] == NUMBER
        urgent = due(office_warsaw, urgency=Urgency.EMERGENCY, look_again_on=None)
        assert open_number(help_request=urgent, by=alena_operator)["contact"] == NUMBER


def test_a_stranger_opens_no_number(
    client: Browser,
    sign_in: SignIn,
    office_warsaw: Office,
    alena_operator: User,
    jonas_operator: User,
    hanna_coordinator: User,
    maks_lawyer: User,
) -> None:
    row = due(office_warsaw)
    for user, status in ((jonas_operator, 404), (hanna_coordinator, 403), (maks_lawyer, 403)):
        with pytest.raises(Refused):
            open_number(help_request=row, by=user)
        desk = sign_in(client, user)
        assert desk.post(f"/desk/ring-backs/{row.pk}/number/").status_code == status
    with writing():
        Exclusion.objects.bulk_create(
            [Exclusion(client=row.client, user=alena_operator, entry=uuid4(), made_at=timezone.now())]
        )
    assert ring_backs(alena_operator).to_ring == []
    assert sign_in(client, alena_operator).get(f"/desk/ring-backs/{row.pk}/").status_code == 404


def test_reached_ends_the_promise_and_not_reached_needs_a_new_day(
    client: Browser, sign_in: SignIn, office_warsaw: Office, alena_operator: User
) -> None:
    row = due(office_warsaw, ring_back=True)
    tomorrow = timezone.localdate() + timedelta(days=1)
    desk = sign_in(client, alena_operator)
    address = f"/desk/ring-backs/{row.pk}/"
    typed = {"outcome": "not_reached", "seen": "0", "again_on": ""}
    assert desk.post(address, typed).status_code == 422
    assert desk.post(address, {**typed, "again_on": tomorrow.isoformat()}).status_code == 302
    row.refresh_from_db()
    assert (row.ring_back, row.look_again_on) == (True, tomorrow)
    again = desk.post(address, {**typed, "again_on": tomorrow.isoformat()})
    assert again.status_code == 422, "the same form sent twice is one call"
    assert desk.post(address, {"outcome": "reached", "seen": "1", "again_on": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.ring_back, row.look_again_on) == (False, None)
    assert list(Event.objects.filter(help_request=row).values_list("kind", flat=True))[1:] == [
        "not_reached",
        "rung",
    ]
    assert AccessEntry.objects.filter(verb="request.ring_back").count() == 2


def test_a_call_given_up_leaves_the_list_and_the_request_stays_open(
    office_warsaw: Office, alena_operator: User
) -> None:
    row = due(office_warsaw)
    note_call(help_request=row, outcome=Call.GIVEN_UP, again_on=timezone.localdate(), by=alena_operator)
    assert ring_backs(alena_operator).to_ring == []
    assert HelpRequest.objects.get().is_open
    assert RingBack.objects.get().again_on is None


@pytest.mark.parametrize("days", [-1, 91])
def test_a_new_day_lies_ahead_and_within_three_months(
    office_warsaw: Office, alena_operator: User, days: int
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(NotNow):
        note_call(help_request=due(office_warsaw), outcome=Call.NOT_REACHED, again_on=day, by=alena_operator)


def test_the_list_costs_the_same_for_one_and_for_many(
    client: Browser,
    sign_in: SignIn,
    office_warsaw: Office,
    alena_operator: User,
    django_assert_max_num_queries: Any,
) -> None:
    desk = sign_in(client, alena_operator)
    for _ in range(8):
        row = due(office_warsaw)
        note_call(
            help_request=row, outcome=Call.NOT_REACHED, again_on=timezone.localdate(), by=alena_operator
        )
    desk.get("/desk/ring-backs/")
    with django_assert_max_num_queries(8):
        page = desk.get("/desk/ring-backs/").content.decode()
    assert page.count("1 time") == 8
    with django_assert_max_num_queries(12):
        desk.get(f"/desk/ring-backs/{row.pk}/")
