"""How often public pages are opened: a number for each page, language and day in Redis, and nobody in it.

What stands in Redis is `20261122|pl-pesel|be` and a number, for an hour. No address, cookie, browser,
referrer or hour goes into it and no line into a log; two readers and one reader twice look the same. So
whoever copies Redis, or holds the public process, learns how many pages were opened today, never by whom.
The price: a reload counts again, and whoever wants to push a number up can.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry

from helpdesk import languages

OPENED = "opened"  # the hash that grows
ASIDE = "opened:aside:"  # one that grows no more, until its numbers stand in the database
PATIENCE = 0.5  # seconds; a page is worth more than its count

# Every browser calls itself so, and hardly any program that does not want to look like one.
_BROWSER = re.compile(r"(mozilla|opera)/")
# A robot that keeps to the custom names a page about itself; Cubot is a maker of cheap telephones.
_ROBOT = re.compile(r"(?<!cu)bot|crawl|spider|slurp|headless|lighthouse|preview|https?:")

View = Callable[..., HttpResponse]
Opened = dict[tuple[str, str, str], int]  # by day (20261122), page and language


def counts_openings(view: View) -> View:
    """For views of one page each, named by `slug`: counts it for whoever gets it, made, kept or as 304.

    Stands outside `kept_for_readers`, so a kept page counts too. Costs one word to Redis and no query; when
    Redis is away the page goes out uncounted.
    """

    @wraps(view)
    def counting(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, slug, *args, **kwargs)
        if response.status_code in {200, 304} and is_reading(request.method, request.headers):
            count(slug, get_language() or languages.DEFAULT)
        return response

    return counting


def is_reading(method: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a person may be looking: not HEAD, not a browser guessing ahead, no robot that says so."""
    if method != "GET":
        return False
    if any("prefetch" in headers.get(name, "").lower() for name in ("Sec-Purpose", "Purpose", "X-Moz")):
        return False
    browser = headers.get("User-Agent", "").lower()
    return _BROWSER.match(browser) is not None and _ROBOT.search(browser) is None


def count(page: str, language: str) -> None:
    """One more; lost when Redis is away."""
    with contextlib.suppress(RedisError, OSError):
        _redis(settings.REDIS_URL).hincrby(OPENED, f"{timezone.localdate():%Y%m%d}|{page}|{language}", 1)


def set_aside(name: str) -> Opened:
    """All that was counted so far, under a name that no page adds to; the same however often it is asked.

    Raises RedisError.
    """
    redis = _redis(settings.REDIS_URL)
    try:
        redis.renamenx(OPENED, f"{ASIDE}{name}")
    except ResponseError as error:
        if "no such key" not in str(error):  # that one says that nothing was counted
            raise
    found: Opened = {}
    for key, number in redis.hgetall(f"{ASIDE}{name}").items():
        day, page, language = str(key).split("|")
        found[day, page, language] = int(number)
    return found


def forget(name: str) -> None:
    """What was set aside under this name stands in the database now. Raises RedisError."""
    _redis(settings.REDIS_URL).delete(f"{ASIDE}{name}")


@cache
def _redis(url: str) -> Redis:
    """One pool for each process; tries once and soon gives up."""
    once = Retry(NoBackoff(), 0)
    return Redis.from_url(
        url, decode_responses=True, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=once
    )
