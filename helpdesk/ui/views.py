"""The frame's own pages: the way out, what is shown when something is wrong, health, the style guide."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from helpdesk import languages
from helpdesk.accounts.access import public
from helpdesk.accounts.errors import Refused
from helpdesk.ui import styleguide as guide
from helpdesk.ui.context_processors import EMERGENCY_NUMBER, language_links

# Never echoed on an error page, not even to the person who typed it.
SECRET_WORDS = ("receipt", "digits", "password", "code", "token", "secret", "otp")
MOST_ECHOED = 40
LONG_TEXT = 60
HIDDEN_NAMES = {"carried"}  # of fields that hold ciphertext: nobody wants to see it
RETRY_SECONDS = 60
Words = str | Promise
WAIT = ngettext_lazy(
    "Please wait %(minutes)d minute and try again. Nothing is lost.",
    "Please wait %(minutes)d minutes and try again. Nothing is lost.",
    "minutes",
)
LAST_RESORT = (
    "<!doctype html><html lang='be'><meta charset='utf-8'><title>Ganak</title>"
    "<p>Нешта зламалася ў нас. Паспрабуйце праз некалькі хвілін. Небяспека: 112.</p>"
    "<p lang='en'>Something broke on our side. Try again in a few minutes. Danger: 112.</p></html>"
)


@public
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: forget the session, show a neutral site. Leaving matters more than tidying up."""
    if request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        return HttpResponse(status=204)  # a browser guessing ahead is not a person leaving
    with contextlib.suppress(Exception):
        request.session.flush()
    response = HttpResponseRedirect(settings.NEUTRAL_SITE)
    response.status_code = 303
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        200,
        heading=_("There is no connection"),
        text=_(
            "What you typed is still on the page before. Go back and send it when you are connected again."
        ),
        icon="wifi-off",
    )


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For `make run` only: in production health has a port of its own (helpdesk/operations/internal.py)."""
    if settings.FACE != "both" or request.META.get("REMOTE_ADDR") not in {"127.0.0.1", "::1"}:
        raise Http404
    if "HTTP_X_FORWARDED_FOR" in request.META:
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@public
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state. Development only."""
    if not settings.DEBUG:
        raise Http404
    return HttpResponse(render_to_string("ui/styleguide.html", guide.context(), request))


@public
@require_safe
def public_styleguide(request: HttpRequest) -> HttpResponse:
    """The same components with the public face's stylesheet. Development only."""
    if not settings.DEBUG:
        raise Http404
    return HttpResponse(render_to_string("ui/styleguide_public.html", guide.context(), request))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return _page(
        request,
        400,
        heading=_("We could not read that"),
        text=_("Something in the address or in what was sent is not as it should be. Go back and try again."),
        icon="circle-question-mark",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text: Words = _("It is not for everybody. Start again from the first page.")
    if isinstance(exception, Refused) and str(exception):
        text = str(exception)  # written for the reader by the action that refused
    elif _is_desk(request):
        text = _("Your role does not include it. If you need it for your work, ask your coordinator.")
    return _page(request, 403, heading=_("You may not open this page"), text=text, icon="lock")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        heading=_("There is nothing here"),
        text=_("The address may be wrong, or the page is gone. Start again from the first page."),
        icon="search-x",
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        413,
        heading=_("That was too much at once"),
        text=_("Go back, make the text shorter or send fewer files, and try again."),
        icon="scissors",
    )


def too_many_requests(request: HttpRequest, *, retry_after: int) -> HttpResponse:
    """`retry_after` in seconds; the page says it in minutes."""
    minutes = max(1, -(-retry_after // 60))
    text = WAIT % {"minutes": minutes}
    response = _page(request, 429, heading=_("Too many tries"), text=text, icon="hourglass")
    response.headers["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor Redis; should even the templates be broken, plain words remain."""
    is_outage = isinstance(sys.exc_info()[1], DatabaseError | RedisError | OSError)
    try:
        if request.method == "POST" and not _is_desk(request):
            return _unsent(request, is_outage=is_outage)
        return _page(
            request,
            500,
            heading=_("Something broke on our side"),
            text=_("It is not your fault. Try again in a few minutes; what you sent before is safe."),
            icon="wrench",
        )
    except Exception:  # noqa: BLE001 - the last page there is
        return HttpResponse(LAST_RESORT, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long: nothing that was typed is lost."""
    with _reader_language(request):
        context = _frame(request) | {
            "long_texts": [],
            "short_fields": [],
            "had_files": bool(request.FILES),
            "had_secret": False,
            "action": request.path,
            "may_send_again": not reason.startswith(("Origin", "Referer")),
        }
        if _is_desk(request):
            template = "ui/expired_desk.html"
        else:
            template = "ui/expired.html"
            context["csrf_token"] = get_token(request)
            _keep_typed(request, context)
        return HttpResponse(render_to_string(template, context), status=403)


def _unsent(request: HttpRequest, *, is_outage: bool) -> HttpResponse:
    """A form of the public face that broke on its way: the same fields once more, to be sent again.

    The token is the one that came with the form: it holds as soon as the session can be read again.
    """
    with _reader_language(request):
        context = _frame(request) | {
            "long_texts": [],
            "short_fields": [],
            "had_files": False,
            "had_secret": False,
            "action": request.path,
            "may_send_again": True,
            "csrf_token": request.POST.get("csrfmiddlewaretoken", ""),
        }
        _keep_typed(request, context)
        response = HttpResponse(render_to_string("ui/unsent.html", context), status=503 if is_outage else 500)
    if is_outage:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _keep_typed(request: HttpRequest, context: dict[str, Any]) -> None:
    for name in list(request.POST)[:MOST_ECHOED]:
        if name == "csrfmiddlewaretoken":
            continue
        if any(word in name.lower() for word in SECRET_WORDS):
            context["had_secret"] = True
            continue
        for value in request.POST.getlist(name)[:MOST_ECHOED]:
            is_long = name not in HIDDEN_NAMES and (len(value) > LONG_TEXT or "\n" in value)
            context["long_texts" if is_long else "short_fields"].append((name, value))


def _page(
    request: HttpRequest, status: int, *, heading: str | Promise, text: str | Promise, icon: str
) -> HttpResponse:
    with _reader_language(request):
        context = _frame(request) | {"heading": heading, "text": text, "icon_name": icon, "status": status}
        template = "ui/error_desk.html" if _is_desk(request) else "ui/error.html"
        return HttpResponse(render_to_string(template, context), status=status)


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "language_links": language_links(request),
        "emergency_number": EMERGENCY_NUMBER,
        "is_development": settings.DEBUG,
        "path": request.path,
    }


def _is_desk(request: HttpRequest) -> bool:
    return settings.FACE == "desk" or request.path.startswith("/desk/")


def _reader_language(request: HttpRequest) -> Any:
    """The address says it, else the middleware found it, else the browser asks for it."""
    first = request.path.lstrip("/").partition("/")[0]
    if first in languages.BY_CODE:
        return translation.override(first)
    known = getattr(request, "LANGUAGE_CODE", None)
    return translation.override(known or languages.negotiate(request.headers.get("Accept-Language", "")))
