"""The client's inbox. Every address here is the same for everybody; what is whose stands in her session."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.casefile.actions.inbox import mark_read
from cases.casefile.exports import as_text
from cases.casefile.forms.inbox import EraseForm, InvitationForm, RateForm, ReplyForm, ThreadForm
from cases.casefile.queries.inbox import Thread, inbox_of, masked_contact
from cases.closing.actions import erase_client, rate, withdraw
from cases.intake.actions import change_receipt, holds
from cases.intake.forms import LastDigitsForm
from cases.intake.rules import grouped, new_receipt
from cases.legal.actions import answer_invitation
from cases.legal.models import Invitation
from cases.requests.actions import add_client_message
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.access import public, receipt_required
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow
from helpdesk.sealing.inbox import InboxKey, forget_inbox_key, inbox_key_of, remember_inbox_key

SAID, UNSENT, RENEWAL = "said", "unsent", "renewal"
SHOW_SECONDS = 30 * 60
TWICE_WITHIN = 60 * 60


@dataclass(frozen=True)
class Holder:
    """The client whose receipt is unlocked here."""

    client: Client
    key: InboxKey

    @property
    def actor(self) -> ByReceipt:
        return ByReceipt(self.client.pk)


def holder_of(request: HttpRequest) -> Holder | None:
    """None, and a locked inbox, when the receipt was changed or everything was erased meanwhile."""
    key = inbox_key_of(request)
    if key is None:
        return None
    client = Client.objects.select_related("mailbox_key").filter(pk=key.client_id).first()
    if client is None or not holds(client, key):
        forget_inbox_key(request)
        return None
    return Holder(client, key)


def unlocked(view: Callable[[HttpRequest, Holder], HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Gives the view the holder; sends everybody else to the door."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        holder = holder_of(request)
        return redirect("casefile:unlock") if holder is None else view(request, holder)

    return receipt_required(guarded)


@unlocked
@require_safe
def inbox(request: HttpRequest, holder: Holder) -> HttpResponse:
    """All her threads on one page."""
    response = _page(request, holder)
    mark_read(client=holder.client, by=holder.actor)
    return response


@public
@require_POST
def reply(request: HttpRequest) -> HttpResponse:
    """Her own words. When the inbox was locked meanwhile, they wait in her session until she unlocks it."""
    holder = holder_of(request)
    form = ReplyForm(request.POST)
    if holder is None:
        request.session[UNSENT] = {"thread": form["thread"].value() or "", "body": form["body"].value() or ""}
        request.session[SAID] = "locked"
        return redirect("casefile:unlock")
    if not form.is_valid():
        return _page(request, holder, reply_form=form)
    help_request = _own_request(holder, form.cleaned_data["thread"])
    once = f"reply:{form.cleaned_data['form_id']}"
    if cache.add(once, 1, TWICE_WITHIN):  # a second click finds it taken
        try:
            add_client_message(
                help_request=help_request,
                body=form.cleaned_data["body"],
                language=get_language(),
                by=holder.actor,
                opener=holder.key,
            )
        except Exception:
            cache.delete(once)
            raise
    request.session.pop(UNSENT, None)
    return _back(request, "sent")


@unlocked
@require_POST
def answer(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Yes or no to a meeting."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, holder, invitation_form=form)
    own = Invitation.objects.filter(membership__help_request__client=holder.client)
    invitation = get_object_or_404(own, pk=form.cleaned_data["invitation"])
    accept = form.cleaned_data["answer"] == "yes"
    try:
        answer_invitation(
            invitation=invitation, accept=accept, seats=form.cleaned_data["seats"], by=holder.actor
        )
    except NotNow as sorry:
        return _page(request, holder, sorry=str(sorry))
    return _back(request, "coming" if accept else "not_coming")


@unlocked
@require_POST
def stars(request: HttpRequest, holder: Holder) -> HttpResponse:
    """How much we helped."""
    form = RateForm(request.POST)
    if not form.is_valid():
        return _page(request, holder, rate_form=form)
    try:
        rate(
            help_request=_own_request(holder, form.cleaned_data["thread"]),
            stars=form.cleaned_data["stars"],
            by=holder.actor,
        )
    except NotNow as sorry:
        return _page(request, holder, sorry=str(sorry))
    return _back(request, "rated")


@unlocked
@require_POST
def take_back(request: HttpRequest, holder: Holder) -> HttpResponse:
    """She needs us no more for this request."""
    form = ThreadForm(request.POST)
    if not form.is_valid():
        raise Http404
    withdraw(help_request=_own_request(holder, form.cleaned_data["thread"]), by=holder.actor)
    return _back(request, "withdrawn")


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Shows new digits first; they hold once the last four were typed back: no click can lock her out."""
    digits = _pending_digits(request)
    form = LastDigitsForm(request.POST if request.method == "POST" else None, digits=digits)
    if request.method == "POST" and form.is_valid():
        key = change_receipt(client=holder.client, digits=digits, opener=holder.key)
        request.session.pop(RENEWAL, None)
        remember_inbox_key(request, key)
        return _back(request, "renewed")
    return render(request, "cases/casefile/inbox_renew.html", {"form": form, "groups": grouped(digits)})


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


def _own_request(holder: Holder, request_id: Any) -> HelpRequest:
    return get_object_or_404(
        HelpRequest.objects.select_related("inbox_key"), pk=request_id, client=holder.client
    )


def _pending_digits(request: HttpRequest) -> str:
    pending = request.session.get(RENEWAL)
    if pending is None or pending["until"] <= time.time():
        pending = {"digits": new_receipt(), "until": int(time.time()) + SHOW_SECONDS}
        request.session[RENEWAL] = pending
    return str(pending["digits"])


def _back(request: HttpRequest, said: str) -> HttpResponse:
    """To the inbox, which says once what was done; kept in the session, as a cookie would be a trace."""
    request.session[SAID] = said
    return redirect("casefile:inbox")


def _page(request: HttpRequest, holder: Holder, *, sorry: str = "", **forms: Any) -> HttpResponse:
    threads = inbox_of(holder.client, holder.key)
    said = request.session.pop(SAID, "") if SAID in request.session else ""
    context = {
        "threads": [(thread, _reply_form(request, thread, forms.get("reply_form"))) for thread in threads],
        "errors": next(iter(forms.values()), None),
        "contact": masked_contact(holder.client, holder.key),
        "contact_channel": holder.client.get_contact_channel_display(),
        "alias": holder.client.alias,
        "seats": range(1, 13),
        "said": said,
        "sorry": sorry,
    }
    return render(request, "cases/casefile/inbox.html", context)


def _reply_form(request: HttpRequest, thread: Thread, typed: ReplyForm | None) -> ReplyForm:
    """What she typed comes back into the thread it belongs to."""
    own_id = str(thread.help_request.pk)
    if typed is not None and typed["thread"].value() == own_id:
        return typed
    unsent = request.session.get(UNSENT) or {}
    body = unsent.get("body", "") if unsent.get("thread") == own_id else ""
    return ReplyForm(initial={"thread": own_id, "body": body}, auto_id=f"id_{own_id[:8]}_%s")
