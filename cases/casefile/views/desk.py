"""The desk's page of one request: everything about it, and a note."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.answers.forms import ReplyForm
from cases.answers.queries import Citable
from cases.casefile.forms.desk import NoteForm
from cases.casefile.queries.desk import CaseFile, case_file, request_for
from cases.closing.forms import CloseForm
from cases.duty.actions import acknowledge_by_opening
from cases.files.queries import files_of
from cases.requests.actions import add_note
from cases.requests.models import HelpRequest, Note
from cases.requests.permissions import can_write
from cases.requests.workflow import SEALED_OFF, Status, Urgency
from cases.triage.actions import note_first_reading
from cases.triage.forms import TriageForm
from cases.triage.queries import dress
from cases.triage.queries.parts import is_new_problem, parts_of, suggestion_of
from cases.triage.queries.presence import ASK_SECONDS, note_presence, others_here
from cases.triage.suggestions import similar_to
from cases.waiting.queries import pause_of
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.OPEN_REQUEST)
@require_GET
def open_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    help_request = get_object_or_404(request_for(user), pk=request_id)
    page = case_file(help_request, by=user)
    if page.may_read and not page.is_erased and not page.is_read:
        note_first_reading(help_request=help_request, by=user)
    if help_request.urgency == Urgency.EMERGENCY.value:
        acknowledge_by_opening(help_request=help_request, by=user)
    note_presence(help_request, user)
    return render(request, "cases/casefile/desk.html", _context(page, user))


def _context(page: CaseFile, user: User) -> dict[str, Any]:
    help_request = page.help_request
    may_write = page.may_read and user.can(Permission.ANSWER)
    return {
        "file": page,
        "help_request": dress(help_request),
        "may_write": may_write,
        "required": page.required,
        "may_decide": user.can(Permission.TRIAGE) and help_request.is_open,
        "may_ask_aloud": may_write and help_request.is_open and not page.is_erased,
        "may_triage": user.can(Permission.TRIAGE),
        "may_close": user.can(Permission.CLOSE),
        "may_seal": user.can(Permission.UNSEAL if _is_sealed(help_request) else Permission.SEAL),
        "is_sealed": _is_sealed(help_request),
        "may_group": user.can(Permission.GROUP),
        "may_edit_articles": user.can(Permission.EDIT_ARTICLES),
        "may_cite": user.can(Permission.ANSWER),
        "may_give_away": user.can(Permission.ASSIGN),
        "may_take": user.can(Permission.ANSWER) and user.can(Permission.ASSIGN),
        "may_link": user.can(Permission.LINK_CLIENTS),
        "may_ring": page.may_read and user.can(Permission.RING_BACK),
        "may_refer": page.may_read and user.can(Permission.REFER),
        "may_make_tasks": user.can(Permission.MANAGE_TASKS),
        "may_give_mentor": user.can(Permission.MANAGE_MENTORSHIPS),
        "triage_form": TriageForm(help_request=help_request),
        "reply_form": ReplyForm(help_request=help_request, articles=_suggested(help_request)),
        "files": files_of(help_request) if page.may_read else [],
        "note_form": NoteForm(),
        "close_form": CloseForm(initial={"seen": help_request.version}),
        "parts": parts_of(help_request),
        "is_new_problem": is_new_problem(help_request),
        "similar": similar_to(help_request, suggestion_of(help_request), user)
        if help_request.is_open
        else [],
        "may_wait": user.can(Permission.TRIAGE) and _may_wait(help_request),
        "others": others_here(help_request, user),
        "asks_every": ASK_SECONDS,
        "is_swap": False,
        "is_changed": False,
    }


def _is_sealed(help_request: HelpRequest) -> bool:
    return help_request.sensitivity == SEALED_OFF


def _suggested(help_request: HelpRequest) -> list[Citable]:
    """The articles that the program found, as choices of the reply."""
    rows = help_request.article_rows  # type: ignore[attr-defined]
    return [Citable(row["slug"], row["title"], row["language"]) for row in rows if row["title"]]


def _may_wait(help_request: HelpRequest) -> bool:
    """Whether its topic is paused and it does not wait yet; the few pauses come from the cache."""
    if not help_request.is_open or help_request.status == Status.WAITING_LIST.value:
        return False
    return pause_of(help_request.topic, help_request.country) is not None


@require(Permission.WRITE_NOTE)
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A note for colleagues; on its own page only when something was wrong with it."""
    user: User = request.user  # type: ignore[assignment]
    rows = HelpRequest.objects.visible_to(user).for_lists().select_related("desk_key")
    help_request = get_object_or_404(rows, pk=request_id)
    if not can_write(user, help_request):
        raise Refused
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        once = form.cleaned_data["once"]
        if not Note.objects.filter(pk=once, help_request=help_request).exists():
            add_note(
                help_request=help_request,
                body=form.cleaned_data["body"],
                language=user.language,
                by=user,
                note_id=once,
            )
        messages.success(request, _("The note is kept."))
        return redirect("casefile:open", help_request.pk)
    context = {"help_request": help_request, "note_form": form}
    return render(request, "cases/casefile/note.html", context, status=422 if form.errors else 200)
