"""People: the list, one person's page, and each decision about an account as one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import RoleGrant, User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.team import actions, permissions, queries
from helpdesk.team.forms import FreezeForm, InviteForm, ProposeRoleForm
from helpdesk.team.models import SignInReset

Decision = TypeVar("Decision", RoleGrant, SignInReset)


@require(Permission.LIST_USERS)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    context = {
        "people": queries.people_visible_to(user_of(request)),
        "waiting": queries.waiting_for_second_person(user_of(request)),
        "may_invite": permissions.can_invite(user_of(request)),
    }
    return render(request, "team/people.html", context)


@require(Permission.LIST_USERS)
@require_safe
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    colleague = get_object_or_404(queries.people_visible_to(user_of(request)), pk=pk)
    grants = [
        {
            "grant": grant,
            "may_confirm": not grant.is_live and permissions.can_confirm_role(user_of(request), grant),
            "may_revoke": permissions.can_revoke_role(user_of(request), grant),
        }
        for grant in colleague.role_grants.all()
    ]
    reset = next(iter(colleague.waiting_resets), None)  # type: ignore[attr-defined]
    context = {
        "colleague": colleague,
        "grants": grants,
        "reset": reset,
        "sessions": colleague.staff_sessions.all(),
        "role_form": ProposeRoleForm(),
        "freeze_form": FreezeForm(),
        "may_propose": permissions.can_propose_role(user_of(request), colleague),
        "may_freeze": permissions.can_freeze(user_of(request), colleague),
        "may_propose_reset": reset is None and permissions.can_propose_reset(user_of(request), colleague),
        "may_confirm_reset": reset is not None and permissions.can_confirm_reset(user_of(request), reset),
    }
    return render(request, "team/person.html", context)


@require(Permission.INVITE_USERS)
@require_http_methods(["GET", "POST"])
@reauthentication_required
def invite(request: HttpRequest) -> HttpResponse:
    """The link is shown once, here, to be handed over by the person who invites."""
    initial = {"language": user_of(request).language, "office": user_of(request).office_id}
    form = InviteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = actions.invite(**form.cleaned_data, by=user_of(request))
        except NotNow as error:
            form.add_error("email", str(error))
        else:
            return _show_link(request, invitation.user, token)
    return render(request, "team/invite.html", {"form": form})


@require(Permission.PROPOSE_ROLE)
@require_POST
@reauthentication_required
def propose_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    colleague = get_object_or_404(queries.people_visible_to(user_of(request)), pk=pk)
    form = ProposeRoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return redirect("team:person", pk)
    role = Role(form.cleaned_data["role"])
    done = _("Proposed. A second person has to agree.")
    return _decide(
        request, pk, done, lambda: actions.propose_role(user=colleague, role=role, by=user_of(request))
    )


@require(Permission.PROPOSE_ROLE)
@require_POST
@reauthentication_required
def confirm_role(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(_seen(request, RoleGrant.objects.select_related("user", "proposed_by")), pk=pk)
    done = _("The role works from now on.")
    return _decide(
        request, grant.user_id, done, lambda: actions.confirm_role(grant=grant, by=user_of(request))
    )


@require(Permission.PROPOSE_ROLE)
@require_POST
def revoke_role(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(_seen(request, RoleGrant.objects.select_related("user")), pk=pk)
    done = _("The role is taken back.")
    return _decide(
        request, grant.user_id, done, lambda: actions.revoke_role(grant=grant, by=user_of(request))
    )


@require(Permission.FREEZE_USER)
@require_POST
def freeze(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No fresh sign-in is asked here: stopping somebody must not wait."""
    colleague = get_object_or_404(User, pk=pk)
    form = FreezeForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = _("This account is frozen. Two people can let the person in again.")
    return _decide(
        request, pk, done, lambda: actions.freeze_user(user=colleague, by=user_of(request), reason=reason)
    )


@require(Permission.FREEZE_USER)
@require_POST
def end_sessions(request: HttpRequest, pk: UUID) -> HttpResponse:
    colleague = get_object_or_404(User, pk=pk)
    done = _("This person is signed out everywhere.")
    return _decide(request, pk, done, lambda: actions.end_sessions(user=colleague, by=user_of(request)))


@require(Permission.PROPOSE_ROLE)
@require_POST
@reauthentication_required
def propose_reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    colleague = get_object_or_404(queries.people_visible_to(user_of(request)), pk=pk)
    done = _("Proposed. A second person has to agree.")
    return _decide(request, pk, done, lambda: actions.propose_reset(user=colleague, by=user_of(request)))


@require(Permission.PROPOSE_ROLE)
@require_POST
@reauthentication_required
def confirm_reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    reset = get_object_or_404(_seen(request, SignInReset.objects.select_related("user")), pk=pk)
    try:
        token = actions.confirm_reset(reset=reset, by=user_of(request))
    except NotNow as error:
        messages.error(request, str(error))
        return redirect("team:person", reset.user_id)
    return _show_link(request, reset.user, token)


def _seen(request: HttpRequest, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions about people whom this user may see; the others do not exist for her."""
    return decisions.filter(user__in=queries.people_visible_to(user_of(request)).order_by())


def _show_link(request: HttpRequest, colleague: User, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("team:welcome", args=[token]))
    return render(request, "team/link.html", {"colleague": colleague, "link": link})


def _decide(request: HttpRequest, pk: UUID, done: str, act: Callable[[], object]) -> HttpResponse:
    """Run one action, say how it went, go back to the person's page (or the desk, if that is closed)."""
    try:
        act()
    except NotNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("team:person", pk) if user_of(request).can(Permission.LIST_USERS) else redirect("desk")
