"""Headers that leave no trace: nothing is kept, indexed or handed on unless a page says so itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseForbidden, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render

from helpdesk.accounts.middleware import is_desk
from helpdesk.sealing.errors import KeyErased

# Only what the knowledge rooms publish may be indexed; a list of search results is a reader's question.
INDEXED_VIEWS = frozenset({"knowledge:topic", "knowledge:article"})
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)


METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class SafetyHeaders:
    """Sets the headers of safety.md 2 that Django and django-csp do not set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in METHODS:
            response = self.get_response(request)
        else:  # nothing here is written with others, and TRACE would repeat what it got
            response = HttpResponseNotAllowed(METHODS)
        if not request.path.startswith(settings.STATIC_URL) or response.status_code >= 400:
            self._forget(request, response)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault(
            "X-Frame-Options", settings.X_FRAME_OPTIONS
        )  # for browsers older than CSP 2
        for name in ("Server", "X-Powered-By"):
            if name in response.headers:
                del response.headers[name]
        return response

    @staticmethod
    def _forget(request: HttpRequest, response: HttpResponseBase) -> None:
        """Only an answer that calls itself public, and sets no cookie, may be kept by anybody."""
        own = response.headers.get("Cache-Control", "")
        if "public" not in own or response.cookies:
            response.headers["Cache-Control"] = "no-store"
        match = request.resolver_match
        if match is None or match.view_name not in INDEXED_VIEWS or response.status_code != 200:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"


View = TypeVar("View", bound=Callable[..., HttpResponseBase])
LARGEST_TEXT_FORM = 13_000_000  # bytes: two million Cyrillic letters as a form sends them


def takes_long_texts(view: View) -> View:
    """For desk forms in which somebody writes long texts: the form itself says that one is too long.

    Elsewhere a form larger than DATA_UPLOAD_MAX_MEMORY_SIZE gets the bare 413 page.
    """
    view.takes_long_texts = True  # type: ignore[attr-defined]
    return view


class LongTexts:
    """Reads the forms of `takes_long_texts` views up to their own limit, for whoever is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    @staticmethod
    def process_view(request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        if request.method != "POST" or not getattr(view, "takes_long_texts", False):
            return
        size = request.META.get("CONTENT_LENGTH") or "0"
        is_form = request.content_type == "application/x-www-form-urlencoded"
        if is_form and size.isdecimal() and int(size) <= LARGEST_TEXT_FORM and SESSION_KEY in request.session:
            request._body = request.read(int(size))  # noqa: SLF001 - Django offers no limit for one view


class ErasedWords:
    """What was erased while somebody looked, or long ago, is a page that says so, and no fault of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    @staticmethod
    def process_exception(request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, KeyErased) and is_desk(request):
            return render(request, "ui/erased.html", status=410)
        return None


REASON_NOT_FROM_HERE = "The form was not posted from our own page."


def tokenless(view: View) -> View:
    """For forms that anybody may send, on pages kept for all readers: there is no session to hold a token.

    Nobody's rights are used by such a form, so TracelessCsrf asks only that it was posted from our own page.
    """
    view.tokenless = True  # type: ignore[attr-defined]
    return view


class TracelessCsrf(CsrfViewMiddleware):
    """Django's check for a site that sends `no-referrer`.

    Under that policy browsers hide a page even from itself: a form posted here comes with `Origin: null`
    and no Referer, which Django refuses. `Sec-Fetch-Site` is set by the browser and no page can forge it,
    so it takes their place; where an old browser lacks it, the token in the SameSite session decides alone.
    """

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> HttpResponseForbidden | None:
        if not getattr(callback, "tokenless", False):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        trusted = request.method in {"GET", "HEAD"} or getattr(request, "_dont_enforce_csrf_checks", False)
        if trusted or self._was_posted_here(request):
            return None
        refusal: HttpResponseForbidden = self._reject(request, REASON_NOT_FROM_HERE)  # type: ignore[attr-defined]
        return refusal

    def _was_posted_here(self, request: HttpRequest) -> bool:
        """Said by the browser itself, in one header or the other; silence is not enough here."""
        if "Sec-Fetch-Site" in request.headers:
            return request.headers["Sec-Fetch-Site"] == "same-origin"
        return request.META.get("HTTP_ORIGIN", "null") != "null" and self._origin_verified(request)

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META.get("HTTP_ORIGIN") == "null":
            return self._is_from_here(request)
        return bool(super()._origin_verified(request))  # type: ignore[misc]

    def _check_referer(self, request: HttpRequest) -> None:
        if "HTTP_REFERER" in request.META or not self._is_from_here(request):
            super()._check_referer(request)  # type: ignore[misc]

    @staticmethod
    def _is_from_here(request: HttpRequest) -> bool:
        return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
