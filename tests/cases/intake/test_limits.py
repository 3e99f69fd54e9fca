"""Limits that keep no address, and forms that lose nothing when one is reached."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from cases.casefile.views.unlock import MANY_WRONG
from cases.intake.rules import new_receipt
from cases.intake.views.web import MANY_SUBMISSIONS
from cases.requests.models import HelpRequest
from helpdesk.accounts import throttle
from tests.factories.requests import make_holder
from tests.factories.web import answer_questions, send, tell, unlock, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_warsaw")]


def counted_naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the throttle would have slept; other threads of this process go on sleeping."""
    naps: list[float] = []
    monkeypatch.setattr(throttle, "time", SimpleNamespace(time=time.time, sleep=naps.append))
    return naps


def test_the_sixth_wrong_receipt_has_to_wait(client: Browser) -> None:
    for _ in range(5):
        assert unlock(client, new_receipt()).status_code == 200
    refused = unlock(client, new_receipt())
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60


def test_even_the_right_receipt_waits_and_a_new_browser_does_not_help(client: Browser) -> None:
    holder = make_holder()
    for _ in range(5):
        unlock(client, new_receipt())
    assert unlock(Browser(), holder.digits).status_code == 429


def test_a_forged_forwarding_header_does_not_help(client: Browser) -> None:
    for number in range(5):
        client.post("/be/back/", {"receipt": new_receipt()}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP"):
        refused = client.post("/be/back/", {"receipt": new_receipt()}, headers={header: "10.9.9.9"})
        assert refused.status_code == 429


def test_another_connection_may_go_on(client: Browser) -> None:
    for _ in range(6):
        unlock(client, new_receipt())
    assert client.post("/be/back/", {"receipt": new_receipt()}, REMOTE_ADDR="127.0.0.2").status_code == 200


def test_neighbours_in_one_ipv6_network_share_their_tries(client: Browser) -> None:
    for number in range(5):
        client.post("/be/back/", {"receipt": new_receipt()}, REMOTE_ADDR=f"2001:db8:1:2::{number}")
    last = client.post("/be/back/", {"receipt": new_receipt()}, REMOTE_ADDR="2001:db8:1:2:ffff::1")
    assert last.status_code == 429
    other = client.post("/be/back/", {"receipt": new_receipt()}, REMOTE_ADDR="2001:db8:1:3::1")
    assert other.status_code == 200


def test_right_receipts_do_not_count_as_wrong_ones() -> None:
    holder = make_holder()
    for _ in range(8):
        assert unlock(Browser(), holder.digits).status_code == 302


def test_slips_that_the_check_digits_catch_cost_no_try(client: Browser) -> None:
    receipt = new_receipt()
    slip = receipt[:-1] + str((int(receipt[-1]) + 1) % 10)
    for _ in range(9):
        assert unlock(client, slip).status_code == 400


def test_the_sixth_request_within_an_hour_waits_and_keeps_every_word(client: Browser) -> None:
    for number in range(5):
        assert len(write(Browser(), story=f"Зварот {number}")) == 20
    tell(client, "en", story="Шосты зварот")
    answer_questions(client, "en")
    refused = send(client, "en", contact_channel="phone", contact="+48 600 100 200", safe_word="вяз")
    text = refused.content.decode()
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60 * 60
    assert "Nothing you wrote is lost." in text
    assert "+48 600 100 200" in text
    assert "вяз" in text
    assert "Шосты зварот" in client.get("/en/write/").content.decode()
    assert HelpRequest.objects.count() == 5


def test_redis_keeps_neither_the_address_nor_the_key_of_the_day_for_longer_than_a_day(
    client: Browser,
) -> None:
    client.post("/be/back/", {"receipt": new_receipt()}, REMOTE_ADDR="203.0.113.77")
    redis = cache._cache.get_client()
    names = redis.keys("*")
    assert any(b"tries:" in name for name in names)
    for name in names:
        assert b"203.0.113.77" not in name + bytes(redis.get(name) or b"")
        assert 0 < redis.ttl(name) <= 24 * 60 * 60


def test_after_the_wait_tries_are_free_again(client: Browser) -> None:
    for _ in range(6):
        unlock(client, new_receipt())
    redis = cache._cache.get_client()
    for name in redis.keys("*tries:receipt*"):
        redis.pexpire(name, 1)
    time.sleep(0.02)
    assert unlock(client, new_receipt()).status_code == 200


def test_a_flood_from_everywhere_slows_down_and_blocks_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    naps = counted_naps(monkeypatch)
    cache.set("flood:intake", MANY_SUBMISSIONS.most - 1, 60)
    assert len(write(Browser(), story="Двухсоты зварот")) == 20
    assert naps == []
    assert len(write(Browser(), story="Наступны зварот")) == 20
    assert naps == [throttle.SLOW_SECONDS]
    assert len(write(Browser(), story="У небяспецы", danger="yes")) == 20
    assert naps == [throttle.SLOW_SECONDS], "danger never waits"


def test_wrong_receipts_from_everywhere_become_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    naps = counted_naps(monkeypatch)
    cache.set("flood:receipt", MANY_WRONG.most, 60)
    assert unlock(Browser(), new_receipt()).status_code == 200
    assert naps == [throttle.SLOW_SECONDS]


def test_a_flood_never_puts_all_threads_to_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    naps = counted_naps(monkeypatch)
    cache.set("flood:intake", MANY_SUBMISSIONS.most, 60)
    for _ in range(throttle.MOST_WAITING):
        assert throttle._waiting.acquire(blocking=False)
    try:
        throttle.slow_down(MANY_SUBMISSIONS)
    finally:
        for _ in range(throttle.MOST_WAITING):
            throttle._waiting.release()
    assert naps == []
