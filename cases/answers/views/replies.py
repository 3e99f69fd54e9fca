"""Writing an answer, and the public text of an article for a messenger."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.answers.actions import reply as send_reply
from cases.answers.forms import ReplyForm
from cases.answers.queries import Citable, articles_for, articles_named
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_write
from cases.triage.models import Suggestion
from helpdesk import languages
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from knowledge.articles.models import Article


@require(Permission.ANSWER)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The reply on a page of its own; the case file shows the same form and posts here."""
    user: User = request.user  # type: ignore[assignment]
    rows = HelpRequest.objects.visible_to(user).for_lists().select_related("inbox_key", "client__mailbox_key")
    help_request = get_object_or_404(rows, pk=request_id)
    if not can_write(user, help_request):
        raise Refused
    is_sent = request.method == "POST"
    articles = _choices(request, help_request)
    form = ReplyForm(request.POST if is_sent else None, help_request=help_request, articles=articles)
    if is_sent and form.is_valid() and not form.is_search:
        try:
            send_reply(help_request=help_request, draft=form.draft(), by=user)
        except NotNow as why:
            form = _again(request, help_request, articles)
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The answer is in the person's inbox."))
            return _to_case_file(request, help_request)
    template = "_reply_form.html" if getattr(request, "htmx", False) else "reply.html"
    wrong = bool(form.errors) and not form.is_search and not getattr(request, "htmx", False)
    context = {"help_request": help_request, "reply_form": form}
    return render(request, f"cases/answers/{template}", context, status=422 if wrong else 200)


def _again(request: HttpRequest, help_request: HelpRequest, articles: list[Citable]) -> ReplyForm:
    """The same words over what stands there now, so that sending again works."""
    data = request.POST.copy()
    data["seen"] = str(help_request.version)
    form = ReplyForm(data, help_request=help_request, articles=articles)
    form.full_clean()
    return form


def _choices(request: HttpRequest, help_request: HelpRequest) -> list[Citable]:
    """What was found by the words typed, what was chosen before, and what the program suggests."""
    chosen = [slug for slug in [request.POST.get("article", "")] if slug]
    suggestion = Suggestion.objects.filter(pk=help_request.pk).first()
    suggested = list(suggestion.articles.values_list("slug", flat=True)) if suggestion else []
    found: list[Citable] = []
    if words := request.POST.get("find", "").replace("\x00", "")[:200].strip():
        found = articles_for(words, help_request, get_language() or languages.DEFAULT)
    named = articles_named([*chosen, *suggested], help_request)
    return list({article.slug: article for article in [*named, *found]}.values())


def _to_case_file(request: HttpRequest, help_request: HelpRequest) -> HttpResponse:
    address = reverse("casefile:open", args=[help_request.pk])
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


@require(Permission.ANSWER)
@require_GET
def public_text(request: HttpRequest, slug: str) -> HttpResponse:
    """An article's public text, ready to paste into a messenger; nothing personal stands in it."""
    article = get_object_or_404(Article.objects.live(), slug=slug)
    wanted = request.GET.get("language", "")
    language = article.language_for(wanted if wanted in languages.BY_CODE else languages.DEFAULT)
    title, summary, body = article.text_in(language)
    text = "\n\n".join(part for part in (title, summary, body) if part)
    context = {"article": article, "title": title, "text": text, "language": language}
    template = "_public_text.html" if getattr(request, "htmx", False) else "public_text.html"
    return render(request, f"cases/answers/{template}", context)
