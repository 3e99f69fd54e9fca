"""One case's page, and what is done with the case as a whole. Each small form comes back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cases.legal import actions
from cases.legal.forms import (
    AddForm,
    CloseMemberForm,
    DeadlineForm,
    DraftForm,
    LabelForm,
    MeetingForm,
    WordsForm,
)
from cases.legal.models import LegalCase, Membership
from cases.legal.permissions import (
    can_change_members,
    can_hand_over,
    can_name_deputy,
    can_read_privileged,
    can_record_minutes,
)
from cases.legal.queries import case_view, languages_of, names_in
from cases.legal.views.fresh import each_morning
from cases.requests.forms import seen_of
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done as with_undo
from helpdesk.ui.undo import keep


def find_case(request: HttpRequest, case_id: UUID) -> tuple[User, LegalCase]:
    """The user and the case she may see, or 404."""
    user: User = request.user  # type: ignore[assignment]
    cases = LegalCase.objects.visible_to(user).select_related(
        "case_type", "lawyer", "deputy", "office", "case_key"
    )
    return user, get_object_or_404(cases, pk=case_id)


def case_page(
    request: HttpRequest, user: User, legal_case: LegalCase, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page, with forms as they were typed where something was wrong."""
    view = case_view(legal_case, by=user)
    context = {
        "view": view,
        "legal_case": legal_case,
        "opened": opened_member(request),
        "may_run": view.may_run,
        "may_record_minutes": can_record_minutes(user, legal_case),
        "may_change": can_change_members(user, legal_case),
        "may_read_privileged": can_read_privileged(user, legal_case),
        "may_seal": user.can(Permission.UNSEAL if legal_case.is_sealed else Permission.SEAL),
        "may_hand_over": can_hand_over(user, legal_case),
        "meeting_form": MeetingForm(auto_id="meeting_%s"),
        "draft_form": DraftForm(languages=view.languages, auto_id="draft_%s"),
        "words_form": WordsForm(initial={"title": view.title, "notes": view.notes}, auto_id="words_%s"),
        "add_form": AddForm(auto_id="add_%s"),
        "deadline_kinds": DeadlineForm(country=legal_case.case_type.country).fields["kind"].choices,  # type: ignore[attr-defined]
        "today": timezone.localdate(),
        "may_name_deputy": can_name_deputy(user, legal_case),
        "outcomes": CloseMemberForm.base_fields["outcome"].choices,  # type: ignore[attr-defined]
        **forms,
    }
    return render(request, "cases/legal/open.html", context, status=status)


def opened_member(request: HttpRequest) -> UUID | None:
    """The member whose row was being worked on, so that it is open again."""
    try:
        return UUID(request.GET.get("member", ""))
    except ValueError:
        return None


def do(
    request: HttpRequest, case_id: UUID, act: Callable[[], object], done: str, *, member: UUID | None = None
) -> HttpResponse:
    """Runs one action and comes back to the page, to this member's row, with a sentence about how it went."""
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    page = reverse("legal:open", args=[case_id])
    return redirect(f"{page}?member={member}#member-{member}" if member else page)


@require(Permission.SEE_CASES)
@require_GET
@each_morning
def open_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    return case_page(request, user, legal_case)


@require(Permission.RUN_CASES)
@require_POST
def send(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    known = names_in(legal_case, by=user)
    form = DraftForm(request.POST, languages=languages_of(legal_case), known=known, auto_id="draft_%s")
    if form.is_valid():
        try:
            sent = actions.send_to_members(
                legal_case=legal_case,
                texts=form.texts(),
                draft_id=form.draft(),
                looked_at=form.cleaned_data["looked_at"],
                by=user,
            )
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            sentence = ngettext(
                "Sent: %(count)d private message.", "Sent: %(count)d private messages.", len(sent)
            )
            messages.success(request, sentence % {"count": len(sent)})
            return redirect("legal:open", legal_case.pk)
    return case_page(request, user, legal_case, status=422, draft_form=form)


@require(Permission.RUN_CASES)
@require_POST
def words(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    form = WordsForm(request.POST, auto_id="words_%s")
    if not form.is_valid():
        return case_page(request, user, legal_case, status=422, words_form=form)
    return do(
        request,
        case_id,
        lambda: actions.write_words(legal_case=legal_case, by=user, **form.cleaned_data),
        _("Saved."),
    )


@require(Permission.GROUP)
@require_POST
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    form = AddForm(request.POST, auto_id="add_%s")
    if form.is_valid():
        code = form.cleaned_data["code"]
        help_request = HelpRequest.objects.visible_to(user).filter(code=code).first()
        if help_request is not None and help_request.office_id == legal_case.office_id:
            return _add(request, legal_case, help_request)
        form.add_error("code", _("There is no request with this code in your list."))
    return case_page(request, user, legal_case, status=422, add_form=form)


def _add(request: HttpRequest, legal_case: LegalCase, help_request: HelpRequest) -> HttpResponse:
    """One more in the group, with an undo that gives the request back as it stood."""
    user: User = request.user  # type: ignore[assignment]
    try:
        actions.add_as_seen(
            legal_case=legal_case,
            help_request=help_request,
            seen=seen_of(request).of(help_request.pk),
            by=user,
        )
    except NotNow as why:
        messages.error(request, str(why))
    else:
        how = {"case_id": legal_case.pk, "request_ids": [help_request.pk], "is_new": False}
        token = keep(user.pk, {"what": "group", "how": how})
        with_undo(
            request, _("Added to the case."), undo_url=reverse("closing:undo"), name="token", value=token
        )
    return redirect("legal:open", legal_case.pk)


@require(Permission.GROUP)
@require_POST
def close_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    return do(
        request,
        case_id,
        lambda: actions.close_case(legal_case=legal_case, by=user),
        _("The case is closed. Requests that were not helped are back in the queue."),
    )


@require(Permission.RUN_CASES)
@require_POST
def label(request: HttpRequest, case_id: UUID, membership_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    membership = get_object_or_404(Membership.objects.known_to(user), pk=membership_id, legal_case=legal_case)
    form = LabelForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is too long."))
        return redirect("legal:open", case_id)
    return do(
        request,
        case_id,
        lambda: actions.set_label(membership=membership, by=user, **form.cleaned_data),
        _("Saved."),
        member=membership_id,
    )
