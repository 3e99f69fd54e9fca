"""What the desk does with tasks: makes them, decides on claims, brings them to volunteers, ends them."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.requests.actions.seen import as_seen
from cases.requests.forms import seen_of, warn_late
from cases.requests.models import HelpRequest
from cases.requests.queries import State, has_agreed, state_of
from cases.requests.workflow import Purpose
from cases.volunteering import actions
from cases.volunteering.forms import TEMPLATE_NAMES, CameForm, StandingForm, TaskForm
from cases.volunteering.models import Claim, Task, VolunteerProfile
from cases.volunteering.permissions import can_approve_standing, can_decide
from cases.volunteering.queries import fitting_for
from cases.volunteering.rules import from_template
from cases.volunteering.views.common import do, find_task
from cases.volunteering.workflow import CameOf
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done, keep

MOST_SHOWN = 20


@require(Permission.APPROVE_CLAIM, Permission.MANAGE_TASKS)
@require_POST
def decide(request: HttpRequest, task_id: UUID, claim_id: UUID) -> HttpResponse:
    user, task = find_task(request, task_id)
    row = get_object_or_404(Claim, pk=claim_id, task=task)
    if request.POST.get("answer") == "yes":
        return do(
            request,
            lambda: actions.approve_claim(claim=row, by=user),
            _("Approved. The volunteer can read the brief now."),
            ("volunteering:board", None),
        )
    return do(
        request,
        lambda: actions.refuse_claim(claim=row, by=user),
        _("The task is open again."),
        ("volunteering:board", None),
    )


@require(Permission.MANAGE_TASKS)
@require_POST
def withdraw(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = find_task(request, task_id)
    return do(
        request,
        lambda: actions.withdraw_task(task=task, by=user),
        _("The task is withdrawn."),
        ("volunteering:board", None),
    )


@require(Permission.APPROVE_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Who fits, with the reasons and what speaks against it now; one click brings the task to her."""
    user, task = find_task(request, task_id)
    if request.method == "POST":
        return do(
            request,
            lambda: actions.give_by_hand(task=task, to=_uuid(request.POST.get("volunteer", "")), by=user),
            _("She sees it on her page now. With her yes the brief opens."),
            ("volunteering:task", task.pk),
            ("volunteering:match", task.pk),
        )
    may_say_word = user.can(Permission.SEE_WORKLOAD)
    found = [one for one in fitting_for(task) if one.profile.pk != user.pk] if can_decide(user, task) else []
    context = {"task": task, "people": found[:MOST_SHOWN], "may_say_word": may_say_word}
    return render(request, "cases/volunteering/match.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@require(Permission.MANAGE_TASKS)
@require_POST
def came(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One neutral line for the volunteer who helped."""
    user, task = find_task(request, task_id)
    form = CameForm(request.POST)
    line = CameOf(form.cleaned_data["line"]) if form.is_valid() else CameOf.SOLVED
    if not form.is_valid():
        messages.error(request, _("Choose one of the lines."))
        return redirect("volunteering:task", task.pk)
    return do(
        request,
        lambda: actions.tell_what_came(task=task, line=line, by=user),
        _("The volunteer reads this line on her page now."),
        ("volunteering:task", task.pk),
        ("volunteering:task", task.pk),
    )


@require(Permission.APPROVE_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """For which kinds a volunteer's claims of tier 1 open at once."""
    user = user_of(request)
    rows = VolunteerProfile.objects.filter(user__office=user.office_id or 0).select_related("user")
    profile = get_object_or_404(rows, pk=user_id)
    form = StandingForm(
        request.POST if request.method == "POST" else None, initial={"kinds": profile.standing_kinds}
    )
    if form.is_valid():
        kinds = form.cleaned_data["kinds"]
        return do(
            request,
            lambda: actions.stand_approved(profile=profile, kinds=kinds, by=user),
            _("Saved."),
            ("joining:people", None),
            ("volunteering:standing", profile.pk),
        )
    context = {"profile": profile, "form": form, "may": can_approve_standing(user, profile)}
    return render(request, "cases/volunteering/standing.html", context, status=422 if form.errors else 200)


def _tell_made(request: HttpRequest, task: Task, before: State | None) -> None:
    """A task of a request can be undone at once: the request stands then as it stood."""
    said = _("The task is on the board.")
    if before is None or task.help_request is None:
        messages.success(request, said)
        return
    how = {"task_id": task.pk, "before": before, "seen": state_of(task.help_request).version}
    token = keep(request.user.pk, {"what": "task", "how": how})
    done(request, said, undo_url=reverse("closing:undo"), name="token", value=token)


@require(Permission.MANAGE_TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: HttpRequest, request_id: UUID | None = None) -> HttpResponse:
    """From a request (its language and city are filled in), or a task of the desk's own."""
    user = user_of(request)
    help_request = None
    initial: dict[str, object] = {"country": user.office.country if user.office else "PL"}
    if request_id is not None:
        visible = HelpRequest.objects.visible_to(user).select_related("client", "office", "desk_key")
        help_request = get_object_or_404(visible, pk=request_id)
        initial = {
            "languages": [help_request.language],
            "country": help_request.country,
            "city": help_request.city,
        }
    language = help_request.language if help_request is not None else ""
    chosen = request.GET.get("template", "")
    initial |= from_template(chosen, language=language, country=str(initial["country"]))
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial)
    about, seen = [help_request] if help_request is not None else [], seen_of(request)
    late = warn_late(request, about, seen)
    if request.method == "POST" and form.is_valid() and not late:
        words = {name: form.cleaned_data[name] for name in ("brief", "exact_place")}
        before = state_of(help_request) if help_request is not None else None
        make = partial(actions.make_task, card=form.card(), help_request=help_request, by=user, **words)
        try:
            task = as_seen(help_requests=about, seen=seen, act=make)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            _tell_made(request, task, before)
            return redirect("volunteering:task", task.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "help_request": help_request, "templates": TEMPLATE_NAMES, "chosen": chosen}
    if help_request is not None:
        context["agreed"] = has_agreed(help_request.client_id, Purpose.VOLUNTEER)
    return render(request, "cases/volunteering/new_task.html", context, status=status)
