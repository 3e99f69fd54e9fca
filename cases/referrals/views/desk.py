"""The desk's pages: the list, a new hand-over, one hand-over and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.intake.rules import grouped
from cases.referrals import actions
from cases.referrals.forms import AgreedForm, ReferForm, WithoutForm
from cases.referrals.models import DATA_SET_CHOICES, Referral
from cases.referrals.permissions import can_override, can_refer
from cases.referrals.queries import referrals_for
from cases.referrals.workflow import CAN_BE_SENT, LIVE, ReferralStatus, WhyWithout
from cases.requests.actions.seen import as_seen
from cases.requests.forms import seen_of, warn_late
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done, keep

SEES = (Permission.REFER, Permission.OVERRIDE_CONSENT)


@require(*SEES)
@require_GET
def referral_list(request: HttpRequest) -> HttpResponse:
    """Hand-overs, the silent ones first."""
    user: User = request.user  # type: ignore[assignment]
    only_due = request.GET.get("due") == "1"
    context = {"referrals": referrals_for(user, only_due=only_due), "only_due": only_due}
    return render(request, "cases/referrals/list.html", context)


@require(Permission.REFER)
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A new hand-over of one request."""
    user: User = request.user  # type: ignore[assignment]
    rows = HelpRequest.objects.visible_to(user).select_related("client", "topic", "inbox_key")
    help_request = get_object_or_404(rows, pk=request_id)
    if not can_refer(user, help_request):
        raise Refused
    form = ReferForm(request.POST if request.method == "POST" else None, help_request=help_request)
    seen = seen_of(request)
    late = warn_late(request, [help_request], seen)
    if request.method == "POST" and form.is_valid() and not late:
        make = partial(actions.propose, help_request=help_request, **form.to_proposal(), by=user)
        try:
            made = as_seen(help_requests=[help_request], seen=seen, act=make)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            _offer_undo(request, made)
            return redirect("referrals:open", made.pk)
    context = {"form": form, "help_request": help_request}
    return render(request, "cases/referrals/refer.html", context, status=422 if form.is_bound else 200)


def _offer_undo(request: HttpRequest, made: Referral) -> None:
    """Nothing has gone to the partner yet: one key takes it all back."""
    token = keep(request.user.pk, {"what": "refer", "how": {"referral_id": made.pk}})
    said = _("The hand-over waits for her word.")
    done(request, said, undo_url=reverse("closing:undo"), name="token", value=token)


def _one(request: HttpRequest, referral_id: UUID) -> tuple[User, Referral]:
    user: User = request.user  # type: ignore[assignment]
    rows = Referral.objects.visible_to(user).select_related(
        "partner", "help_request__client", "help_request__topic", "made_by", "without_by"
    )
    return user, get_object_or_404(rows, pk=referral_id)


@require(*SEES)
@require_GET
def open_page(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One hand-over: where it stands and what can be done next."""
    return _page(request, *_one(request, referral_id))


def _page(
    request: HttpRequest, user: User, row: Referral, *, status: int = 200, **extra: Any
) -> HttpResponse:
    state = ReferralStatus(row.status)
    names = dict(DATA_SET_CHOICES)
    may_refer = can_refer(user, row.help_request)
    may_override = state is ReferralStatus.ASKED and can_override(user, row.help_request)
    context = {
        "referral": row,
        "asked_names": [names[code] for code in row.data_sets],
        "agreed_names": [names[code] for code in row.agreed_sets],
        "may_refer": may_refer,
        "is_asked": state is ReferralStatus.ASKED,
        "may_send": may_refer and state in CAN_BE_SENT,
        "is_sent_again": state is not ReferralStatus.READY,
        "may_cancel": may_refer and state in LIVE,
        "may_propose_without": may_override and row.without_by_id is None,
        "may_confirm_without": may_override and row.without_by_id not in {None, user.pk},
        "agreed_form": AgreedForm(referral=row, auto_id="agreed_%s"),
        "without_form": WithoutForm(auto_id="without_%s"),
        "groups": [],
        **extra,
    }
    return render(request, "cases/referrals/open.html", context, status=status)


@require(Permission.REFER)
@require_POST
def record_consent(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What she said aloud."""
    user, row = _one(request, referral_id)
    form = AgreedForm(request.POST, referral=row, auto_id="agreed_%s")
    if not form.is_valid():
        return _page(request, user, row, status=422, agreed_form=form)
    return _tried(request, row, lambda: actions.record_consents(referral=row, agreed=form.sets(), by=user))


@require(Permission.OVERRIDE_CONSENT)
@require_POST
def without_consent(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The first of two says why it must go without her word."""
    user, row = _one(request, referral_id)
    form = WithoutForm(request.POST, auto_id="without_%s")
    if not form.is_valid():
        return _page(request, user, row, status=422, without_form=form)
    reason = WhyWithout(form.cleaned_data["reason"])
    return _tried(request, row, lambda: actions.propose_without(referral=row, reason=reason, by=user))


@require(Permission.OVERRIDE_CONSENT)
@require_POST
def confirm_without(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The second agrees."""
    user, row = _one(request, referral_id)
    return _tried(request, row, lambda: actions.confirm_without(referral=row, by=user))


@require(Permission.REFER)
@require_POST
def send(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Packs it and shows the partner's code, this once."""
    user, row = _one(request, referral_id)
    try:
        digits = actions.send(referral=row, by=user)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect("referrals:open", row.pk)
    _user, row = _one(request, referral_id)
    return _page(request, user, row, groups=grouped(digits))


@require(Permission.REFER)
@require_POST
def cancel(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Takes it back."""
    user, row = _one(request, referral_id)
    return _tried(request, row, lambda: actions.cancel(referral=row, by=user))


def _tried(request: HttpRequest, row: Referral, act: Callable[[], Referral]) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Done."))
    return redirect("referrals:open", row.pk)
