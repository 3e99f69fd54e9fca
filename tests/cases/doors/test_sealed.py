"""What a partner and a visitor write lies readable nowhere, and no two people get through one link."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.test import Client as Browser

from cases.doors.actions.hand_overs import invite_partner
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from tests.cases.doors.test_hand_over import signed
from tests.cases.intake.test_at_once import at_once
from tests.cases.intake.test_canaries import dump_of_postgres, dump_of_redis, shapes
from tests.factories.web import shown_digits, tell, write

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"story": "кенар-гісторыя", "contact": "@kanarek_zolty", "signer": "Kanarėlė Pasirašiusi"}


def test_no_word_of_a_hand_over_and_of_a_visit_lies_readable_anywhere(
    client: Browser, alena_operator: User, sign_in: Any, caplog: pytest.LogCaptureFixture
) -> None:
    link = f"/be/from/{invite_partner(partner='Дом', by=alena_operator)[1]}/"
    partner, device = Browser(), Browser()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)  # only DEBUG=True logs statements
        partner.post(link, signed(**WORDS))
        digits = shown_digits(partner, "be", "from/done")
        page = sign_in(client, alena_operator).post("/desk/kiosk/").content.decode()
        code = re.search(r'id="code">([\d ]+)<', page)
        device.post("/be/here/", {"number": code.group(1) if code else ""})
        tell(device, story="кенар-наведнік")
    assert "кенар-наведнік" in device.get("/be/write/").content.decode()
    secrets = {**WORDS, "digits": digits, "visit": "кенар-наведнік", "link": link.split("/")[3]}
    places = {"postgres": dump_of_postgres(), "redis": dump_of_redis()}
    for place, content in places.items():
        for name, text in secrets.items():
            assert not any(shape in content for shape in shapes(text)), f"{name} lies readable in {place}"
    for name in ("story", "contact", "signer", "digits", "visit"):
        assert secrets[name] not in caplog.text, name


def test_a_link_opened_by_many_at_once_hands_over_one_person(alena_operator: User) -> None:
    link = f"/be/from/{invite_partner(partner='Дом', by=alena_operator)[1]}/"
    partners = [Browser() for _ in range(5)]
    answers = at_once(*[lambda one=one: one.post(link, signed()) for one in partners])
    assert sorted(answer.status_code for answer in answers) == [302, 404, 404, 404, 404]
    assert HelpRequest.objects.count() == 1


def test_a_code_typed_on_many_devices_at_once_opens_one(
    client: Browser, alena_operator: User, sign_in: Any
) -> None:
    page = sign_in(client, alena_operator).post("/desk/kiosk/").content.decode()
    code = re.search(r'id="code">([\d ]+)<', page)
    number = {"number": code.group(1) if code else ""}
    answers = at_once(*[lambda: Browser().post("/be/here/", number) for _ in range(5)])
    assert sorted(answer.status_code for answer in answers).count(302) == 1


def test_visitors_receipts_are_never_equal(client: Browser, alena_operator: User, sign_in: Any) -> None:
    seen = {write(Browser(), story=f"Зварот {number}") for number in range(4)}
    for _ in range(4):
        link = f"/be/from/{invite_partner(partner='Дом', by=alena_operator)[1]}/"
        partner = Browser()
        partner.post(link, signed())
        seen.add(shown_digits(partner, "be", "from/done"))
    assert len(seen) == 8
