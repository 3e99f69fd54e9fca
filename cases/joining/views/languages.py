"""How well a volunteer speaks: her own page, and a coordinator's word on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.joining import actions
from cases.joining.forms import LevelsForm
from cases.joining.rules.levels import known_levels
from cases.volunteering.models import VolunteerProfile
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission


@require(Permission.CLAIM_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def own_levels(request: HttpRequest) -> HttpResponse:
    """One choice for each language."""
    user = user_of(request)
    profile = get_object_or_404(VolunteerProfile, pk=user.pk)
    known = known_levels(profile.language_levels, profile.languages)
    form = LevelsForm(request.POST if request.method == "POST" else None, levels=known | profile.levels_asked)
    if form.is_valid():
        try:
            profile = actions.say_levels(levels=form.levels(), by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            said = _("Saved. What is more than before holds after a coordinator has looked.")
            messages.success(request, said if profile.levels_asked else _("Saved."))
            return redirect("volunteering:me")
    context = {"form": form, "profile": profile}
    return render(request, "cases/joining/languages.html", context, status=422 if form.errors else 200)


@require(Permission.READ_APPLICATIONS)
@require_POST
def decide_levels(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Yes or no to what she said of herself."""
    user = user_of(request)
    rows = VolunteerProfile.objects.filter(user__office=user.office_id or 0)
    profile = get_object_or_404(rows.select_related("user"), pk=user_id)
    try:
        actions.decide_levels(profile=profile, says_yes=request.POST.get("answer") == "yes", by=user)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Saved."))
    return redirect("joining:person", profile.pk)
