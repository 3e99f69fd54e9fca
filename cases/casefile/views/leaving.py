"""Taking everything away, and erasing everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from cases.casefile.exports import as_text
from cases.casefile.forms.inbox import EraseForm
from cases.casefile.queries.inbox import inbox_of
from cases.casefile.views.holder import Holder, unlocked
from cases.closing.actions import erase_client
from helpdesk.sealing.inbox import forget_inbox_key


@unlocked
@require_POST
def take_away(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Her thread as a text file with a name that says nothing."""
    text = as_text(inbox_of(holder.client, holder.key))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="text.txt"'
    return response


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Everything she told us, gone now."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erase_client(client=holder.client, by=holder.actor)
        forget_inbox_key(request)
        return render(request, "cases/casefile/inbox_erased.html")
    return render(request, "cases/casefile/inbox_erase.html", {"form": form})
