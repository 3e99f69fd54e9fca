"""The shared device: a code at the desk, the same code on the device, an empty page for each new person."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.doors.actions.kiosks import close_kiosks, offer_kiosk
from cases.doors.forms import CodeForm
from cases.doors.views.addresses import public_address
from helpdesk.accounts.access import public, require, user_of
from helpdesk.accounts.kiosk import kiosk_here, open_with
from helpdesk.accounts.roles import Permission
from helpdesk.accounts.throttle import Limit, give_back, take

TRIES = Limit("kiosk", most=5, seconds=15 * 60)


@require(Permission.CREATE_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """A code for a device. For this very device the sign-in ends first: nothing of it may stay behind."""
    user = user_of(request)
    if request.method != "POST":
        return render(request, "cases/doors/kiosk_offer.html", {"code": ""})
    code = offer_kiosk(by=user)
    address = public_address(request, "doors:kiosk", office=user.office)
    context = {"code": f"{code[:5]} {code[5:]}", "address": address}
    if "here" not in request.POST:
        return render(request, "cases/doors/kiosk_offer.html", context)
    logout(request)
    return render(request, "cases/doors/kiosk_here.html", context)


@require(Permission.CREATE_REQUEST)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Every device of this office forgets that it was a kiosk."""
    close_kiosks(by=user_of(request))
    messages.success(request, _("All shared devices of your office are closed."))
    return redirect("doors:kiosk_offer")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """On an open device the first page of a visit; elsewhere the place to type the code."""
    if kiosk_here(request):
        return render(request, "cases/doors/kiosk.html")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "cases/doors/kiosk_code.html", {"form": form, "minutes": 0})
    seconds = take(TRIES, request)
    if seconds:
        context = {"form": form, "minutes": -(-seconds // 60)}
        response = render(request, "cases/doors/kiosk_code.html", context, status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
    own = open_with(form.cleaned_data["number"])
    if own is None:
        form.add_error("number", _("This code opens nothing. Codes work once and for five minutes."))
        return render(request, "cases/doors/kiosk_code.html", {"form": form, "minutes": 0})
    give_back(TRIES, request)
    request.session.flush()
    response = redirect("doors:kiosk")
    response.set_cookie(
        settings.KIOSK_COOKIE,
        own,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@public
@require_safe
def next_person(request: HttpRequest) -> HttpResponse:
    """Forgets the visitor who was here, on a shared device; elsewhere it does nothing."""
    if kiosk_here(request):
        request.session.flush()
    return redirect("doors:kiosk")


@public
@require_safe
def still_here(request: HttpRequest) -> HttpResponse:
    """The device's script says that somebody is typing."""
    if kiosk_here(request) is None:
        raise Http404
    return HttpResponse(status=204)
