"""The client's inbox. Every address here is the same for everybody; what is whose stands in her session."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from cases.casefile.actions.inbox import mark_read
from cases.casefile.forms.inbox import InvitationForm, RateForm, ReplyForm, ThreadForm
from cases.casefile.queries.inbox import Thread, inbox_of
from cases.casefile.views.holder import SAID, Holder, back, holder_of, own_request, take_said, unlocked
from cases.closing.actions import rate, reopen_own, withdraw
from cases.duty.queries import answering, night_lines
from cases.legal.actions import answer_invitation
from cases.legal.models import Invitation
from cases.legal.workflow import InvitationState
from cases.requests.actions import add_client_message
from cases.requests.workflow import Urgency
from helpdesk.accounts.access import public
from helpdesk.accounts.errors import NotNow
from helpdesk.ui.kiosk import still_typing

UNSENT = "unsent"
SAID_AFTER = {
    InvitationState.ACCEPTED: "coming",
    InvitationState.WAITING: "waiting_for_seat",
    InvitationState.DECLINED: "not_coming",
}
TWICE_WITHIN = 60 * 60
HELPERS = {"volunteer", "mentor"}  # those she may write to


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
    if holder is None or holder.client.receipt_is_temporary:
        request.session[UNSENT] = {"thread": form["thread"].value() or "", "body": form["body"].value() or ""}
        request.session[SAID] = "locked"
        return redirect("casefile:unlock")
    if still_typing(request):
        return _page(request, holder, reply_form=ReplyForm(initial=request.POST.dict()))
    if not form.is_valid():
        return _page(request, holder, reply_form=form)
    help_request = own_request(holder, form.cleaned_data["thread"])
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
    return back(request, "sent")


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
        answered = answer_invitation(
            invitation=invitation,
            accept=accept,
            seats=form.cleaned_data["seats"],
            needs_interpreter=form.cleaned_data["needs_interpreter"],
            by=holder.actor,
        )
    except NotNow as sorry:
        return _page(request, holder, sorry=str(sorry))
    return back(request, SAID_AFTER[InvitationState(answered.state)])


@unlocked
@require_POST
def stars(request: HttpRequest, holder: Holder) -> HttpResponse:
    """How much we helped."""
    form = RateForm(request.POST)
    if not form.is_valid():
        return _page(request, holder, rate_form=form)
    try:
        rate(
            help_request=own_request(holder, form.cleaned_data["thread"]),
            stars=form.cleaned_data["stars"],
            by=holder.actor,
        )
    except NotNow as sorry:
        return _page(request, holder, sorry=str(sorry))
    return back(request, "rated")


@unlocked
@require_POST
def again(request: HttpRequest, holder: Holder) -> HttpResponse:
    """A closed request is open again."""
    form = ThreadForm(request.POST)
    if not form.is_valid():
        raise Http404
    reopen_own(help_request=own_request(holder, form.cleaned_data["thread"]), by=holder.actor)
    return back(request, "opened")


@unlocked
@require_POST
def take_back(request: HttpRequest, holder: Holder) -> HttpResponse:
    """She needs us no more for this request."""
    form = ThreadForm(request.POST)
    if not form.is_valid():
        raise Http404
    withdraw(help_request=own_request(holder, form.cleaned_data["thread"]), by=holder.actor)
    return back(request, "withdrawn")


def _page(request: HttpRequest, holder: Holder, *, sorry: str = "", **forms: Any) -> HttpResponse:
    threads = inbox_of(holder.client, holder.key)
    context = {
        "threads": [(thread, _reply_form(request, thread, forms.get("reply_form"))) for thread in threads],
        "errors": next(iter(forms.values()), None),
        "contact_channel": holder.client.get_contact_channel_display(),
        **_danger(holder, threads),
        "alias": holder.client.alias,
        "has_talks": any(HELPERS & {role for role, _user in thread.helpers} for thread in threads),
        "seats": range(1, 13),
        "said": take_said(request),
        "sorry": sorry,
    }
    return render(request, "cases/casefile/inbox.html", context)


def _danger(holder: Holder, threads: list[Thread]) -> dict[str, Any]:
    """For an open emergency: what the office may promise now, and the numbers that answer at night."""
    rows = [thread.help_request for thread in threads if thread.help_request.is_open]
    urgent = [row for row in rows if row.urgency == Urgency.EMERGENCY.value]
    if not urgent:
        return {}
    return {"answering": answering(holder.client.office), "lines": night_lines(urgent[0].country)}


def _reply_form(request: HttpRequest, thread: Thread, typed: ReplyForm | None) -> ReplyForm:
    """What she typed comes back into the thread it belongs to."""
    own_id = str(thread.help_request.pk)
    if typed is not None and typed["thread"].value() == own_id:
        return typed
    unsent = request.session.get(UNSENT) or {}
    body = unsent.get("body", "") if unsent.get("thread") == own_id else ""
    return ReplyForm(initial={"thread": own_id, "body": body}, auto_id=f"id_{own_id[:8]}_%s")
