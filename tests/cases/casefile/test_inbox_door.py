"""The door of the inbox: who comes in, and that all who do not are treated alike."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.test import Client as Browser

from cases.closing.actions import erase_client
from cases.intake.actions import change_receipt
from cases.intake.rules import grouped, new_receipt
from helpdesk.sealing import receipts
from tests.factories.requests import Holder, make_holder, make_request
from tests.factories.web import session_of, unlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Holder:
    holder = make_holder()
    make_request(client=holder.client, story="Мая гісторыя")
    return holder


def test_the_receipt_opens_the_inbox(client: Browser, anna: Holder) -> None:
    assert unlock(client, anna.digits).url == "/be/inbox/"
    assert "Мая гісторыя" in client.get("/be/inbox/").content.decode()


@pytest.mark.parametrize("between", [" ", "-", "\u00a0", " – "])
def test_it_opens_however_it_is_grouped(client: Browser, anna: Holder, between: str) -> None:
    assert unlock(client, between.join(grouped(anna.digits))).url == "/be/inbox/"


def test_it_opens_in_full_width_digits(client: Browser, anna: Holder) -> None:
    wide = "".join(chr(ord("０") + int(digit)) for digit in anna.digits)
    assert unlock(client, f" {wide} ").url == "/be/inbox/"


def test_without_a_receipt_every_page_of_the_inbox_leads_to_the_door(client: Browser) -> None:
    for page in ("", "new/", "end/"):
        assert client.get(f"/be/inbox/{page}").url == "/be/back/"
    for page in ("write/", "answer/", "stars/", "no/", "new/", "copy/", "end/"):
        assert client.post(f"/be/inbox/{page}", {}).url == "/be/back/"


def test_unknown_erased_and_changed_receipts_look_alike(client: Browser, anna: Holder) -> None:
    erased = make_holder()
    erase_client(client=erased.client, by=erased.actor)
    change_receipt(client=anna.client, digits=new_receipt(), opener=anna.key)
    pages = []
    for digits in (new_receipt(), erased.digits, anna.digits):
        response = unlock(Browser(), digits)
        text = response.content.decode().replace(digits, "#")
        without_token = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
        pages.append((response.status_code, len(response.content), without_token, sorted(response.headers)))
    assert pages[0] == pages[1] == pages[2]
    assert pages[0][0] == 200


def test_each_of_them_costs_exactly_one_derivation_and_a_malformed_one_none(
    client: Browser, anna: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretched: list[int] = []
    real = receipts.hash_secret_raw

    def counted(**given: Any) -> bytes:
        stretched.append(1)
        return real(**given)

    monkeypatch.setattr(receipts, "hash_secret_raw", counted)
    unlock(Browser(), new_receipt())
    assert len(stretched) == 1
    unlock(Browser(), anna.digits)
    assert len(stretched) == 2
    for malformed in ("", "1234", "abcd", anna.digits[:-1] + str((int(anna.digits[-1]) + 1) % 10)):
        unlock(Browser(), malformed)
    assert len(stretched) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please type the 20 digits"),
        ("1234 5678", "A receipt has 20 digits. You typed 8."),
        ("abcd 1234", "A receipt has digits only"),
        ("1" * 20, "One digit or more is not right"),
        ("<script>", "A receipt has digits only"),
    ],
)
def test_each_slip_has_its_own_clear_sentence_and_stays_in_the_field(
    client: Browser, typed: str, sentence: str
) -> None:
    page = unlock(client, typed, "en").content.decode()
    assert sentence in page
    assert "<script>" not in page.split("<main")[1]
    if typed.isdigit():
        assert f'value="{typed}"' in page


def test_opening_gives_a_new_session_so_that_a_planted_cookie_is_worth_nothing(
    client: Browser, anna: Holder
) -> None:
    client.get("/be/back/")
    planted = client.cookies["help"].value
    unlock(client, anna.digits)
    assert client.cookies["help"].value != planted
    stranger = Browser()
    stranger.cookies["help"] = planted
    assert stranger.get("/be/inbox/").url == "/be/back/"


def test_closing_the_page_locks_it(client: Browser, anna: Holder) -> None:
    unlock(client, anna.digits)
    assert client.post("/be/back/out/").url == "/be/back/"
    assert client.get("/be/inbox/").url == "/be/back/"


def test_the_quick_exit_locks_it(client: Browser, anna: Holder) -> None:
    unlock(client, anna.digits)
    cookie = client.cookies["help"].value
    client.get("/be/exit/")
    again = Browser()
    again.cookies["help"] = cookie
    assert again.get("/be/inbox/").url == "/be/back/"


@pytest.mark.parametrize("seconds", [30 * 60 + 1, 2 * 60 * 60 + 1])
def test_an_inbox_left_open_locks_itself(
    client: Browser, anna: Holder, seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlock(client, anna.digits)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + seconds)
    assert client.get("/be/inbox/").url == "/be/back/"


def test_the_receipt_itself_is_not_kept_in_the_session(client: Browser, anna: Holder) -> None:
    unlock(client, anna.digits)
    assert anna.digits not in str(dict(session_of(client).items()))
