"""Taking everything away, and erasing everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.casefile.exports import as_page, everything_of
from cases.casefile.forms.inbox import EraseForm
from cases.casefile.queries.wishes import what_would_go
from cases.casefile.views.holder import Holder, unlocked
from cases.closing.actions import erase_client
from helpdesk.sealing.inbox import forget_inbox_key


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Everything of hers in one file with a name that says nothing; the page before says what it is."""
    if request.method != "POST":
        hidden = holder.client.device_may_be_searched
        return render(request, "cases/casefile/inbox_copy.html", {"hidden": hidden})
    page = as_page(everything_of(holder.client, holder.key))
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="text.html"'
    return response


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Everything she told us, gone now; first she reads what exactly that is."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        gone = what_would_go(holder.client)
        paper = erase_client(client=holder.client, by=holder.actor)
        forget_inbox_key(request)
        return render(request, "cases/casefile/inbox_erased.html", {"gone": gone, "paper": paper})
    context = {"form": form, "gone": what_would_go(holder.client)}
    return render(request, "cases/casefile/inbox_erase.html", context)
