"""Every version of one language: list, difference, restore; and publishing by two people."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission
from knowledge.articles import actions
from knowledge.articles.models import Revision
from knowledge.articles.permissions import can_edit
from knowledge.translating import queries
from knowledge.translating.views.desk import EDITORS, article_in, desk_user


@require(*EDITORS)
@require_safe
def versions(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """What was published when, by whom, and how much it changed."""
    article = article_in(request, slug, language)
    context = {
        "article": article,
        "language": language,
        "versions": queries.versions_of(article, language),
        "may_edit": can_edit(desk_user(request)),
    }
    return render(request, "knowledge/translating/versions.html", context)


@require(*EDITORS)
@require_safe
def version(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponse:
    """One version against the one before it, or against `?with=` another."""
    article = article_in(request, slug, language)
    revision = get_object_or_404(article.revisions, language=language, number=number)
    asked = request.GET.get("with", "")
    before = queries.version_before(revision, int(asked) if asked.isdecimal() and len(asked) < 7 else None)
    parts = queries.parts_changed(before, revision)
    context = {
        "article": article,
        "language": language,
        "revision": revision,
        "before": before,
        "parts": parts,
        "is_changed": any(part.changed for part in parts),
        "others": queries.versions_of(article, language),
        "may_edit": can_edit(desk_user(request)),
    }
    return render(request, "knowledge/translating/version.html", context)


@require(Permission.EDIT_ARTICLES)
@require_POST
def restore(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponse:
    """Make a draft from an old version."""
    article = article_in(request, slug, language)
    revision = get_object_or_404(article.revisions, language=language, number=number)
    try:
        actions.restore(revision=revision, by=desk_user(request))
    except NotNow as wrong:
        messages.error(request, str(wrong))
        return redirect("knowledge:versions", slug, language)
    messages.success(request, _("This is a draft now. Readers see it when you publish it."))
    return redirect("knowledge:edit", slug, language)


@require(Permission.EDIT_ARTICLES)
@require_POST
def discard(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Throw the draft away."""
    article = article_in(request, slug, language)
    draft = get_object_or_404(Revision.objects.drafts(), article=article, language=language)
    try:
        actions.discard_draft(revision=draft, by=desk_user(request))
        messages.success(request, _("The draft is gone. Readers see what they saw before."))
    except NotNow as wrong:
        messages.error(request, str(wrong))
    return redirect("knowledge:edit", slug, language)


@require(Permission.PUBLISH_ARTICLES)
@require_http_methods(["GET", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def together(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Emergency contacts: one person proposes the draft, another one publishes it; both see what changes."""
    article, user = article_in(request, slug, language), desk_user(request)
    drafts = Revision.objects.drafts().select_related("proposed_by", "author")
    draft = get_object_or_404(drafts, article=article, language=language, article__is_emergency=True)
    if request.method == "POST":
        try:
            if draft.proposed_by_id is None:
                actions.propose(revision=draft, by=user)
                messages.success(request, _("Now another editor or coordinator must publish it."))
            else:
                actions.publish(revision=draft, by=user)
                messages.success(request, _("Published. Readers see it now."))
        except NotNow as wrong:
            messages.error(request, str(wrong))
        return redirect("knowledge:edit", slug, language)
    before = queries.version_before(draft, None)
    context = {
        "article": article,
        "language": language,
        "draft": draft,
        "parts": queries.parts_changed(before, draft),
        "is_mine": draft.proposed_by_id == user.pk,
    }
    return render(request, "knowledge/translating/together.html", context)
