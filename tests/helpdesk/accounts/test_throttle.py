"""Tries are counted by address: of the connection, or as our own proxy writes it; it is never stored."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from helpdesk.accounts.throttle import Limit, bucket_of, give_back, take

LIMIT = Limit("test", most=2, seconds=60)


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


def test_the_third_try_waits_and_another_client_does_not() -> None:
    mine = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    assert [take(LIMIT, mine) for _ in range(2)] == [0, 0]
    assert 1 <= take(LIMIT, mine) <= 61
    assert take(LIMIT, RequestFactory().get("/", REMOTE_ADDR="192.0.2.2")) == 0


def test_a_right_try_is_given_back() -> None:
    mine = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    for _ in range(5):
        assert take(LIMIT, mine) == 0
        give_back(LIMIT, mine)


def test_a_claimed_address_changes_nothing() -> None:
    plain = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    claimed = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "198.51.100.9"})
    assert bucket_of(plain) == bucket_of(claimed)


def test_behind_our_proxy_its_header_tells_clients_apart(settings: Settings) -> None:
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_CLIENT_ADDRESS"
    one, two = (
        RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", headers={"X-Client-Address": address})
        for address in ("192.0.2.1", "192.0.2.2")
    )
    assert bucket_of(one) != bucket_of(two)


def test_one_household_is_one_bucket_and_no_address_is_kept() -> None:
    first = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2::1")
    second = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:ffff::9")
    assert bucket_of(first) == bucket_of(second)
    assert "2001" not in bucket_of(first)
