"""Canned replies: the list, one of them, and putting one away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.answers.actions.canned import keep_canned, retire_canned
from cases.answers.forms.canned import LABELS, CannedForm
from cases.answers.models import CannedReply
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done


@require(Permission.EDIT_CANNED)
@require_GET
def canned_list(request: HttpRequest) -> HttpResponse:
    replies = CannedReply.objects.live().select_related("changed_by")
    return render(request, "cases/answers/canned_list.html", {"replies": replies})


@require(Permission.EDIT_CANNED)
@require_http_methods(["GET", "POST"])
def canned(request: HttpRequest, reply_id: UUID | None = None) -> HttpResponse:
    """A new one, or one to change."""
    user: User = request.user  # type: ignore[assignment]
    reply = get_object_or_404(CannedReply.objects.live(), pk=reply_id) if reply_id else None
    is_sent = request.method == "POST"
    form = CannedForm(request.POST if is_sent else None, reply=reply)
    if is_sent and form.is_valid():
        data = form.cleaned_data
        try:
            keep_canned(reply=reply, title=data["title"], texts=form.texts(), seen=data["seen"], by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The reply is kept. Everybody at the desk can use it."))
            return redirect("answers:canned_list")
    context = {"form": form, "reply": reply, "fields": [("link", _("Link to an article")), *LABELS.items()]}
    return render(request, "cases/answers/canned.html", context, status=422 if is_sent else 200)


@require(Permission.EDIT_CANNED)
@require_POST
def canned_retire(request: HttpRequest, reply_id: UUID) -> HttpResponse:
    """Puts one away, or takes it out again: `undo`."""
    user: User = request.user  # type: ignore[assignment]
    reply = get_object_or_404(CannedReply.objects.all(), pk=reply_id)
    is_undo = "undo" in request.POST
    retire_canned(reply=reply, by=user, retired=not is_undo)
    if is_undo:
        messages.success(request, _("The reply is in use again."))
    else:
        undo = reverse("answers:canned_retire", args=[reply.pk])
        done(request, _("The reply is put away."), undo_url=undo)
    return redirect("answers:canned_list")
