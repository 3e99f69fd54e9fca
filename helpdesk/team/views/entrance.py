"""The way in: the first page after sign-in, the welcome of an invited person, and the demo sign-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helpdesk.accounts.access import public, signed_in, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.team.actions import accept_invitation, find_invitation
from helpdesk.team.actions.demo import DEMO_DOMAIN
from helpdesk.team.forms import WelcomeForm
from helpdesk.team.rules import is_loopback

# Whoever holds several roles starts where somebody may be waiting for her.
FIRST_PAGES = (
    (Role.OPERATOR, "triage:queue"),
    (Role.LAWYER, "legal:list"),
    (Role.COORDINATOR, "workload:dashboard"),
    (Role.EDITOR, "knowledge:edit_list"),
    (Role.ADMINISTRATOR, "team:people"),
    (Role.AUDITOR, "audit:log"),
    (Role.VOLUNTEER, "volunteering:board"),
)


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Send each role to its first page; a person without a role waits on her own page."""
    user = user_of(request)
    for role, name in FIRST_PAGES:
        if user.has_role(role):
            try:
                return redirect(reverse(name))
            except NoReverseMatch:  # a room that this installation does not have
                continue
    return redirect("team:me")


@public
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """An invited person chooses a password. Wrong, used and old links look the same."""
    invitation = find_invitation(token)
    if invitation is None:
        return render(request, "team/welcome_closed.html", status=404)
    form = WelcomeForm(request.POST or None, user=invitation.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            accept_invitation(
                token=token, name=data["name"], language=data["language"], password=data["password"]
            )
        except NotNow:
            return render(request, "team/welcome_closed.html", status=404)
        messages.success(request, _("Your account is ready. Sign in with your e-mail and the new password."))
        return redirect(settings.LOGIN_URL)
    return render(request, "team/welcome.html", {"form": form})


@public
@require_http_methods(["GET", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click for each invented colleague; does not exist outside development on this very machine."""
    if not demo_is_open(request):
        raise Http404
    people = User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_active=True, frozen_at=None)
    if request.method == "POST":
        user = get_object_or_404(people, email=request.POST.get("who", ""))
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect("desk")
    order = {role: place for place, (role, _page) in enumerate(FIRST_PAGES)}
    shown = [user for user in people.prefetch_related("role_grants").select_related("office") if user.roles]
    shown.sort(key=lambda user: (min(order[role] for role in user.roles), user.name))
    return render(request, "team/demo.html", {"people": shown})


def demo_is_open(request: HttpRequest) -> bool:
    """DEBUG and DEMO_SIGN_IN, a loopback peer, a loopback name in the address, and no proxy between."""
    forwarded = any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA"))
    return (
        settings.DEBUG
        and settings.DEMO_SIGN_IN
        and is_loopback(
            address=request.META.get("REMOTE_ADDR", ""),
            host=request.META.get("HTTP_HOST", ""),
            is_forwarded=forwarded,
        )
    )
