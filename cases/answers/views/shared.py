"""One answer to many: the draft for those who are selected in the queue, and how far it is."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.answers.actions.shared import answer_many
from cases.answers.forms.shared import SharedAnswerForm
from cases.answers.models import SharedAnswer
from cases.answers.queries.shared import articles_of_many, progress_of
from cases.requests.actions.seen import as_seen
from cases.requests.forms import seen_of, warn_late
from cases.triage.queries.selected import selected_of
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.ANSWER)
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """First POST (from the queue): the empty draft. Second POST: checks it and has it sent."""
    user: User = request.user  # type: ignore[assignment]
    chosen = [one for one in selected_of(user, request.POST.getlist("selected")) if one.is_open]
    if not chosen:
        messages.warning(request, _("Select at least one request."))
        return redirect("triage:queue")
    is_sent, seen = "once" in request.POST, seen_of(request)
    late = warn_late(request, chosen, seen)
    articles = articles_of_many(chosen, user.language)
    form = SharedAnswerForm(request.POST if is_sent else None, help_requests=chosen, articles=articles)
    if is_sent and form.is_valid() and not late:
        send = partial(answer_many, help_requests=chosen, draft=form.draft(), by=user)
        try:
            shared = as_seen(help_requests=chosen, seen=seen, act=send)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            return redirect("answers:shared", shared.pk)
    context = {"form": form, "chosen": chosen, "has_articles": bool(articles)}
    return render(request, "cases/answers/many.html", context, status=422 if is_sent else 200)


@require(Permission.ANSWER)
@require_GET
def shared(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """How far it is; asked again by the page itself while something is left."""
    user: User = request.user  # type: ignore[assignment]
    found = get_object_or_404(SharedAnswer.objects.visible_to(user), pk=answer_id)
    context = {"shared": found, "progress": progress_of(found)}
    template = "_shared_progress.html" if getattr(request, "htmx", False) else "shared.html"
    return render(request, f"cases/answers/{template}", context)
