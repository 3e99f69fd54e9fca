"""The person's files: sending, how far each is, taking one away. Without script; no id in any address."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.files.actions import keep_files, remove_file
from cases.files.forms import FileForm, InboxUploadForm
from cases.files.models import Attachment
from cases.files.queries import own_files
from cases.files.rules import MOST_BYTES, MOST_BYTES_AT_ONCE
from cases.intake.permissions import Holder, unlocked
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.throttle import Limit, take
from helpdesk.ui.uploads import takes_files, too_large_files

SAID = "files said"
TWICE_WITHIN = 60 * 60
SENDINGS = Limit("files", most=30, seconds=60 * 60)


@takes_files(most_bytes=MOST_BYTES, most_bytes_at_once=MOST_BYTES_AT_ONCE)
@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, holder: Holder) -> HttpResponse:
    """One page: what she sent and how far it is, and the form to send more."""
    threads = _threads(holder.client)
    if request.method != "POST" or not threads:
        return _page(request, holder, threads)
    if seconds := take(SENDINGS, request):
        response = _page(request, holder, threads, sorry=_wait(seconds), status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
    form = InboxUploadForm(request.POST, request.FILES, threads=threads, too_large=too_large_files(request))
    if not form.is_valid():
        return _page(request, holder, threads, form=form)
    try:
        _keep(form, threads, holder)
    except NotNow as sorry:
        return _page(request, holder, threads, sorry=str(sorry))
    request.session[SAID] = "sent"
    return redirect("files:inbox")


@unlocked
@require_POST
def remove(request: HttpRequest, holder: Holder) -> HttpResponse:
    """One file of hers is gone at once, in every state."""
    form = FileForm(request.POST)
    if not form.is_valid():
        raise Http404
    own = Attachment.objects.filter(help_request__client=holder.client).select_related("help_request")
    remove_file(attachment=get_object_or_404(own, pk=form.cleaned_data["file"]), by=holder.actor)
    request.session[SAID] = "removed"
    return redirect("files:inbox")


def _keep(form: InboxUploadForm, threads: list[HelpRequest], holder: Holder) -> None:
    """Keeps what the form brought; a second click finds its number taken."""
    once = f"files:{form.cleaned_data['once']}"
    if not cache.add(once, 1, TWICE_WITHIN):
        return
    help_request = next(row for row in threads if str(row.pk) == form.cleaned_data["thread"])
    try:
        keep_files(
            help_request=help_request,
            files=form.cleaned_data["papers"],
            by=holder.actor,
            opener=holder.key,
        )
    except Exception:
        cache.delete(once)
        raise


def _threads(client: Client) -> list[HelpRequest]:
    rows = HelpRequest.objects.filter(client=client, inbox_key__isnull=False, inbox_key__erased_on=None)
    return list(rows.select_related("topic", "inbox_key").order_by("-received_at", "id"))


def _page(
    request: HttpRequest,
    holder: Holder,
    threads: list[HelpRequest],
    *,
    form: InboxUploadForm | None = None,
    sorry: str = "",
    status: int = 422,
) -> HttpResponse:
    """`status` is that of a page with something wrong in it."""
    found = own_files(holder.client, holder.key)
    context: dict[str, Any] = {
        "files": found,
        "several": len(threads) > 1,
        "is_waiting": any(item.is_waiting for item in found),
        "form": form or (InboxUploadForm(threads=threads) if threads else None),
        "said": request.session.pop(SAID, "") if SAID in request.session else "",
        "sorry": sorry,
    }
    is_wrong = sorry or (form is not None and form.errors)
    return render(request, "cases/files/inbox.html", context, status=status if is_wrong else 200)


def _wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    words = ngettext(
        "Please wait %(minutes)d minute and try again. Nothing is lost.",
        "Please wait %(minutes)d minutes and try again. Nothing is lost.",
        minutes,
    )
    return words % {"minutes": minutes}
