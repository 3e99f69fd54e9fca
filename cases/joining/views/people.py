"""Who helps and how she is, one volunteer's file, and what nobody covers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.joining import actions
from cases.joining.forms import PaperForm
from cases.joining.models import Application
from cases.joining.permissions import can_look_after
from cases.joining.queries import coverage_of, hours_of, people_by_state, person_view
from cases.joining.queries.people import STATES
from cases.joining.views.papers import give_paper
from cases.joining.views.words import STATE_LABELS, sentences, table_lines
from cases.requests.permissions import standing_tier
from cases.volunteering.models import VolunteerProfile
from cases.volunteering.workflow import VolunteerState
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.APPROVE_CLAIM)
@require_safe
def people_page(request: HttpRequest) -> HttpResponse:
    """Everybody, or those of whom one word is true; each count is a link to its list."""
    user = user_of(request)
    everybody = people_by_state(user)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    shown = [person for person in everybody if not state or state in person.states]
    counts = [(code, STATE_LABELS[code], sum(code in one.states for one in everybody)) for code in STATES]
    context = {
        "people": shown,
        "state": state,
        "tabs": [("", _("everybody"), len(everybody)), *counts],
        "labels": STATE_LABELS,
        "may_look_after": user.can(Permission.READ_APPLICATIONS),
        "may_give_word": user.can(Permission.SEE_WORKLOAD),
    }
    return render(request, "cases/joining/people.html", context)


@require(Permission.SEE_WORKLOAD)
@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    found = coverage_of(user_of(request))
    context = {
        "coverage": found,
        "sentences": sentences(found),
        "languages": table_lines(found.languages, spoken=True),
        "kinds": table_lines(found.skills, spoken=False),
    }
    return render(request, "cases/joining/coverage.html", context)


def _profile(request: HttpRequest, user_id: UUID) -> tuple[User, VolunteerProfile]:
    user = user_of(request)
    rows = VolunteerProfile.objects.filter(user__office=user.office_id or 0)
    return user, get_object_or_404(rows.select_related("user__office", "profile_key"), pk=user_id)


@require(Permission.READ_APPLICATIONS)
@require_safe
def person_page(request: HttpRequest, user_id: UUID) -> HttpResponse:
    user, profile = _profile(request, user_id)
    return _page(request, user, profile)


def _page(
    request: HttpRequest,
    user: User,
    profile: VolunteerProfile,
    form: PaperForm | None = None,
    status: int = 200,
) -> HttpResponse:
    colleague = profile.user
    paper = form or PaperForm.for_volunteer(colleague.name, colleague.language, colleague.joined_on)
    context = {
        "profile": profile,
        "tier": standing_tier(profile),
        "words": person_view(profile, by=user),
        "application": Application.objects.filter(user=colleague).first(),
        "may_look_after": can_look_after(user, profile),
        "has_left": profile.state == VolunteerState.LEFT.value,
        "paper_form": paper,
    }
    return render(request, "cases/joining/person.html", context, status=status)


@require(Permission.READ_APPLICATIONS)
@require_POST
def open_file(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The file in which talks, references and vettings stand; made for whoever has none."""
    user, profile = _profile(request, user_id)
    return redirect("joining:application", actions.open_file(profile=profile, by=user).pk)


@require(Permission.READ_APPLICATIONS)
@require_POST
def paper(request: HttpRequest, user_id: UUID) -> HttpResponse:
    user, profile = _profile(request, user_id)
    form = PaperForm.for_volunteer("", "", profile.user.joined_on, request.POST)
    if not form.is_valid():
        return _page(request, user, profile, form, status=422)
    done = hours_of(profile.user, form.cleaned_data["first"], form.cleaned_data["last"])
    return give_paper(form, profile, done, by=user)


@require(Permission.READ_APPLICATIONS)
@require_POST
def let_go(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Ends everything of this volunteer at once."""
    user, profile = _profile(request, user_id)
    try:
        actions.leave(profile=profile, by=user)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Everything is closed. Tasks are open again, households need a deputy."))
    return redirect("joining:person", profile.pk)
