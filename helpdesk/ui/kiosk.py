"""A shared device forgets: two minutes after the last click everything that a visitor typed is gone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from helpdesk.accounts.kiosk import REST_SECONDS, kiosk_here, kiosk_of
from helpdesk.accounts.middleware import is_desk

SEEN = "kiosk_seen"
KEEP = "kiosk_keep"  # name of the button for whoever writes longer than a rest lasts
# Without script a page leaves before the server forgets: what is sent in its last second still counts.
PAGE_SECONDS = REST_SECONDS - 5
LONG_FORM = re.compile(rb"<form\b(?:(?!</form>).)*<textarea\b(?:(?!</form>).)*", re.DOTALL)
OWN_PAGES = frozenset({"doors:kiosk", "doors:kiosk_next", "doors:kiosk_still"})


class KioskRest:
    """Twice forgotten: Redis drops the session by itself, and a browser that rests is led to a neutral page.

    The two fragments are put into the finished page, so that no page of ours can be made without them and
    none that is kept for all readers can be kept with them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        own = "" if is_desk(request) else request.COOKIES.get(settings.KIOSK_COOKIE, "")
        kiosk = kiosk_of(own) if own else None
        request.kiosk = kiosk  # type: ignore[attr-defined]
        if kiosk is None:
            response = self.get_response(request)
            if own and settings.KIOSK_COOKIE not in response.cookies:
                response.delete_cookie(settings.KIOSK_COOKIE, samesite="Lax")
            return response
        self._begin(request)
        response = self.get_response(request)
        return self._finish(request, response)

    @staticmethod
    def _begin(request: HttpRequest) -> None:
        now = int(time.time())
        if now - request.session.get(SEEN, now) >= REST_SECONDS:
            request.session.flush()
        request.session[SEEN] = now
        request.session.set_expiry(REST_SECONDS)

    @staticmethod
    def _finish(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        view = request.resolver_match.view_name if request.resolver_match else ""
        if (
            view == "exit" and response.status_code == 303
        ):  # leaving here means: empty for the next person; the device stays ours
            response.headers["Location"] = reverse("doors:kiosk")
            response.headers["Clear-Site-Data"] = '"storage"'
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and view not in OWN_PAGES and isinstance(response, HttpResponse) and response.content:
            _add_rest(response)
        return response


def still_typing(request: HttpRequest) -> bool:
    """Whether a visitor without script only asked for more time: her page comes back with what she typed."""
    return KEEP in request.POST and kiosk_here(request) is not None


def _add_rest(response: HttpResponse) -> None:
    head = render_to_string("ui/kiosk_head.html", {"seconds": PAGE_SECONDS}).encode()
    bar = render_to_string("ui/kiosk_bar.html").encode()
    keep = render_to_string("ui/kiosk_keep.html", {"name": KEEP}).encode()
    content = LONG_FORM.sub(lambda form: form[0] + keep, response.content)
    content = content.replace(b"</head>", head + b"</head>", 1)
    response.content = content.replace(
        b'<header class="site-header">', bar + b'<header class="site-header">', 1
    )
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))
