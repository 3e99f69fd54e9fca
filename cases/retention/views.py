"""The page of what goes next week, keeping back, and the certificates."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.retention import actions, queries
from cases.retention.forms import HoldForm, NumberForm
from cases.retention.models import PlannedErasure
from cases.retention.rules import TERMS, UNDO_DAYS, HoldReason
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission


@require(Permission.HOLD_ERASURE)
@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """What goes in the coming week, by day and by code; what is held back; how the nights went."""
    context = {
        "ahead": queries.ahead(user_of(request)),
        "runs": queries.last_runs(),
        "terms": [(term, queries.TERM_WORDS[name]) for name, term in TERMS.items()],
        "undo_days": UNDO_DAYS,
    }
    return render(request, "cases/retention/coming.html", context)


def _plan(request: HttpRequest, plan_id: UUID) -> PlannedErasure:
    rows = PlannedErasure.objects.visible_to(user_of(request)).select_related("help_request", "held_by")
    return get_object_or_404(rows, pk=plan_id)


@require(Permission.HOLD_ERASURE)
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def hold(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Keeps one request back, for a reason and until a day."""
    plan = _plan(request, plan_id)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        why, until = HoldReason(form.cleaned_data["reason"]), form.cleaned_data["until"]
        try:
            actions.hold(plan=plan, until=until, reason=why, by=user_of(request))
        except NotNow as error:
            form.add_error("until", str(error))
        else:
            messages.success(request, _("It stays until that day."))
            return redirect("retention:coming")
    status = 422 if form.errors else 200
    return render(request, "cases/retention/hold.html", {"plan": plan, "form": form}, status=status)


@require(Permission.HOLD_ERASURE)
@require_POST
@reauthentication_required
def let_go(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The reason is over."""
    plan = _plan(request, plan_id)
    done = _("It is erased in a week at the earliest.")
    return _tried(request, done, lambda: actions.let_go(plan=plan, by=user_of(request)))


def _tried(request: HttpRequest, done: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, done)
    return redirect("retention:coming")


@require(Permission.READ_CERTIFICATES)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """One certificate by its number, looked at again; without one, how many there are."""
    form = NumberForm(request.GET if "code" in request.GET else None)
    code = form.cleaned_data["code"] if form.is_bound and form.is_valid() else ""
    proof = queries.proof_of(code) if code else None
    context = {"form": form, "proof": proof, "asked": bool(code), "sums": queries.certificate_sums()}
    return render(request, "cases/retention/certificates.html", context)
