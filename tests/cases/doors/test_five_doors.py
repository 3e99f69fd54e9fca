"""All doors give the same record, each asks how people heard of us, and the answers are only counted."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from cases.doors.actions.hand_overs import invite_partner
from cases.requests.models import Client, Event, HelpRequest
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.models import WrappedKey
from tests.factories.requests import make_request
from tests.factories.web import shown_digits, write

pytestmark = pytest.mark.django_db
STORY = "Карта канчаецца ў студзені, патрэбная парада."
SAME = {
    *("office_id", "topic_id", "country", "city", "language", "status", "urgency", "urgency_rank", "flags"),
    *("sensitivity", "turn", "assigned_to_id", "first_answered_at", "closed_at", "outcome", "rating"),
    *("heard_from", "ring_back", "ring_back_part", "deadline_on", "version"),
}


def through_web() -> str:
    return write(Browser(), story=STORY, city="Lublin", heard_from="friends")


def through_kiosk(desk: Browser) -> str:
    page = desk.post("/desk/kiosk/").content.decode()
    code = re.search(r'id="code">([\d ]+)<', page)
    device = Browser()
    device.post("/be/here/", {"number": code.group(1) if code else ""})
    return write(device, story=STORY, city="Lublin", heard_from="friends")


def through_desk(desk: Browser, channel: str) -> None:
    form = {"form_id": str(uuid.uuid4()), "channel": channel, "language": "be", "country": "PL"}
    told = {
        "urgency": "normal",
        "topic": "unknown",
        "story": STORY,
        "city": "Lublin",
        "heard_from": "friends",
    }
    assert desk.post("/desk/calls/new/", {**form, **told, "heard_from": "friends"}).status_code == 302


def through_partner(user: User) -> str:
    link = f"/be/from/{invite_partner(partner='Дом', by=user)[1]}/"
    form = {"form_id": str(uuid.uuid4()), "consent": "on", "story": STORY, "topic": "unknown"}
    more = {"urgency": "normal", "language": "be", "country": "PL", "city": "Lublin", "signer": "Ewa"}
    partner = Browser()
    assert partner.post(link, {**form, **more, "heard_from": "friends"}).status_code == 302
    return shown_digits(partner, "be", "from/done")


def test_five_doors_give_one_record(client: Browser, alena_operator: User, sign_in: Any) -> None:
    desk = sign_in(client, alena_operator)
    receipts = [through_web(), through_kiosk(desk), through_partner(alena_operator)]
    for channel in ("phone", "messenger", "email"):
        through_desk(desk, channel)
    rows = {row.channel: row for row in HelpRequest.objects.select_related("client__household")}
    assert set(rows) == {"web", "walk_in", "partner", "phone", "messenger", "email"}
    first = rows["web"]
    for channel, row in rows.items():
        for name in SAME:
            assert getattr(row, name) == getattr(first, name), f"{name} through {channel}"
        assert row.inbox_key_id
        assert row.desk_key_id
        assert row.story
        assert row.client.alias
        assert row.client.household is not None
        assert list(Event.objects.filter(help_request=row).values_list("kind", flat=True)) == ["received"]
        entries = AccessEntry.objects.filter(verb="request.create", object_id=str(row.pk))
        assert entries.count() == 1
        holders = WrappedKey.objects.filter(data_key=row.inbox_key).count()
        assert holders == (2 if channel in {"web", "walk_in", "partner"} else 1), channel
    assert len(set(receipts)) == 3
    assert all(len(digits) == 20 for digits in receipts)
    locators = [bytes(row.locator) for row in Client.objects.exclude(locator=None)]
    assert len(set(locators)) == 3
    assert {row.receipt_is_temporary for row in Client.objects.exclude(locator=None)} == {True, False}


def test_the_answers_are_counted_by_source_and_door(
    client: Browser, hanna_coordinator: User, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    for source, number in (("friends", 3), ("media", 2), ("", 1)):
        for _ in range(number):
            make_request(office=hanna_coordinator.office, heard_from=source, story="Не для лічбаў")
    desk = sign_in(client, hanna_coordinator)
    with django_assert_max_num_queries(9):
        page = desk.get("/desk/doors/?days=30").content.decode()
    assert re.search(r"friends or family</th>\s*<td class=\"number\" data-label=\"web form\">3</td>", page)
    assert re.search(r"press or radio</th>\s*<td class=\"number\" data-label=\"web form\">2</td>", page)
    assert re.search(r"not asked</th>\s*<td class=\"number\" data-label=\"web form\">1</td>", page)
    alias = Client.objects.first()
    assert alias
    assert alias.alias not in page
    assert "Не для лічбаў" not in page


def test_the_sums_are_of_the_own_office_and_for_coordinators(
    client: Browser, hanna_coordinator: User, jonas_operator: User, alena_operator: User, sign_in: Any
) -> None:
    make_request(office=jonas_operator.office, heard_from="media")
    assert "No request came in" in sign_in(client, hanna_coordinator).get("/desk/doors/").content.decode()
    assert sign_in(Browser(), alena_operator).get("/desk/doors/").status_code == 403
    odd = sign_in(client, hanna_coordinator).get("/desk/doors/?days=nonsense")
    assert odd.status_code == 200


def test_the_web_form_asks_how_she_heard_and_takes_no_answer_for_one(office_warsaw: Any) -> None:
    write(Browser(), story=STORY, heard_from="media")
    write(Browser(), story=STORY)
    assert sorted(HelpRequest.objects.values_list("heard_from", flat=True)) == ["", "media"]
