"""The phone screen: one page, an alias to say aloud, and nothing lost."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from cases.doors.rules import MOST_LOOK_UPS
from cases.requests.actions import Contact
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from helpdesk.sealing.receipts import contact_mark
from tests.factories.requests import make_client, make_request, make_topic

pytestmark = pytest.mark.django_db
URL = "/desk/calls/new/"
KNOWN = "/desk/calls/known/"


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
    saved = HelpRequest.objects.exclude(pk=earlier.pk).get()
    assert f"/desk/requests/{saved.pk}/earlier/" in page


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
        ({"earliest_hour": "18", "latest_hour": "9"}, "This hour must be later than the first one."),
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


def test_the_kind_of_a_contact_follows_from_what_was_typed(desk: Browser) -> None:
    for typed, kind in (
        ("+48 600 100 200", "phone"),
        ("hanna@example.org", "email"),
        ("@hanna_b", "messenger"),
        ("", "none"),
    ):
        desk.post(URL, call(contact=typed, contact_channel=""))
        assert (
            HelpRequest.objects.select_related("client").latest("received_at").client.contact_channel == kind
        )


def test_the_hour_of_the_call_back_is_kept_and_said(desk: Browser) -> None:
    desk.post(
        URL,
        call(ring_back="on", look_again_on="2026-12-30", ring_back_part="evening", contact="+48 600 100 200",
             contact_channel=""),
    )  # fmt: skip
    assert HelpRequest.objects.get().ring_back_part == "evening"
    assert "in the evening, 16 to 20" in desk.get(URL).content.decode()


def test_a_handle_left_in_a_pasted_message_is_pointed_out_and_moved_by_one_key(desk: Browser) -> None:
    pasted = call(
        channel="messenger", contact_channel="", story="Добры дзень, пішыце @hanna_minsk або 600 100 200."
    )
    page = desk.post(URL, pasted).content.decode()
    assert HelpRequest.objects.count() == 0
    assert "One look before it is saved" in page
    assert 'name="move" value="@hanna_minsk"' in page
    moved = desk.post(URL, {**pasted, "move": "@hanna_minsk"}).content.decode()
    assert 'value="@hanna_minsk"' in moved
    assert "пішыце … або 600 100 200" in moved
    assert HelpRequest.objects.count() == 0


def test_traces_may_all_be_taken_out_or_left_in(desk: Browser, alena_operator: User) -> None:
    told = "Пішыце @hanna_minsk або 600 100 200."
    desk.post(URL, call(story=told, traces="remove"))
    desk.post(URL, call(story=told, traces="keep"))
    stories = [
        reveal_one(row, ["story"], by=alena_operator, reason=Reason.OWN_QUEUE)["story"]
        for row in HelpRequest.objects.order_by("received_at")
    ]
    assert stories == ["Пішыце … або ….", told]


def test_the_sender_is_kept_only_as_a_sealed_contact(desk: Browser) -> None:
    desk.post(URL, call(channel="messenger", contact="@hanna_minsk", contact_channel=""))
    client = HelpRequest.objects.select_related("client").get().client
    row = Client.objects.filter(pk=client.pk).values().get()
    assert "hanna_minsk" not in repr(row)
    assert client.contact


def test_who_is_known_by_a_contact_is_told_while_typing(desk: Browser, alena_operator: User) -> None:
    contact = Contact(channel="phone", address="600100200", mark=contact_mark("phone:600100200"))
    known = make_client(office=alena_operator.office, contact=contact)
    earlier = make_request(client=known, story="Не для вачэй", topic="housing")
    page = desk.post(KNOWN, {"contact": "+48 600-100-200"}).content.decode()
    assert known.alias in page
    assert "housing" in page
    assert "new" in page
    assert "Не для вачэй" not in page
    assert earlier.code not in page
    assert "<html" not in page
    assert AccessEntry.objects.filter(verb="contact.look_up").count() == 1


def test_a_look_up_tells_nothing_of_another_office_or_of_a_new_contact(
    desk: Browser, jonas_operator: User
) -> None:
    contact = Contact(channel="phone", address="600100200", mark=contact_mark("phone:600100200"))
    make_request(client=make_client(office=jonas_operator.office, contact=contact))
    foreign = desk.post(KNOWN, {"contact": "600100200"}).content
    assert foreign == desk.post(KNOWN, {"contact": "600999888"}).content
    assert desk.post(KNOWN, {"contact": "12"}).content.strip() == b""


def test_a_list_of_numbers_cannot_be_tried(desk: Browser) -> None:
    for number in range(MOST_LOOK_UPS):
        desk.post(KNOWN, {"contact": f"600{number:06d}"})
    assert "very many contacts" in desk.post(KNOWN, {"contact": "600100200"}).content.decode()


def test_the_screen_costs_few_queries(
    desk: Browser, alena_operator: User, django_assert_max_num_queries: Any
) -> None:
    contact = Contact(channel="phone", address="600100200", mark=contact_mark("phone:600100200"))
    for _ in range(4):
        make_request(client=make_client(office=alena_operator.office, contact=contact))
    with django_assert_max_num_queries(12):
        desk.get(URL)
    with django_assert_max_num_queries(12):
        desk.post(KNOWN, {"contact": "600100200"})
    with django_assert_max_num_queries(20):  # five of them are the sign-in's, the office's and the topics'
        desk.post(URL, call(contact="600100200", contact_channel=""))
    with django_assert_max_num_queries(12):
        assert desk.get(URL).content.decode().count("/desk/requests/") >= 5


def test_only_people_who_take_calls_come_in(
    client: Browser, vika_volunteer: User, hanna_coordinator: User, sign_in: Any
) -> None:
    assert client.get(URL).status_code == 302
    assert client.post(KNOWN, {"contact": "600100200"}).status_code == 302
    for user in (vika_volunteer, hanna_coordinator):
        assert sign_in(Browser(), user).get(URL).status_code == 403
        assert sign_in(Browser(), user).post(KNOWN, {"contact": "600100200"}).status_code == 403
