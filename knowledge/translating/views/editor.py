"""Two texts side by side: write, look at it, keep it without asking, publish it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk import languages
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission
from helpdesk.ui.forms import plain_text
from helpdesk.ui.middleware import takes_long_texts
from knowledge.articles import actions
from knowledge.articles.models import Article, Revision
from knowledge.articles.permissions import can_edit, can_publish
from knowledge.articles.rules import LONGEST_BODY
from knowledge.articles.workflow import SectionState
from knowledge.translating import queries
from knowledge.translating.forms import TextForm
from knowledge.translating.views.desk import EDITORS, article_in, desk_user


@require(*EDITORS)
@takes_long_texts
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Source left, mine right: keep a draft, look at it, or publish it."""
    article = article_in(request, slug, language)
    if request.method == "POST" and request.POST.get("do") == "preview":
        return _preview(request, article, language)
    form = _form(request, article, language)
    if request.method == "POST" and form.is_valid() and (done := _keep(request, article, language, form)):
        return done
    return render(request, "knowledge/translating/edit.html", _context(request, article, language, form))


def _form(request: HttpRequest, article: Article, language: str) -> TextForm:
    draft = queries.draft_of(article, language)
    initial: dict[str, Any] = queries.raw_text(article, language)
    if draft is not None:
        initial["significance"] = draft.significance
    initial["made_from"] = ",".join(article.source_hashes)
    form = TextForm(request.POST or None, initial=initial)
    for field in () if can_edit(desk_user(request)) else form.fields.values():
        field.disabled = True  # a coordinator reads and publishes what editors wrote
    return form


def _preview(request: HttpRequest, article: Article, language: str) -> HttpResponse:
    """The text as readers would have it, beside the form; nothing is kept."""
    typed = {
        name: plain_text(request.POST.get(name, ""))[:LONGEST_BODY] for name in ("title", "summary", "body")
    }
    look = queries.look(typed, language)
    if request.headers.get("HX-Request"):
        return render(
            request,
            "knowledge/translating/_look.html",
            {"look": look, "article": article, "language": language},
        )
    form = _form(request, article, language)
    context = _context(request, article, language, form) | {"look": look}
    return render(request, "knowledge/translating/edit.html", context)


def _keep(request: HttpRequest, article: Article, language: str, form: TextForm) -> HttpResponse | None:
    """Save the draft and, when asked, publish it; None, with an alert, when the rules say no."""
    user = desk_user(request)
    try:
        draft = _draft(request, article, language, form)
        if request.POST.get("do") != "publish":
            messages.success(request, _("Draft saved. Readers do not see it yet."))
        elif article.is_emergency:
            return redirect("knowledge:together", article.slug, language)
        else:
            actions.publish(revision=draft, by=user)
            messages.success(request, _("Published. Readers see it now."))
    except NotNow as wrong:
        form.add_error(None, str(wrong))
        return None
    return redirect("knowledge:edit", article.slug, language)


def _draft(request: HttpRequest, article: Article, language: str, form: TextForm) -> Revision:
    """What was typed, kept; or, from somebody who may publish but not write, the draft that lies there."""
    user = desk_user(request)
    lying = queries.draft_of(article, language)
    if lying is not None and request.POST.get("do") == "publish" and not can_edit(user):
        return lying
    return actions.save_draft(
        article=article, language=language, by=user, based_on=form.based_on, **form.cleaned_data
    )


@require(Permission.EDIT_ARTICLES)
@takes_long_texts
@require_POST
def keep(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Keep what is typed in the open draft without being asked; says quietly that it did, or why not."""
    article = article_in(request, slug, language)
    form = TextForm(request.POST)
    context: dict[str, Any] = {"based_on": form.based_on or ""}
    if not form.is_valid():
        context["why"] = _("the title or the text is missing, or the text is too long")
        return render(request, "knowledge/translating/_saved.html", context, status=422)
    try:
        draft = actions.save_draft(
            article=article,
            language=language,
            by=desk_user(request),
            based_on=form.based_on,
            quietly=True,
            **form.cleaned_data,
        )
    except NotNow as wrong:
        return render(request, "knowledge/translating/_saved.html", context | {"why": str(wrong)}, status=422)
    context = {"based_on": actions.stamp(draft), "saved_at": timezone.now()}
    return render(request, "knowledge/translating/_saved.html", context)


def _context(request: HttpRequest, article: Article, language: str, form: TextForm) -> dict[str, object]:
    draft = queries.draft_of(article, language)
    user, source = desk_user(request), article.source_language
    shown = article.language_for(user.language)
    sections = queries.source_sections(article, language)
    return {
        "heading": article.heading_in(shown)[0] if shown else "",
        "heading_language": shown,
        "look": None,
        "article": article,
        "language": language,
        "codes": languages.CONTENT_CODES,
        "form": form,
        "draft": draft,
        "based_on": actions.stamp(draft) if form.based_on is None else form.based_on,
        "source": sections,
        "all_reviewed": bool(sections) and all(item.state == SectionState.REVIEWED for item in sections),
        "source_reading": queries.reading(article.text_in(source)[2], source),
        "reading": queries.reading(str(form["body"].value() or "")[:LONGEST_BODY], language),
        "may_publish": can_publish(user),
        "may_edit": can_edit(user),
        "values": list(article.states.all()),
        "is_my_withdrawal": article.withdrawal_by_id == user.pk,
    }
