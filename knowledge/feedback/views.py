"""One click, an optional sentence, a thank-you; and the page where editors read them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk import languages
from helpdesk.accounts.access import public, require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.accounts.throttle import Limit, take
from helpdesk.ui.middleware import tokenless
from knowledge.articles.models import Article
from knowledge.articles.queries import Shown, shown
from knowledge.feedback import actions, queries
from knowledge.feedback.forms import MissingForm, OutdatedForm
from knowledge.feedback.workflow import RemarkKind

LIMIT = Limit("feedback", 20, 60 * 60)


def _shown(slug: str) -> Shown:
    article = get_object_or_404(Article.objects.visible_to(None).select_related("topic"), slug=slug)
    seen = shown(article, get_language() or languages.DEFAULT)
    if not seen.language:
        raise Http404
    return seen


def _wait(request: HttpRequest, seen: Shown, seconds: int) -> HttpResponse:
    context = {"shown": seen, "minutes": -(-seconds // 60)}
    response = render(request, "knowledge/feedback/wait.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


@public
@tokenless
@require_POST
def helped(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes or no, with one click; then the place for a sentence, or thanks."""
    seen = _shown(slug)
    answer = request.POST.get("helped", "")
    if answer not in {"yes", "no"}:
        return redirect("knowledge:article", slug)
    if wait := take(LIMIT, request):
        return _wait(request, seen, wait)
    actions.count_answer(article=seen.article, language=seen.language, helped=answer == "yes")
    return redirect("knowledge:said" if answer == "yes" else "knowledge:missing", slug)


@public
@tokenless
@require_http_methods(["GET", "POST"])
def missing(request: HttpRequest, slug: str) -> HttpResponse:
    """What she looked for, in one sentence."""
    return _say(request, slug, RemarkKind.UNHELPFUL, MissingForm(request.POST or None))


@public
@tokenless
@require_http_methods(["GET", "POST"])
def outdated(request: HttpRequest, slug: str) -> HttpResponse:
    """What is not true any more."""
    return _say(request, slug, RemarkKind.OUTDATED, OutdatedForm(request.POST or None))


def _say(request: HttpRequest, slug: str, kind: RemarkKind, form: MissingForm | OutdatedForm) -> HttpResponse:
    seen = _shown(slug)
    if request.method == "POST" and form.is_valid():
        if wait := take(LIMIT, request):
            return _wait(request, seen, wait)
        actions.keep_remark(
            article=seen.article, language=seen.language, kind=kind.value, **form.cleaned_data
        )
        return redirect("knowledge:said", slug)
    context = {"form": form, "shown": seen, "kind": kind.value}
    return render(request, "knowledge/feedback/say.html", context)


@public
@require_safe
def said(request: HttpRequest, slug: str) -> HttpResponse:
    """Thanks, and where to go on."""
    return render(request, "knowledge/feedback/said.html", {"shown": _shown(slug)})


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@require(Permission.EDIT_ARTICLES)
@require_safe
def remarks(request: HttpRequest, slug: str) -> HttpResponse:
    """What readers said about one article; opening their words is logged."""
    user = _user(request)
    article = get_object_or_404(Article.objects.visible_to(user), slug=slug)
    context = {
        "article": article,
        "shown": shown(article, user.language),
        "said": queries.remarks_of(article, by=user),
        "counts": queries.counts_of(article),
    }
    return render(request, "knowledge/feedback/remarks.html", context)


@require(Permission.EDIT_ARTICLES)
@require_POST
def settle(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything said about this article is dealt with."""
    user = _user(request)
    article = get_object_or_404(Article.objects.visible_to(user), slug=slug)
    actions.settle(article=article, by=user)
    messages.success(request, _("Done. What readers wrote is deleted; the counts stay."))
    return redirect("knowledge:worklists")
