"""The phone screen: one page, an alias to say aloud, and nothing lost."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from cases.requests.actions import Contact
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from helpdesk.sealing.receipts import contact_mark
from tests.factories.requests import make_client, make_request, make_topic

pytestmark = pytest.mark.django_db
URL = "/desk/calls/new/"


@pytest.fixture
def desk(client: Browser, alena_operator: User, sign_in: Any) -> Browser:
    sign_in(client, alena_operator)
    return client


def call(**typed: Any) -> dict[str, Any]:
    return {
        "form_id": str(uuid.uuid4()),
        "channel": "phone",
        "language": "ru",
        "country": "PL",
        "city": "Lublin",
        "topic": "unknown",
        "urgency": "normal",
        "story": "Звонит из Люблина, карта кончается.",
        "contact_channel": "none",
        **typed,
    }


def test_one_page_makes_a_request_and_shows_the_alias_to_say(desk: Browser, alena_operator: User) -> None:
    topic = make_topic("work")
    typed = call(
        topic=topic.slug,
        urgency="high",
        flags=["homeless"],
        ring_back="on",
        look_again_on="2026-12-30",
        contact_channel="phone",
        contact="+48 600 100 200",
        heard_from="friends",
    )
    assert desk.post(URL, typed).url == URL
    help_request = HelpRequest.objects.select_related("client").get()
    assert (help_request.channel, help_request.language, help_request.topic) == ("phone", "ru", topic)
    assert (help_request.urgency, help_request.flags, help_request.ring_back) == ("high", ["homeless"], True)
    assert (str(help_request.look_again_on), help_request.heard_from) == ("2026-12-30", "friends")
    assert help_request.office == alena_operator.office
    opened = reveal_one(help_request.client, ["contact"], by=alena_operator, reason=Reason.RING_BACK)
    assert opened["contact"] == "+48 600 100 200"
    page = desk.get(URL).content.decode()
    assert help_request.client.alias in page
    assert help_request.client.alias not in desk.get(URL).content.decode()


def test_the_same_form_sent_twice_is_one_request(desk: Browser) -> None:
    typed = call()
    desk.post(URL, typed)
    desk.post(URL, typed)
    assert HelpRequest.objects.count() == 1


def test_people_with_the_same_contact_are_pointed_out(desk: Browser, alena_operator: User) -> None:
    contact = Contact(channel="phone", address="600100200", mark=contact_mark("phone:600100200"))
    known = make_client(office=alena_operator.office, contact=contact)
    earlier = make_request(client=known)
    desk.post(URL, call(contact_channel="phone", contact="+48 600-100-200"))
    page = desk.get(URL).content.decode()
    assert known.alias in page
    assert f"/desk/requests/{earlier.pk}/" in page


def test_a_contact_known_in_another_office_is_not_given_away(desk: Browser, jonas_operator: User) -> None:
    contact = Contact(channel="phone", address="600100200", mark=contact_mark("phone:600100200"))
    earlier = make_request(client=make_client(office=jonas_operator.office, contact=contact))
    desk.post(URL, call(contact_channel="phone", contact="600100200"))
    assert earlier.code not in desk.get(URL).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"story": ""}, "Please tell us in a few words what happened."),
        ({"story": "а" * 20000}, "has 20000 characters"),
        ({"ring_back": "on"}, "Please choose the day of the call."),
        ({"ring_back": "on", "look_again_on": "2026-12-30"}, "To ring back we need a number"),
        ({"contact_channel": "email", "contact": "not an address"}, "does not look like an e-mail address"),
        ({"contact_channel": "phone", "contact": "12"}, "This number is too short"),
        ({"contact": "+48 600 100 200", "contact_channel": "none"}, "Please say what it is"),
        ({"ring_back": "on", "look_again_on": "2020-01-01"}, "This day has passed"),
        ({"ring_back": "on", "look_again_on": "2026-12-30", "ring_back_part": "night"}, "Please choose one"),
        ({"topic": "no-such"}, "Please choose one of the answers shown."),
    ],
)
def test_a_slip_is_said_plainly_and_keeps_every_field(
    desk: Browser, typed: dict[str, str], sentence: str
) -> None:
    page = desk.post(URL, call(city="Zamość", **typed)).content.decode()
    assert sentence in page
    assert 'value="Zamość"' in page
    assert HelpRequest.objects.count() == 0


def test_only_people_who_take_calls_come_in(
    client: Browser, vika_volunteer: User, hanna_coordinator: User, sign_in: Any
) -> None:
    assert client.get(URL).status_code == 302
    for user in (vika_volunteer, hanna_coordinator):
        assert sign_in(Browser(), user).get(URL).status_code == 403
