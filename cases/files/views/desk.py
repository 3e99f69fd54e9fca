"""The desk's list of one request's files: adding a paper letter for a person, taking a file away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.files.actions import keep_files, remove_file
from cases.files.forms import UploadForm
from cases.files.permissions import can_see, can_send
from cases.files.queries import files_of, visible_file
from cases.files.rules import MOST_BYTES, MOST_BYTES_AT_ONCE
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.uploads import takes_files, too_large_files

TWICE_WITHIN = 60 * 60


@takes_files(most_bytes=MOST_BYTES, most_bytes_at_once=MOST_BYTES_AT_ONCE)
@require(Permission.REVEAL_STORY)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """All files of a request on a page of their own, with the form to add one."""
    user = user_of(request)
    rows = HelpRequest.objects.visible_to(user).for_lists().select_related("inbox_key")
    help_request = get_object_or_404(rows, pk=request_id)
    if not can_see(user, help_request):
        raise Refused
    if request.method != "POST":
        return _page(request, help_request, UploadForm())
    form = UploadForm(request.POST, request.FILES, too_large=too_large_files(request))
    if form.is_valid():
        try:
            _keep(form, help_request, user)
        except NotNow as sorry:
            form.add_error("papers", str(sorry))
        else:
            messages.success(request, _("The file is kept. It is being checked."))
            return redirect("files:of_request", help_request.pk)
    return _page(request, help_request, form)


@require(Permission.ANSWER)
@require_POST
def remove(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """Original and preview are gone at once; the access log says who did it."""
    user = user_of(request)
    attachment = visible_file(user, attachment_id)
    if attachment is None:
        raise Http404
    remove_file(attachment=attachment, by=user)
    messages.success(request, _("The file is erased."))
    return redirect("files:of_request", attachment.help_request_id)


def _keep(form: UploadForm, help_request: HelpRequest, user: User) -> None:
    once = f"files:{form.cleaned_data['once']}"
    if not cache.add(once, 1, TWICE_WITHIN):
        return
    try:
        keep_files(help_request=help_request, files=form.cleaned_data["papers"], by=user)
    except Exception:
        cache.delete(once)
        raise


def _page(request: HttpRequest, help_request: HelpRequest, form: UploadForm) -> HttpResponse:
    context = {
        "help_request": help_request,
        "files": files_of(help_request),
        "form": form,
        "may_send": help_request.inbox_key is not None and can_send(user_of(request), help_request),
    }
    return render(request, "cases/files/of_request.html", context, status=422 if form.errors else 200)
