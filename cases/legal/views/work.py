"""Beside the checklist of a case: privileged notes and minutes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.legal import actions
from cases.legal.forms.work import PrivilegedForm, TimeForm
from cases.legal.models import LegalCase, Membership, PrivilegedNote, TimeSpent
from cases.legal.permissions import can_read_privileged, can_run
from cases.legal.queries import member_names, privileged_notes, time_of
from cases.legal.views.case import find_case
from cases.legal.views.fresh import each_morning
from cases.legal.workflow import Work
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.RUN_CASES)
@require_http_methods(["GET", "POST"])
@each_morning
def privileged(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Notes for the lawyers of the case alone."""
    user, legal_case = find_case(request, case_id)
    if not can_read_privileged(user, legal_case):
        raise Refused
    names = member_names(legal_case, by=user)
    form = PrivilegedForm(request.POST if request.method == "POST" else None, members=names.items())
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.keep_note(
                legal_case=legal_case,
                body=said["body"],
                membership=_member(user, legal_case, said["member"]),
                note_id=said["once"],
                by=user,
            )
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The note is kept."))
            return redirect("legal:privileged", legal_case.pk)
    context = {
        "legal_case": legal_case,
        "form": form,
        "lines": privileged_notes(legal_case, names, by=user),
    }
    return render(request, "cases/legal/privileged.html", context, status=422 if form.is_bound else 200)


@require(Permission.RUN_CASES)
@require_POST
def drop_note(request: HttpRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    if not can_read_privileged(user, legal_case):
        raise Refused
    note = get_object_or_404(PrivilegedNote, pk=note_id, legal_case=legal_case)
    note.legal_case = legal_case
    actions.drop_note(note=note, by=user)
    messages.success(request, _("Taken away."))
    return redirect("legal:privileged", legal_case.pk)


@require(Permission.RUN_CASES)
@require_http_methods(["GET", "POST"])
def time(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Minutes of the case: one line to type, and the sums."""
    user, legal_case = find_case(request, case_id)
    if not can_run(user, legal_case):
        raise Refused
    names = member_names(legal_case, by=user)
    form = TimeForm(request.POST if request.method == "POST" else None, members=names.items())
    if form.is_valid() and _spend(form, user, legal_case):
        messages.success(request, _("The minutes are written down."))
        return redirect("legal:time", legal_case.pk)
    view = time_of(legal_case)
    context = {
        "legal_case": legal_case,
        "form": form,
        "view": view,
        "members": [(name, view.members.get(UUID(key), 0)) for key, name in names.items()],
    }
    return render(request, "cases/legal/time.html", context, status=422 if form.is_bound else 200)


def _spend(form: TimeForm, user: User, legal_case: LegalCase) -> bool:
    said = form.cleaned_data
    try:
        actions.spend_time(
            legal_case=legal_case,
            minutes=said["minutes"],
            on=said["on"],
            kind=Work(said["kind"]),
            membership=_member(user, legal_case, said["member"]),
            time_id=said["once"],
            by=user,
        )
    except NotNow as why:
        form.add_error(None, str(why))
        return False
    return True


@require(Permission.RUN_CASES)
@require_POST
def drop_time(request: HttpRequest, case_id: UUID, time_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    row = get_object_or_404(TimeSpent, pk=time_id, legal_case=legal_case)
    row.legal_case = legal_case
    actions.drop_time(time_spent=row, by=user)
    messages.success(request, _("Taken away."))
    return redirect("legal:time", legal_case.pk)


def _member(user: User, legal_case: LegalCase, key: str) -> Membership | None:
    if not key:
        return None
    known = Membership.objects.known_to(user).filter(legal_case=legal_case)
    return get_object_or_404(known, pk=key)
