"""What every page's frame needs: languages, the way out, and for staff the navigation. Everything is lazy."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from helpdesk import languages
from helpdesk.ui.navigation import OWN_PLACES, PLACES, Place, places_for

EMERGENCY_NUMBER = "112"  # the European emergency number: free, from any phone, in both countries
LONGEST_QUERY = 3_000  # in the links to the other languages; what is longer was never a question


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `ui/public.html` and `ui/desk.html`. Asks neither the database nor Redis by itself."""
    return {
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "emergency_number": EMERGENCY_NUMBER,
        "desk_places": SimpleLazyObject(lambda: _places(request, PLACES)),
        "own_places": SimpleLazyObject(lambda: _places(request, OWN_PLACES)),
        "is_development": settings.DEBUG,
    }


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language: public addresses differ only in their first part."""
    is_kept = request.method in {"GET", "HEAD"} and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    path = request.get_full_path() if is_kept else request.path
    first, _, rest = path.lstrip("/").partition("/")
    if first not in languages.BY_CODE:
        rest = ""
    current = get_language()
    return [
        {
            "code": language.code,
            "name": language.own_name,
            "url": f"/{language.code}/{rest}",
            "is_current": language.code == current,
        }
        for language in languages.LANGUAGES
    ]


def _places(request: HttpRequest, places: tuple[Place, ...]) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return places_for(user, request.path, places)
