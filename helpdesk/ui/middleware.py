"""Headers that leave no trace: nothing is kept, indexed or handed to another site unless a page says so itself."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Only what the knowledge rooms publish may be found by a search engine; a list of search results is a reader's question.
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


class SafetyHeaders:
    """Sets the headers of safety.md 2 that Django and django-csp do not set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            self._forget(request, response)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
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
