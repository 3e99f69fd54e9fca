"""What stands before every view: sessions of two faces, the reader's language, sign-in life, closed doors."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import UpdateError
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers

from helpdesk import languages
from helpdesk.accounts import actions
from helpdesk.accounts.access import OTHERS, Access
from helpdesk.accounts.models import StaffSession

GetResponse = Callable[[HttpRequest], HttpResponseBase]
DESK = "/desk/"


def is_desk(request: HttpRequest) -> bool:
    """Whether this address belongs to the staff's face."""
    return request.path_info.startswith(DESK) or request.path_info == DESK.rstrip("/")


class TwoFaceSession:
    """One session cookie for readers and clients (Lax), another for staff (Strict), both without lifetime.

    Differs from Django's middleware in the cookie's name and SameSite by face, and in never writing
    `Expires`: a browser that is closed forgets (safety.md 2).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.store = import_module(settings.SESSION_ENGINE).SessionStore

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = settings.DESK_SESSION_COOKIE if is_desk(request) else settings.PUBLIC_SESSION_COOKIE
        request.session = self.store(request.COOKIES.get(name))
        response = self.get_response(request)
        self._write(request, response, name)
        return response

    def _write(self, request: HttpRequest, response: HttpResponseBase, name: str) -> None:
        session = request.session
        accessed, modified, empty = session.accessed, session.modified, session.is_empty()
        if accessed:
            patch_vary_headers(response, ("Cookie",))
        if name in request.COOKIES and empty:
            response.delete_cookie(name, samesite=self._samesite(request))
            return
        if not modified or empty or response.status_code >= 500:
            return
        try:
            session.save()
        except UpdateError:  # somebody ended this session while its page was being made
            response.delete_cookie(name, samesite=self._samesite(request))
            return
        response.set_cookie(
            name,
            session.session_key or "",
            path="/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite=self._samesite(request),
        )

    @staticmethod
    def _samesite(request: HttpRequest) -> Any:
        return "Strict" if is_desk(request) else "Lax"


class ReaderLanguage:
    """Public pages speak the language of their address, the desk that of the user; no cookie remembers it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        prefix = request.path_info.split("/")[1]
        wished = languages.negotiate(request.headers.get("Accept-Language", ""))
        self._speak(request, prefix if prefix in languages.CODES else wished)
        if request.path_info == "/":
            return self._to(DESK if settings.FACE == "desk" else f"/{wished}/")
        response = self.get_response(request)
        if response.status_code == 404 and self._lacks_only_its_language(request, prefix, wished):
            return self._to(f"/{wished}{request.path_info}")
        response.headers.setdefault("Content-Language", translation.get_language() or languages.DEFAULT)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if is_desk(request) and request.user.is_authenticated:
            self._speak(request, request.user.language)

    @staticmethod
    def _speak(request: HttpRequest, code: str) -> None:
        translation.activate(code)
        request.LANGUAGE_CODE = code

    @staticmethod
    def _lacks_only_its_language(request: HttpRequest, prefix: str, wished: str) -> bool:
        known = prefix in languages.CODES or is_desk(request) or request.method != "GET"
        return not known and bool(is_valid_path(f"/{wished}{request.path_info}"))

    @staticmethod
    def _to(address: str) -> HttpResponse:
        response = HttpResponseRedirect(address)
        patch_vary_headers(response, ("Accept-Language",))
        return response


class StaffSessionLife:
    """Ends a sign-in that is idle, old, revoked or of somebody who may not work here; keeps its row."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_desk(request):
            return self.get_response(request)
        row = self._living(request)
        request.desk_is_closed = bool(row and row.desk_is_closed)  # type: ignore[attr-defined]
        response = self.get_response(request)
        self._follow(request, row)
        return response

    @staticmethod
    def _living(request: HttpRequest) -> StaffSession | None:
        """The row of this sign-in; a sign-in without a living row is signed out here, on the server."""
        if not request.user.is_authenticated:
            return None
        row = actions.living_sign_in(user=request.user, key=request.session.session_key or "")
        if row is None:
            logout(request)
        return row

    @staticmethod
    def _follow(request: HttpRequest, row: StaffSession | None) -> None:
        """After the view: a new sign-in gets a row, a cycled key moves its row, a sign-out deletes it."""
        if request.user.is_authenticated:
            agent = request.headers.get("User-Agent", "")
            actions.follow_sign_in(user=request.user, row=row, session=request.session, agent=agent)
        elif row is not None:
            actions.end_sign_in(row)


class ClosedByDefault:
    """No view is served that does not say who may come in (access.py); a forgotten mark gives a 404."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if ("public" if is_desk(request) else "desk") == settings.FACE:
            raise Http404  # the other face's address
        if isinstance(getattr(view, "access", None), Access):
            return None  # the mark's own guard decides
        match = request.resolver_match
        access = OTHERS.get(match.view_name) if match else None
        if access is None:
            raise Http404
        if access.kind == "public":
            return None
        if not request.user.is_authenticated:
            return redirect(settings.LOGIN_URL)
        if access.any_of and not request.user.can(*access.any_of):
            raise PermissionDenied
        return None
