"""The editors' desk: the list of articles with their languages, and two texts side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk import languages
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from knowledge.articles import actions
from knowledge.articles.models import Article, Revision
from knowledge.articles.permissions import can_edit, can_publish
from knowledge.articles.rules import sections
from knowledge.translating import queries
from knowledge.translating.forms import ArticleForm, TextForm

EDITORS = (Permission.EDIT_ARTICLES, Permission.PUBLISH_ARTICLES)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@require(*EDITORS)
@require_safe
def edit_list(request: HttpRequest) -> HttpResponse:
    """Every article, with the state of each language; filtered by one language and state."""
    language, state = request.GET.get("language", ""), request.GET.get("state", "")
    context = {
        "rows": queries.rows(_user(request), language=language, state=state),
        "language": language,
        "state": state,
        "codes": languages.CONTENT_CODES,
        "states": queries.STATE_LABELS.items(),
    }
    return render(request, "knowledge/translating/list.html", context)


@require(Permission.EDIT_ARTICLES)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new article: first what it is about, then its text."""
    form = ArticleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            article = actions.create_article(by=_user(request), **form.cleaned_data)
        except NotNow as wrong:
            form.add_error("slug", str(wrong))
        else:
            return redirect("knowledge:edit", article.slug, article.source_language)
    return render(request, "knowledge/translating/facts.html", {"form": form})


@require(Permission.EDIT_ARTICLES)
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said about an article: source, dates, topic."""
    article = get_object_or_404(Article.objects.visible_to(_user(request)), slug=slug)
    stored = Article.objects.get(pk=article.pk)
    form = ArticleForm(request.POST or None, instance=article)
    if request.method == "POST" and form.is_valid():
        changes = {name: value for name, value in form.cleaned_data.items() if name != "slug"}
        actions.change_facts(article=stored, by=_user(request), **changes)
        messages.success(request, _("Saved."))
        return redirect("knowledge:edit", article.slug, stored.source_language)
    return render(request, "knowledge/translating/facts.html", {"form": form, "article": stored})


@require(*EDITORS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Source left, mine right: keep a draft, look at it, or publish it."""
    article = get_object_or_404(Article.objects.visible_to(_user(request)), slug=slug)
    if language not in languages.CONTENT_CODES:
        raise Http404
    form = TextForm(request.POST or None, initial=_initial(article, language))
    for field in () if can_edit(_user(request)) else form.fields.values():
        field.disabled = True  # a coordinator reads and publishes what editors wrote
    preview = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            preview = form.cleaned_data | {"sections": sections(form.cleaned_data["body"])}
        elif _keep(request, article, language, form):
            return redirect("knowledge:edit", article.slug, language)
    return render(
        request, "knowledge/translating/edit.html", _context(request, article, language, form, preview)
    )


def _keep(request: HttpRequest, article: Article, language: str, form: TextForm) -> bool:
    """Save the draft and, when asked, publish it; False with an alert when the rules say no."""
    user = _user(request)
    try:
        draft = _draft(request, article, language, form)
        if request.POST.get("do") == "publish":
            actions.publish(revision=draft, by=user)
            messages.success(request, _("Published. Readers see it now."))
        else:
            messages.success(request, _("Draft saved. Readers do not see it yet."))
    except NotNow as wrong:
        form.add_error(None, str(wrong))
        return False
    return True


def _draft(request: HttpRequest, article: Article, language: str, form: TextForm) -> Revision:
    """What was typed, kept; or, from somebody who may publish but not write, the draft that lies there."""
    user = _user(request)
    lying = queries.draft_of(article, language)
    if lying is not None and request.POST.get("do") == "publish" and not can_edit(user):
        return lying
    return actions.save_draft(article=article, language=language, by=user, **form.cleaned_data)


def _initial(article: Article, language: str) -> dict[str, str]:
    draft = queries.draft_of(article, language)
    if draft is not None:
        return {name: getattr(draft, name) for name in ("title", "summary", "body", "significance")}
    return dict(zip(("title", "summary", "body"), article.text_in(language), strict=True))


def _context(
    request: HttpRequest, article: Article, language: str, form: TextForm, preview: object
) -> dict[str, object]:
    return {
        "article": article,
        "language": language,
        "codes": languages.CONTENT_CODES,
        "form": form,
        "preview": preview,
        "source": queries.source_sections(article, language),
        "may_publish": can_publish(_user(request)),
        "revisions": article.revisions.filter(language=language).select_related("author").latest_first()[:10],
    }


@require(Permission.PUBLISH_ARTICLES)
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an article from readers."""
    article = get_object_or_404(Article.objects.visible_to(_user(request)), slug=slug)
    try:
        actions.withdraw(article=article, by=_user(request))
        messages.success(request, _("Readers do not see this article any more."))
    except NotNow as wrong:
        messages.error(request, str(wrong))
    return redirect("knowledge:edit_list")
