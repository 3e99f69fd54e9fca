"""Recalls of advice: the list, one recall with what changed, and the lawyer's decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.answers.actions.recalls import decide_correction, decide_not_needed
from cases.answers.forms.recalls import CorrectionForm, NotNeededForm
from cases.answers.models import AdviceRecall, RecallState
from cases.answers.permissions import can_recall
from cases.answers.queries.recalls import comparisons, languages_told, recalls, requests_shown, titles
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

A_PAGE = 50


@require(Permission.ANSWER, Permission.RECALL_ADVICE)
@require_GET
def list_recalls(request: HttpRequest) -> HttpResponse:
    page = Paginator(recalls(user_of(request)), A_PAGE).get_page(request.GET.get("page"))
    next_url = f"?page={page.next_page_number()}" if page.has_next() else ""
    return render(request, "cases/answers/recalls.html", {"recalls": page, "next_url": next_url})


@require(Permission.ANSWER, Permission.RECALL_ADVICE)
@require_GET
def recall(request: HttpRequest, recall_id: UUID) -> HttpResponse:
    """What was told against what is true now, whom it concerns, and how far the correction is."""
    return _page(request, _find(request, recall_id))


def _find(request: HttpRequest, recall_id: UUID) -> AdviceRecall:
    return get_object_or_404(recalls(user_of(request)), pk=recall_id)


def _page(
    request: HttpRequest,
    found: AdviceRecall,
    correction: CorrectionForm | None = None,
    not_needed: NotNeededForm | None = None,
) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    context: dict[str, Any] = {
        "recall": found,
        "article": found.revision.article,
        "comparisons": comparisons(found),
        "requests": requests_shown(found, user),
        "may_decide": can_recall(user) and found.state == RecallState.OPEN,
        "left": found.told - found.corrected,  # type: ignore[attr-defined]
    }
    if context["may_decide"]:
        context["correction_form"] = correction or _correction(found)
        context["not_needed_form"] = not_needed or NotNeededForm(recall=found)
    wrong = any(form is not None and form.errors for form in (correction, not_needed))
    return render(request, "cases/answers/recall.html", context, status=422 if wrong else 200)


def _correction(found: AdviceRecall, data: Any = None) -> CorrectionForm:
    return CorrectionForm(data, recall=found, titles=titles(found), needed=languages_told(found))


@require(Permission.RECALL_ADVICE)
@require_POST
def not_needed(request: HttpRequest, recall_id: UUID) -> HttpResponse:
    """The lawyer says why nobody has to be told."""
    user: User = request.user  # type: ignore[assignment]
    found = _find(request, recall_id)
    form = NotNeededForm(request.POST, recall=found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            decide_not_needed(recall=found, reason=data["reason"], seen=data["seen"], by=user)
        except NotNow as why:
            messages.warning(request, str(why))
        else:
            messages.success(request, _("Noted: no correction is needed."))
        return redirect("answers:recall", found.pk)
    return _page(request, found, not_needed=form)


@require(Permission.RECALL_ADVICE)
@require_POST
def correct(request: HttpRequest, recall_id: UUID) -> HttpResponse:
    """The lawyer's correction goes to everybody who was told the old text."""
    user: User = request.user  # type: ignore[assignment]
    found = _find(request, recall_id)
    form = _correction(found, request.POST)
    if form.is_valid():
        try:
            decide_correction(recall=found, texts=form.texts(), seen=form.cleaned_data["seen"], by=user)
        except NotNow as why:
            messages.warning(request, str(why))
        else:
            messages.success(request, _("The correction is being sent. This page shows how far it is."))
        return redirect("answers:recall", found.pk)
    return _page(request, found, correction=form)
