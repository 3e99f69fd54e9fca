"""The shared device: opened without a sign-in, spared the limits, forgetting after two minutes."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client as Browser
from django.utils import timezone

from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.accounts.sessions import name_of
from tests.factories.web import session_of, shown_digits, tell, unlock, write

pytestmark = pytest.mark.django_db
OFFER, HERE = "/desk/kiosk/", "/be/here/"


def is_open(device: Browser) -> bool:
    return "Good day!" in device.get("/en/here/").content.decode()


def code_on(page: str) -> str:
    found = re.search(r'id="code">([\d ]+)<', page)
    return found.group(1) if found else ""


@pytest.fixture
def code(client: Browser, alena_operator: User, sign_in: Any) -> str:
    return code_on(sign_in(client, alena_operator).post(OFFER).content.decode())


@pytest.fixture
def device(code: str) -> Browser:
    browser = Browser()
    assert browser.post(HERE, {"number": code}).url == HERE
    return browser


def test_a_device_opens_with_the_code_and_without_anybodys_sign_in(device: Browser) -> None:
    assert is_open(device)
    assert settings.DESK_SESSION_COOKIE not in device.cookies
    assert device.get("/desk/queue/").url == "/desk/account/login/"
    assert device.cookies[settings.KIOSK_COOKIE]["httponly"]


def test_a_code_works_once(code: str, device: Browser) -> None:
    other = Browser()
    page = other.post("/en/here/", {"number": code}).content.decode()
    assert "This code opens nothing" in page
    assert settings.KIOSK_COOKIE not in other.cookies


def test_a_code_works_for_five_minutes(client: Browser, alena_operator: User, sign_in: Any) -> None:
    with time_machine.travel("2026-12-01 10:00", tick=False):
        code = code_on(sign_in(client, alena_operator).post(OFFER).content.decode())
    with time_machine.travel("2026-12-01 10:05", tick=False):
        assert Browser().post(HERE, {"number": code}).status_code == 200


def test_guessed_codes_have_to_wait(office_warsaw: Any) -> None:
    tries = [Browser().post("/en/here/", {"number": f"{number:010d}"}).status_code for number in range(6)]
    assert tries == [200] * 5 + [429]


def test_on_this_very_device_the_sign_in_ends_first(
    client: Browser, alena_operator: User, sign_in: Any
) -> None:
    sign_in(client, alena_operator)
    page = client.post(OFFER, {"here": "yes"}).content.decode()
    assert client.get("/desk/queue/").url == "/desk/account/login/"
    assert client.post(HERE, {"number": code_on(page)}).url == HERE


def test_a_visit_is_the_same_form_and_a_walk_in_of_that_office(device: Browser, office_warsaw: Any) -> None:
    assert len(write(device, country="LT", heard_from="friends")) == 20
    row = HelpRequest.objects.get()
    assert (row.channel, row.office, row.heard_from) == ("walk_in", office_warsaw, "friends")


def test_visitors_one_after_another_meet_no_limit(device: Browser) -> None:
    for number in range(7):
        assert len(write(device, story=f"Наведнік {number}")) == 20
        device.get("/be/here/next/")
    assert len(write(Browser())) == 20


def test_after_two_minutes_of_rest_nothing_is_left(device: Browser) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tell(device, story="Мая таямніца")
        clock.shift(119)
        assert "Мая таямніца" in device.get("/be/write/").content.decode()
        clock.shift(120)
        assert "Мая таямніца" not in device.get("/be/write/").content.decode()


def test_a_receipt_left_on_the_screen_is_gone_too(device: Browser) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        digits = write(device)
        assert shown_digits(device) == digits
        clock.shift(121)
        assert shown_digits(device) == ""
        unlock(device, digits)
        clock.shift(121)
        assert device.get("/be/inbox/").url == "/be/back/"


def test_redis_drops_the_visit_by_itself(device: Browser) -> None:
    tell(device, story="Мая таямніца")
    key = f"session:{name_of(device.cookies[settings.PUBLIC_SESSION_COOKIE].value)}"
    redis = cache._cache.get_client()
    left = redis.ttl(cache.make_and_validate_key(key))
    assert 0 < left <= 120


def test_a_finished_visitor_empties_the_device_at_once(device: Browser) -> None:
    write(device)
    assert device.get("/be/here/next/").url == HERE
    assert shown_digits(device) == ""
    assert "draft" not in session_of(device)
    assert is_open(device)


def test_leaving_quickly_empties_the_device_and_keeps_it_ours(device: Browser) -> None:
    write(device)
    left = device.get("/be/exit/")
    assert (left.status_code, left.url) == (303, HERE)
    assert shown_digits(device) == ""
    assert is_open(device)


def test_every_page_goes_back_to_the_neutral_one_by_itself(device: Browser) -> None:
    for path in ("write/", "back/", "", "search/?q=pesel", "no-such-page/"):
        page = device.get(f"/be/{path}").content.decode()
        assert '<meta http-equiv="refresh" content="115;url=/be/here/next/">' in page, path
        assert "ui/kiosk.js" in page
    assert "http-equiv" not in device.get(HERE).content.decode()


def test_no_other_reader_ever_gets_a_page_of_the_device(device: Browser) -> None:
    device.get("/be/")
    assert "kiosk.js" not in Browser().get("/be/").content.decode()
    Browser().get("/ru/")
    assert "kiosk.js" in device.get("/ru/").content.decode()
    assert device.get("/be/").headers["Cache-Control"] == "no-store"


def test_the_script_may_say_that_somebody_is_typing(device: Browser) -> None:
    assert device.get("/be/here/still/").status_code == 204
    assert Browser().get("/be/here/still/").status_code == 404


def test_the_office_closes_its_devices(device: Browser, client: Browser) -> None:
    client.post("/desk/kiosk/close/")
    assert not is_open(device)
    assert not device.cookies[settings.KIOSK_COOKIE].value
    for _ in range(5):
        write(device)
    assert HelpRequest.objects.filter(channel="web").count() == 5


def test_a_device_closes_by_itself_in_the_night(client: Browser, alena_operator: User, sign_in: Any) -> None:
    device = Browser()
    with time_machine.travel("2026-12-01 10:00", tick=False):
        code = code_on(sign_in(client, alena_operator).post(OFFER).content.decode())
        device.post(HERE, {"number": code})
    with time_machine.travel("2026-12-01 22:00", tick=False):
        assert not is_open(device)


def test_a_forged_pass_opens_nothing(office_warsaw: Any) -> None:
    browser = Browser()
    browser.cookies[settings.KIOSK_COOKIE] = "made-up"
    assert "kiosk.js" not in browser.get("/be/write/").content.decode()


def token_on(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    return found.group(1) if found else ""


def strict(device: Browser) -> Browser:
    """The same device, asked for its token as a real browser is."""
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = device.cookies
    return browser


@pytest.mark.parametrize("page", ["write/", "inbox/ask/"])
def test_without_script_whoever_writes_long_asks_for_more_time_as_often_as_she_likes(
    device: Browser, page: str
) -> None:
    inside = page.startswith("inbox")
    if inside:
        unlock(device, write(device))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        story, shown = "Доўгі аповед.", device.get(f"/be/{page}")
        for _ in range(4):  # seven minutes over one page
            assert b'<noscript><p><button class="button" type="submit" name="kiosk_keep"' in shown.content
            clock.shift(110)
            story += " Яшчэ адзін сказ."
            shown = device.post(f"/be/{page}", {"story": story, "city": "Ломжа", "kiosk_keep": "yes"})
            assert shown.status_code == 200
            assert story in shown.content.decode()
            assert 'value="Ломжа"' in shown.content.decode()
            assert "error-summary" not in shown.content.decode()
    assert HelpRequest.objects.count() == int(inside)


def test_a_long_reply_gets_more_time_too(device: Browser) -> None:
    unlock(device, write(device))
    thread = str(HelpRequest.objects.get().pk)
    shown = device.post("/be/inbox/write/", {"thread": thread, "body": "Даўгі адказ", "kiosk_keep": "yes"})
    assert "Даўгі адказ" in shown.content.decode()
    assert not HelpRequest.objects.get().messages.exists()


def test_what_is_sent_too_late_comes_back_to_be_sent_again(device: Browser) -> None:
    """A tired browser, or one that keeps no time, sends after the server has forgotten: no word is lost."""
    browser = strict(device)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        token = token_on(browser.get("/be/write/").content.decode())
        clock.shift(125)
        typed = {"story": "Мая доўгая гісторыя", "country": "PL", "csrfmiddlewaretoken": token}
        late = browser.post("/be/write/", typed)
        assert late.status_code == 403
        page = late.content.decode()
        assert "Мая доўгая гісторыя" in page
        sent = browser.post("/be/write/", {**typed, "csrfmiddlewaretoken": token_on(page)})
    assert sent.url == "/be/write/next/"


def test_only_the_shared_device_knows_the_button(device: Browser) -> None:
    assert "kiosk_keep" not in Browser().get("/be/write/").content.decode()
    assert Browser().post("/be/write/", {"story": "", "kiosk_keep": "yes"}).content.count(b"error-summary")
    assert "kiosk_keep" not in device.get("/be/back/").content.decode()  # no long text there
