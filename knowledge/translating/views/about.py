"""What is said about an article: facts, related articles, still true, taken from readers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission
from knowledge.articles import actions
from knowledge.articles.models import Article
from knowledge.articles.permissions import can_publish
from knowledge.translating.forms import ArticleForm
from knowledge.translating.views.desk import article_of, desk_user


@require(Permission.EDIT_ARTICLES)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new article: first what it is about, then its text."""
    user = desk_user(request)
    form = ArticleForm(request.POST or None, may_publish=can_publish(user))
    if request.method == "POST" and form.is_valid():
        try:
            article = actions.create_article(by=user, **form.cleaned_data)
        except NotNow as wrong:
            form.add_error("slug", str(wrong))
        else:
            return redirect("knowledge:edit", article.slug, article.source_language)
    return render(request, "knowledge/translating/facts.html", {"form": form})


@require(Permission.EDIT_ARTICLES)
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said about an article: source, dates, topic."""
    user, article = desk_user(request), article_of(request, slug)
    stored = Article.objects.get(pk=article.pk)
    form = ArticleForm(request.POST or None, instance=article, may_publish=can_publish(user))
    if request.method == "POST" and form.is_valid():
        changes = {name: value for name, value in form.cleaned_data.items() if name != "slug"}
        try:
            actions.change_facts(article=stored, by=user, **changes)
        except NotNow as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Saved."))
            return redirect("knowledge:edit", article.slug, stored.source_language)
    return render(request, "knowledge/translating/facts.html", {"form": form, "article": stored})


@require(Permission.EDIT_ARTICLES)
@require_POST
def still_true(request: HttpRequest, slug: str) -> HttpResponse:
    """Looked at today: holds for every language, and for the article's values when ticked."""
    article = article_of(request, slug)
    with_values = bool(request.POST.get("values"))
    actions.still_true(article=article, by=desk_user(request), with_values=with_values)
    messages.success(request, _("Noted: checked today, in every language."))
    if request.POST.get("back") == "work":
        return redirect("knowledge:worklists")
    return redirect("knowledge:edit", article.slug, article.source_language)


@require(Permission.PUBLISH_ARTICLES)
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an article from readers; emergency contacts only when two people say so."""
    article = article_of(request, slug)
    try:
        if actions.withdraw(article=article, by=desk_user(request)).is_published:
            messages.success(request, _("Noted. Readers see it until another editor or coordinator agrees."))
            return redirect("knowledge:edit", slug, article.source_language)
        messages.success(request, _("Readers do not see this article any more."))
    except NotNow as wrong:
        messages.error(request, str(wrong))
    return redirect("knowledge:edit_list")


@require(Permission.PUBLISH_ARTICLES)
@require_POST
def stay(request: HttpRequest, slug: str) -> HttpResponse:
    """Readers go on seeing what somebody wanted to take from them."""
    article = article_of(request, slug)
    try:
        actions.keep_published(article=article, by=desk_user(request))
        messages.success(request, _("Readers go on seeing this article."))
    except NotNow as wrong:
        messages.error(request, str(wrong))
    return redirect("knowledge:edit", slug, article.source_language)
