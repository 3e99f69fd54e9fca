"""An article made of one's own answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.answers.actions.articles import draft_article as make_draft
from cases.answers.forms.articles import ArticleFromAnswerForm
from cases.answers.permissions import can_draft_from
from cases.requests.models import HelpRequest, Message
from cases.requests.queries import has_agreed
from cases.requests.workflow import Purpose
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.errors import KeyErased
from helpdesk.sealing.reasons import Reason


def _own_answer(user: User, message_id: UUID) -> Message:
    rows = Message.objects.filter(help_request__in=HelpRequest.objects.visible_to(user))
    rows = rows.select_related("help_request__client", "help_request__inbox_key", "help_request__topic")
    message: Message = get_object_or_404(rows, pk=message_id)
    if not can_draft_from(user, message):
        raise Http404
    return message


@require(Permission.EDIT_ARTICLES)
@require_http_methods(["GET", "POST"])
def draft_article(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The answer's text to be made general; refused while anything in it could name a person."""
    user: User = request.user  # type: ignore[assignment]
    message = _own_answer(user, message_id)
    if request.method == "POST":
        form = ArticleFromAnswerForm(request.POST, message=message)
        if form.is_valid():
            try:
                article = make_draft(message=message, draft=form.draft(), by=user)
            except NotNow as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, _("The draft is kept. Readers see it when an editor publishes it."))
                return redirect("knowledge:edit", article.slug, message.language)
    else:
        form = ArticleFromAnswerForm(message=message, body=_words(message, user))
    agreed = has_agreed(message.help_request.client_id, Purpose.EXAMPLE)
    context = {"form": form, "help_request": message.help_request, "message": message, "agreed": agreed}
    wrong = request.method == "POST"
    return render(request, "cases/answers/draft_article.html", context, status=422 if wrong else 200)


def _words(message: Message, user: User) -> str:
    try:
        return reveal_one(message, ["body"], by=user, reason=Reason.ANSWER, subject=message.help_request)[
            "body"
        ]
    except KeyErased:
        raise Http404 from None
