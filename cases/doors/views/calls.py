"""The phone screen: one page, one key to send it, an alias to say aloud, a receipt only when asked for."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.doors.actions.calls import log_call, look_up
from cases.doors.actions.receipts import give_receipt
from cases.doors.forms import CallForm
from cases.doors.forms.contact import TypedContact
from cases.doors.queries import known_by
from cases.doors.rules import RECEIPT_SECONDS, kind_of_contact, moved_out
from cases.intake.queries import topic_groups
from cases.intake.rules import grouped, traces_in, without_traces
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

LOGGED, MAY_GIVE = "logged_call", "receipt_for"
CONTACTS = {"phone", "email", "handle"}  # traces that may be moved to the contact


@require(Permission.CREATE_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """The empty form, above it the request just saved."""
    user = user_of(request)
    groups = topic_groups("")
    if request.method != "POST":
        saved = _just_saved(request, user)
        mark = saved.client.contact_mark if saved else None
        known = known_by(bytes(mark), user, other_than=saved.client) if saved and mark else []
        return _page(request, CallForm(groups=groups, initial=_where(user)), saved=saved, known=known)
    form = CallForm(_typed(request), groups=groups)
    findings = traces_in(str(form["story"].value() or ""))
    if "move" in request.POST or not form.is_valid():
        return _page(request, form, findings=findings if "move" in request.POST else [])
    if findings and request.POST.get("traces") != "keep":
        return _page(request, form, findings=findings)
    topics = {topic.slug: topic for root, children in groups for topic in (root, *children)}
    try:
        saved = log_call(
            need=form.to_need(topics),
            contact=form.to_contact(),
            by=user,
            form_id=str(form.cleaned_data["form_id"]),
        )
    except NotNow as sorry:
        messages.error(request, str(sorry))
        return _page(request, form)
    request.session[LOGGED] = str(saved.pk)
    request.session[MAY_GIVE] = {"id": str(saved.pk), "until": int(time.time()) + RECEIPT_SECONDS}
    return redirect("doors:log_call")


@require(Permission.CREATE_REQUEST)
@require_POST
def known(request: HttpRequest) -> HttpResponse:
    """Who is known by the contact being typed: alias, day, topic and status, and no word more."""
    form = TypedContact(request.POST)
    mark = form.mark() if form.is_valid() else None
    try:
        found = look_up(mark=mark, by=user_of(request)) if mark else []
    except NotNow as sorry:
        return render(request, "cases/doors/_known.html", {"known": [], "sorry": str(sorry), "mark": mark})
    return render(request, "cases/doors/_known.html", {"known": found, "sorry": "", "mark": mark})


@require(Permission.CREATE_REQUEST)
@require_POST
def receipt(request: HttpRequest) -> HttpResponse:
    """A receipt for the caller of a moment ago, on this page once; reading the page again gives none."""
    user = user_of(request)
    allowed: dict[str, Any] = request.session.pop(MAY_GIVE, None) or {"id": None, "until": 0}
    found = HelpRequest.objects.visible_to(user).select_related("client")
    help_request = found.filter(pk=allowed["id"]).first() if allowed["until"] > time.time() else None
    if help_request is None:
        return _page(request, CallForm(groups=topic_groups(""), initial=_where(user)), is_too_late=True)
    try:
        digits = give_receipt(help_request=help_request, by=user)
    except NotNow as sorry:
        messages.error(request, str(sorry))
        return redirect("doors:log_call")
    return render(request, "cases/doors/read_out.html", {"groups": grouped(digits), "saved": help_request})


def _typed(request: HttpRequest) -> Any:
    """What was sent; with a trace moved from the story to the contact, or all of them taken out."""
    typed = request.POST.copy()
    trace = request.POST.get("move", "")
    if trace and any(trace == finding.text for finding in traces_in(typed.get("story", ""))):
        typed["story"] = moved_out(request.POST.get("story", ""), trace)
        typed["contact"], typed["contact_channel"] = trace, kind_of_contact(trace)
    if request.POST.get("traces") == "remove":
        typed["story"] = without_traces(typed.get("story", ""))
    return typed


def _where(user: User) -> dict[str, str]:
    office = user.office
    return (
        {"country": office.country, "city": office.city, "language": "be"} if office else {"language": "be"}
    )


def _just_saved(request: HttpRequest, user: User) -> HelpRequest | None:
    """The request logged a moment ago; shown once."""
    request_id = request.session.pop(LOGGED, None)
    if request_id is None:
        return None
    found = HelpRequest.objects.visible_to(user).select_related("client")
    return found.filter(pk=request_id).first()


def _page(request: HttpRequest, form: CallForm, **context: Any) -> HttpResponse:
    parts: dict[str, Any] = {
        "saved": None,
        "known": [],
        "findings": [],
        "is_too_late": False,
        "contacts": CONTACTS,
        "may_link": user_of(request).can(Permission.LINK_CLIENTS),
    }
    return render(request, "cases/doors/call.html", {"form": form, **parts, **context})
