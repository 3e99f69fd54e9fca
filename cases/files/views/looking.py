"""Looking into a file: pages drawn anew, a copy made of them, and the original for those who must have it."""

from __future__ import annotations

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from cases.files import queries
from cases.files.forms import OriginalForm
from cases.files.models import Attachment
from cases.files.permissions import can_see, can_send
from cases.files.rules.pixel_pdf import pixel_pdf
from cases.files.workflow import FileKind, FileState
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.sealing.actions import reveal_one

PAGES_ON_SCREEN = 10
ENDINGS = {kind.value: ".jpg" if kind is FileKind.JPEG else f".{kind.value}" for kind in FileKind}
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require(Permission.REVEAL_STORY)
@require_GET
def preview(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """The frame around the pages; each page is fetched, and logged, by itself."""
    user = user_of(request)
    attachment = _seen(user, attachment_id)
    reason = queries.reason_for(user, attachment.help_request)
    name = reveal_one(attachment, ["name"], by=user, reason=reason)["name"]
    start = _start(request, attachment)
    end = min(start + PAGES_ON_SCREEN, attachment.pages)
    context = {
        "attachment": attachment,
        "help_request": attachment.help_request,
        "name": name,
        "numbers": range(start + 1, end + 1),
        "before": start + 1 - PAGES_ON_SCREEN if start else 0,
        "after": end + 1 if end < attachment.pages else 0,
        "may_remove": can_send(user, attachment.help_request),
    }
    return render(request, "cases/files/preview.html", context)


@require(Permission.REVEAL_STORY)
@require_GET
def page(request: HttpRequest, attachment_id: UUID, number: int) -> HttpResponse:
    """One page as a picture that we drew ourselves."""
    user = user_of(request)
    attachment = _seen(user, attachment_id)
    if not 1 <= number <= attachment.pages:
        raise Http404
    reason = queries.reason_for(user, attachment.help_request)
    picture = queries.page(attachment, number - 1, by=user, reason=reason)
    if picture is None:
        raise Http404
    return _served(picture, "image/jpeg", f"page-{number}.jpg")


@require(Permission.REVEAL_STORY)
@require_GET
def copy(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """All pages to take along: a picture, or a PDF that holds nothing but pictures."""
    user = user_of(request)
    attachment = _seen(user, attachment_id)
    reason = queries.reason_for(user, attachment.help_request)
    found = queries.pages(attachment, by=user, reason=reason)
    if attachment.kind == FileKind.PDF.value:
        return _served(pixel_pdf(found), "application/pdf", "copy.pdf")
    return _served(found[0], "image/jpeg", "copy.jpg")


@require(Permission.REVEAL_STORY)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
@require_http_methods(["GET", "POST"])
def original(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """The bytes as they were sent, after a fresh sign-in and with a reason."""
    user = user_of(request)
    attachment = _seen(user, attachment_id)
    form = OriginalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _original(attachment, user, form.cleaned_data["reason"])
    context = {"attachment": attachment, "help_request": attachment.help_request, "form": form}
    return render(request, "cases/files/original.html", context, status=422 if form.errors else 200)


def _original(attachment: Attachment, user: User, reason: str) -> HttpResponse:
    content = queries.original(attachment, by=user, reason=reason)
    return _served(content, "application/octet-stream", f"original{ENDINGS[attachment.kind]}")


def _seen(user: User, attachment_id: UUID) -> Attachment:
    """A clean file of a request she may read; what is in quarantine or refused does not exist here."""
    attachment = queries.visible_file(user, attachment_id)
    if attachment is None or attachment.state != FileState.CLEAN.value:
        raise Http404
    if not can_see(user, attachment.help_request):
        raise Refused
    return attachment


def _start(request: HttpRequest, attachment: Attachment) -> int:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) <= 3 else 1
    return max(0, min(number, attachment.pages) - 1)


def _served(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Nothing of it runs anywhere: a download without a name of its own, in a sandbox, kept by nobody."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
