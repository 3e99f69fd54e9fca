"""A volunteer's own: the terms, another year, a certificate, and leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.joining import actions
from cases.joining.actions.staying import may_ask_to_stay
from cases.joining.forms import PaperForm, TermsForm
from cases.joining.queries import hours_of, terms_for
from cases.joining.rules import LEFT_DAYS
from cases.joining.views.papers import give_paper
from cases.requests.rules import TERMS_VERSION
from cases.volunteering.models import VolunteerProfile
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def _own(request: HttpRequest) -> tuple[User, VolunteerProfile]:
    user = user_of(request)
    return user, get_object_or_404(VolunteerProfile.objects.select_related("user__office"), pk=user.pk)


@require(Permission.CLAIM_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """The text of today; yes holds for the version that was read."""
    user, profile = _own(request)
    if request.method == "POST":
        form = TermsForm(request.POST)
        try:
            actions.accept_terms(version=form.cleaned_data["version"] if form.is_valid() else 0, by=user)
        except NotNow as why:
            messages.error(request, str(why))
        else:
            messages.success(request, _("Thank you. The board shows everything that is open to you."))
            return redirect("volunteering:board")
    return _terms(request, user, profile)


def _terms(request: HttpRequest, user: User, profile: VolunteerProfile, **more: Any) -> HttpResponse:
    context = {
        "terms": terms_for(user.language),
        "profile": profile,
        "is_accepted": profile.terms_version == TERMS_VERSION,
        "may_ask": may_ask_to_stay(profile, timezone.localdate()),
        "paper_form": PaperForm.for_volunteer(user.name, user.language, user.joined_on),
        "left_days": LEFT_DAYS,
        **more,
    }
    return render(request, "cases/joining/terms.html", context, status=422 if more else 200)


@require(Permission.CLAIM_TASK)
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    user, _profile = _own(request)
    try:
        actions.ask_to_stay(by=user)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Thank you for staying. The coordinator says yes or talks with you."))
    return redirect("joining:terms")


@require(Permission.CLAIM_TASK)
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    user, profile = _own(request)
    form = PaperForm.for_volunteer("", "", user.joined_on, request.POST)
    if not form.is_valid():
        return _terms(request, user, profile, paper_form=form)
    done = hours_of(user, form.cleaned_data["first"], form.cleaned_data["last"])
    return give_paper(form, profile, done, by=user)


@require(Permission.CLAIM_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: HttpRequest) -> HttpResponse:
    """First what it means, then one button; afterwards nobody is signed in here any more."""
    user, profile = _own(request)
    if request.method != "POST":
        return render(request, "cases/joining/leave.html", {"left_days": LEFT_DAYS, "is_done": False})
    actions.leave(profile=profile, by=user)
    logout(request)
    return render(request, "cases/joining/left.html", {"left_days": LEFT_DAYS})
