"""What every editors' page begins with: who asks, and for which article."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from knowledge.articles.models import Article

EDITORS = (Permission.EDIT_ARTICLES, Permission.PUBLISH_ARTICLES)


def desk_user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def article_of(request: HttpRequest, slug: str) -> Article:
    seen = Article.objects.visible_to(desk_user(request)).select_related("topic")
    return get_object_or_404(seen, slug=slug)


def article_in(request: HttpRequest, slug: str, language: str) -> Article:
    """The article, when articles are written in this language at all."""
    if language not in languages.CONTENT_CODES:
        raise Http404
    return article_of(request, slug)
