"""Pages kept for readers without a cookie: one copy for all in Redis, with an ETag, until a change."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from redis.exceptions import RedisError

GENERATION = "knowledge:generation"  # part of the key of every kept page
SECONDS = 600
SECONDS_AT_READERS = 60
LONGEST_QUERY = 40  # addresses with more are not kept: nobody may fill the store by inventing addresses


def forget_pages() -> None:
    """Make every kept page unreachable; called after the commit of a change that readers see."""
    if not cache.add(GENERATION, 1, timeout=None):
        cache.incr(GENERATION)


View = Callable[..., HttpResponse]


def kept_for_readers(view: View) -> View:
    """Serve readers without cookies from the store; all others get their page made, and nobody keeps it.

    The key holds the day (programmes end at midnight) and the generation (publishing forgets every page).
    When Redis is away every reader gets her page made.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.COOKIES or request.method not in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        response = _from_store(request, lambda: view(request, *args, **kwargs))
        if response.status_code != 200:
            return response
        response.headers["Cache-Control"] = f"public, max-age={SECONDS_AT_READERS}"
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
        patch_vary_headers(response, ["Cookie"])
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

    return kept


def _from_store(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return make()
    address = f"{request.get_host()} {request.get_full_path()}"
    digest = hashlib.sha256(address.encode()).hexdigest()[:32]
    try:
        generation = cache.get_or_set(GENERATION, 1, timeout=None)
        key = f"knowledge:page:{generation}:{timezone.localdate():%Y%m%d}:{digest}"
        content = cache.get(key)
    except (RedisError, OSError):
        return make()
    if content is not None:
        return HttpResponse(content)
    response = make()
    if response.status_code == 200:
        with contextlib.suppress(RedisError, OSError):
            cache.set(key, response.content, SECONDS)
    return response
