"""What counts as a read: a page a person gets, fresh, kept or as 304; and nothing is known of the person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from redis import Redis

from helpdesk.embedded.redis_server import RedisServer
from helpdesk.ui.opened_pages import OPENED
from knowledge.articles import actions as articles
from tests.factories.knowledge import BY, make_article

pytestmark = pytest.mark.django_db
PAGE = "/be/articles/pl-pesel/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 8.1.0; CUBOT_J3) AppleWebKit/537.36 Chrome/99.0 Mobile Safari/537.36"
MINI = "Opera/9.80 (Android; Opera Mini/36.2/191.249; U; be) Presto/2.12.423 Version/12.16"


@pytest.fixture
def reader() -> Client:
    """Somebody with a browser and no cookie."""
    make_article()
    return Client(headers={"User-Agent": FIREFOX})


def counted() -> dict[str, int]:
    found = Redis.from_url(configured.REDIS_URL, decode_responses=True).hgetall(OPENED)
    return {str(key).partition("|")[2]: int(number) for key, number in found.items()}


def test_a_fresh_page_a_kept_page_and_a_304_count_once_each_without_a_query(
    reader: Client, django_assert_num_queries: Any
) -> None:
    first = reader.get(PAGE)
    assert counted() == {"pl-pesel|be": 1}
    with django_assert_num_queries(0):
        assert reader.get(PAGE).content == first.content
    assert counted() == {"pl-pesel|be": 2}
    with django_assert_num_queries(0):
        answer = reader.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert answer.status_code == 304
    assert counted() == {"pl-pesel|be": 3}


def test_the_first_page_costs_no_query_more(reader: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        reader.get(PAGE)
    assert counted() == {"pl-pesel|be": 1}


def test_the_count_stands_under_the_language_of_the_page_and_whatever_follows_the_address(
    reader: Client,
) -> None:
    reader.get("/lt/articles/pl-pesel/")
    reader.get(f"{PAGE}?utm_source=chat")
    reader.cookies["help"] = "something"
    reader.get(PAGE)
    assert counted() == {"pl-pesel|lt": 1, "pl-pesel|be": 2}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "Mozilla/5.0 (compatible; YandexBot/3.0)"},
        {"User-Agent": "TelegramBot (like TwitterBot)"},
        {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "python-requests/2.32"},
        {"User-Agent": ""},
    ],
    ids=str,
)
def test_robots_and_browsers_that_guess_ahead_get_the_page_and_do_not_count(
    reader: Client, headers: dict[str, str]
) -> None:
    assert reader.get(PAGE, headers=headers).status_code == 200
    assert counted() == {}


@pytest.mark.parametrize("browser", [PHONE, MINI])
def test_cheap_telephones_count(reader: Client, browser: str) -> None:
    reader.get(PAGE, headers={"User-Agent": browser})
    assert counted() == {"pl-pesel|be": 1}


def test_asking_for_the_head_or_for_what_is_not_there_does_not_count(reader: Client) -> None:
    assert reader.head(PAGE).status_code == 200
    assert reader.get("/be/articles/invented-by-somebody/").status_code == 404
    gone = make_article("gone")
    articles.withdraw(article=gone, by=BY)
    assert reader.get("/be/articles/gone/").status_code == 404
    assert reader.get("/be/").status_code == 200
    assert counted() == {}


def test_nothing_of_the_reader_is_in_redis(reader: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Every key and value is looked at: after two different readers there is one number, and no line."""
    redis = Redis.from_url(configured.REDIS_URL)
    reader.get(PAGE, REMOTE_ADDR="203.0.113.77", headers={"Accept-Language": "be-x-marker"})
    before = {name: redis.type(name) for name in redis.keys("*")}
    other = Client(headers={"User-Agent": PHONE, "Referer": "https://chat.example/marker"})
    other.get(PAGE, REMOTE_ADDR="203.0.113.78")
    after = {name: redis.type(name) for name in redis.keys("*")}
    assert before == after, "a second reader leaves no key behind"
    today = f"{timezone.localdate():%Y%m%d}"
    assert redis.hgetall(OPENED) == {f"{today}|pl-pesel|be".encode(): b"2"}
    others = [name for name in after if name != OPENED.encode()]
    assert all(b"knowledge:" in name for name in others), others
    held = b"".join(redis.dump(name) or b"" for name in after) + b"".join(after)
    assert not any(trace in held for trace in (b"203.0.113", b"marker", b"CUBOT", b"Firefox"))
    assert "pl-pesel" not in caplog.text


@pytest.fixture
def own_redis(tmp_path: Path, settings: Any) -> Iterator[RedisServer]:
    """A real server for this test alone, so that it can really stop."""
    for name in ("redis", "log", "run"):
        (tmp_path / name).mkdir()
    server = RedisServer(tmp_path, durable=False)
    server.start()
    settings.REDIS_URL = server.url
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": server.url}}
    yield server
    caches.close_all()
    server.stop()


def test_when_redis_has_stopped_the_page_is_served_and_nothing_counted(
    reader: Client, own_redis: RedisServer
) -> None:
    first = reader.get(PAGE)
    assert counted() == {"pl-pesel|be": 1}
    own_redis.stop()
    for headers in ({}, {"If-None-Match": first.headers["ETag"]}):
        answer = reader.get(PAGE, headers=headers)
        assert answer.status_code in {200, 304}
        assert answer.headers["ETag"] == first.headers["ETag"]
