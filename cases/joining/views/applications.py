"""The desk's list of applications, one of them, and talks with one or many."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.joining import actions
from cases.joining.forms import NoteForm, ReferenceForm, TalkForm, TierForm
from cases.joining.models import STATE_CHOICES, Application, Talk, TalkSeat
from cases.joining.permissions import can_read_application, can_vet
from cases.joining.queries import application_view, counts_of, listed, talk_view, talks_ahead
from cases.joining.workflow import OPEN_STATES, ApplicationState
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.team.permissions import can_invite


@require(Permission.VET_VOLUNTEERS)
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    known = [state.value for state in ApplicationState]
    state = request.GET.get("state", "")
    state = state if state in known else _first_state(user)
    return _list(request, user, state, TalkForm(auto_id="talk_%s"))


def _first_state(user: User) -> str:
    """Coordinators begin with what is new, administrators with whom they can invite."""
    return ApplicationState.WELCOME.value if can_invite(user) else ApplicationState.NEW.value


def _list(request: HttpRequest, user: User, state: str, form: TalkForm, status: int = 200) -> HttpResponse:
    counts = counts_of(user)
    context = {
        "rows": listed(user, state),
        "state": state,
        "tabs": [(code, label, counts[code]) for code, label in STATE_CHOICES],
        "talks": talks_ahead(user),
        "form": form,
        "may_plan": user.can(Permission.READ_APPLICATIONS) and state in OPEN_STATES,
        "may_import": user.can(Permission.READ_APPLICATIONS),
    }
    return render(request, "cases/joining/applications.html", context, status=status)


def application_of(request: HttpRequest, application_id: UUID) -> tuple[User, Application]:
    user = user_of(request)
    rows = Application.objects.visible_to(user)
    found = rows.select_related("application_key", "office", "decided_by", "user")
    return user, get_object_or_404(found, pk=application_id)


@require(Permission.VET_VOLUNTEERS)
@require_safe
def open_page(request: HttpRequest, application_id: UUID) -> HttpResponse:
    user, application = application_of(request, application_id)
    return _page(request, user, application)


def _page(
    request: HttpRequest, user: User, application: Application, status: int = 200, **forms: Any
) -> HttpResponse:
    view = application_view(application, by=user)
    free = [number for number in (1, 2) if number not in view.references]
    reference = ReferenceForm(initial={"number": free[0] if free else 1}, auto_id="reference_%s")
    context = {
        "view": view,
        "application": application,
        "may_vet": can_vet(user, application) and application.state != ApplicationState.DECLINED.value,
        "may_welcome": can_vet(user, application) and application.state in {"new", "talking"},
        "may_decline": can_vet(user, application) and application.state in OPEN_STATES,
        "may_invite": can_invite(user)
        and application.state == ApplicationState.WELCOME.value
        and application.decided_by_id != user.pk,
        "is_mine": view.waiting is not None and view.waiting.first_by_id == user.pk,
        "tier_form": TierForm(initial={"tier": 2 if view.waiting else 1}, auto_id="tier_%s"),
        "reference_form": reference,
        "note_form": NoteForm(),
        "talk_form": TalkForm(auto_id="talk_%s"),
        **forms,
    }
    return render(request, "cases/joining/application.html", context, status=status)


@require(Permission.READ_APPLICATIONS)
@require_POST
def reference(request: HttpRequest, application_id: UUID) -> HttpResponse:
    user, application = application_of(request, application_id)
    form = ReferenceForm(request.POST, auto_id="reference_%s")
    if not form.is_valid():
        return _page(request, user, application, 422, reference_form=form)
    actions.write_reference(application=application, by=user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("joining:application", application.pk)


@require(Permission.READ_APPLICATIONS)
@require_POST
def plan_talk(request: HttpRequest) -> HttpResponse:
    """One date for everybody who is ticked."""
    user, form = user_of(request), TalkForm(request.POST, auto_id="talk_%s")
    ids = [one for one in request.POST.getlist("selected") if _is_id(one)]
    chosen = list(Application.objects.visible_to(user).filter(pk__in=ids)) if ids else []
    if form.is_valid():
        try:
            talk = actions.plan_talk(applications=chosen, starts_at=form.starts_at(), by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The talk is set. Tell everybody the day yourself."))
            return redirect("joining:talk", talk.pk)
    return _list(request, user, ApplicationState.NEW.value, form, status=422)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _talk(request: HttpRequest, talk_id: UUID) -> tuple[User, Talk]:
    user = user_of(request)
    return user, get_object_or_404(Talk, pk=talk_id, office=user.office_id or 0)


@require(Permission.READ_APPLICATIONS)
@require_safe
def talk_page(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """Everybody who is met on one date; each note has a form of its own."""
    user, talk = _talk(request, talk_id)
    rows = [(seat, name, NoteForm(auto_id=f"{seat.pk}_%s")) for seat, name in talk_view(talk, by=user)]
    return render(request, "cases/joining/talk.html", {"talk": talk, "rows": rows})


@require(Permission.READ_APPLICATIONS)
@require_http_methods(["POST"])
def note(request: HttpRequest, talk_id: UUID, seat_id: UUID) -> HttpResponse:
    user, talk = _talk(request, talk_id)
    seats = TalkSeat.objects.select_related("application").filter(talk=talk)
    seat = get_object_or_404(seats.filter(application__in=Application.objects.visible_to(user)), pk=seat_id)
    form = NoteForm(request.POST)
    if not form.is_valid() or not can_read_application(user, seat.application):
        messages.error(request, _("Please write a few words."))
        return redirect("joining:talk", talk.pk)
    actions.write_note(seat=seat, note=form.cleaned_data["note"], by=user)
    messages.success(request, _("Saved."))
    return redirect("joining:application" if "stay" in request.POST else "joining:talk",
                    seat.application_id if "stay" in request.POST else talk.pk)  # fmt: skip
