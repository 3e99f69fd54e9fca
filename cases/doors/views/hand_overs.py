"""A partner's door: links at the desk, the signed form behind one, and who signed it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.doors.actions.hand_overs import invite_partner, read_signature, take_over, withdraw_invitation
from cases.doors.forms import HandOverForm, InviteForm
from cases.doors.models import HandOver
from cases.doors.queries import hand_overs_of, open_invitation, openable, partner_names
from cases.doors.rules import RECEIPT_SECONDS
from cases.doors.views.addresses import public_address
from cases.intake.forms import LastDigitsForm
from cases.intake.queries import topic_groups
from cases.intake.rules import Finding, grouped, new_receipt, traces_in, without_traces
from helpdesk.accounts.access import public, require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission

HANDED = "handed"  # session entry: the receipt to give on, for half an hour


@require(Permission.INVITE_PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_overs(request: HttpRequest) -> HttpResponse:
    """The links of this office, and a new one; its secret is shown in this answer only."""
    user = user_of(request)
    form = InviteForm(request.POST if request.method == "POST" else None)
    link, invited = "", None
    if request.method == "POST" and form.is_valid():
        invited, token = invite_partner(partner=form.cleaned_data["partner"], by=user)
        link = public_address(request, "doors:invited", token, office=invited.office)
        form = InviteForm()
    rows = hand_overs_of(user)
    may_open = openable(rows, user)
    context = {
        "form": form,
        "link": link,
        "invited": invited,
        "rows": [(row, str(row.help_request_id) in may_open) for row in rows],
        "names": partner_names(user),
    }
    return render(request, "cases/doors/hand_overs.html", context)


@require(Permission.INVITE_PARTNER)
@require_POST
def withdraw(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """The link opens nothing from now on."""
    user = user_of(request)
    hand_over = get_object_or_404(HandOver.objects.visible_to(user), pk=hand_over_id)
    try:
        withdraw_invitation(hand_over=hand_over, by=user)
    except NotNow as sorry:
        messages.error(request, str(sorry))
    else:
        messages.success(request, _("The link is withdrawn: it opens nothing any more."))
    return redirect("doors:hand_overs")


@require(Permission.INVITE_PARTNER)
@require_POST
def signature(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """Who signed this form, and whether the signature still fits; the reading is logged."""
    user = user_of(request)
    rows = HandOver.objects.about_visible(user).select_related("help_request__desk_key")
    hand_over = get_object_or_404(rows, pk=hand_over_id)
    try:
        signer = read_signature(hand_over=hand_over, by=user)
    except NotNow as sorry:
        messages.error(request, str(sorry))
        return redirect("doors:hand_overs")
    return render(request, "cases/doors/signature.html", {"row": hand_over, "signer": signer})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The partner's form. Unknown, used, withdrawn and old links are the same nothing."""
    if request.method == "POST" and _is_second_click(request):
        return redirect("doors:handed")
    invitation = open_invitation(token)
    if invitation is None:
        raise Http404
    groups = topic_groups("")
    if request.method != "POST":
        initial = {"country": invitation.office.country, "language": get_language()}
        return _form(request, HandOverForm(groups=groups, initial=initial), invitation)
    typed = request.POST.copy()
    if typed.get("traces") == "remove":
        typed["story"] = without_traces(typed.get("story", ""))
    form = HandOverForm(typed, groups=groups)
    if not form.is_valid():
        return _form(request, form, invitation)
    if typed.get("traces") != "keep" and (findings := traces_in(form.cleaned_data["story"])):
        return _form(request, form, invitation, findings=findings)
    topics = {topic.slug: topic for root, children in groups for topic in (root, *children)}
    digits = new_receipt()
    need = form.to_need(topics)
    client = take_over(
        token=token, signer=form.cleaned_data["signer"], need=need, contact=form.to_contact(), digits=digits
    )
    if client is None:
        raise Http404
    request.session[HANDED] = {
        "digits": digits,
        "alias": client.alias,
        "form": str(form.cleaned_data["form_id"]),
        "until": int(time.time()) + RECEIPT_SECONDS,
    }
    return redirect("doors:handed")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def handed(request: HttpRequest) -> HttpResponse:
    """The receipt to hand to the person: until its last digits were typed back, or for half an hour."""
    shown: dict[str, Any] | None = request.session.get(HANDED)
    if shown is None or shown["until"] <= time.time():
        request.session.pop(HANDED, None)
        raise Http404
    form = LastDigitsForm(request.POST if request.method == "POST" else None, digits=shown["digits"])
    if request.method == "POST" and form.is_valid():
        request.session.pop(HANDED)
        return render(request, "cases/doors/handed_done.html")
    context = {"form": form, "groups": grouped(shown["digits"]), "alias": shown["alias"]}
    return render(request, "cases/doors/handed.html", context)


def _is_second_click(request: HttpRequest) -> bool:
    shown = request.session.get(HANDED)
    return shown is not None and shown["form"] == request.POST.get("form_id")


def _form(
    request: HttpRequest, form: HandOverForm, invitation: HandOver, *, findings: Sequence[Finding] = ()
) -> HttpResponse:
    context = {"form": form, "partner": invitation.partner, "findings": findings, "contacts": ()}
    return render(request, "cases/doors/hand_over_form.html", context)
