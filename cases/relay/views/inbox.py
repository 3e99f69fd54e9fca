"""The client's side: her helpers, what was written, and whether they may ring each other around a meeting."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.intake.permissions import Holder, holder_of
from cases.relay.actions import say, share_number, show_to_desk
from cases.relay.forms import NumberForm, SayForm
from cases.relay.models import Conversation
from cases.relay.queries import talks_of_client
from cases.requests.models import Client
from helpdesk.accounts.access import receipt_required
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow

SAID = "relay said"
TWICE_WITHIN = 10 * 60


def _holder(request: HttpRequest) -> Holder | None:
    """Who stands here; a receipt that somebody else has seen has to be changed first."""
    holder = holder_of(request)
    return None if holder is None or holder.client.receipt_is_temporary else holder


def _talk(request: HttpRequest, client: Client) -> Conversation:
    """Her own conversation that the form names; nobody else's exists."""
    try:
        pk = UUID(request.POST.get("talk", ""))
    except ValueError as nonsense:
        raise Http404 from nonsense
    return get_object_or_404(Conversation, pk=pk, client=client)


def _page(
    request: HttpRequest, holder: Holder, *, sorry: str = "", typed: SayForm | None = None, of: str = ""
) -> HttpResponse:
    """Every conversation with its forms; what she typed stays in the form that was refused."""
    client, key = holder.client, holder.key
    talks = talks_of_client(client.pk, key, hidden=client.device_may_be_searched)
    rows = []
    for place, talk in enumerate(talks):
        form = SayForm(auto_id=f"talk_{place}_%s")
        if typed is not None and str(talk.conversation.pk) == of:
            form = typed
        rows.append({"talk": talk, "form": form, "number_form": NumberForm(auto_id=f"number_{place}_%s")})
    said = str(request.session.pop(SAID, "")) if SAID in request.session else ""
    context = {"rows": rows, "sorry": sorry, "said": said}
    return render(request, "cases/relay/inbox.html", context, status=422 if sorry or typed else 200)


@receipt_required
@require_http_methods(["GET", "HEAD", "POST"])
def talks(request: HttpRequest) -> HttpResponse:
    """Reading, and writing one line; a second click of the same line is one line."""
    holder = _holder(request)
    if holder is None:
        return redirect("casefile:unlock")
    if request.method != "POST":
        return _page(request, holder)
    client, key = holder.client, holder.key
    talk = _talk(request, client)
    form = SayForm(request.POST, auto_id="again_%s")
    if not form.is_valid():
        return _page(request, holder, typed=form, of=str(talk.pk))
    once = f"relay:{client.pk}:{request.POST.get('once', '')[:40]}"
    if cache.add(once, 1, TWICE_WITHIN):
        try:
            say(talk=talk, body=form.cleaned_data["body"], by=holder.actor, opener=key)
        except NotNow as why:
            cache.delete(once)
            return _page(request, holder, sorry=str(why), typed=form, of=str(talk.pk))
    request.session[SAID] = "sent"
    return redirect("relay:inbox")


def _act(request: HttpRequest, act: Callable[[Holder, Conversation], None], said: str) -> HttpResponse:
    holder = _holder(request)
    if holder is None:
        return redirect("casefile:unlock")
    try:
        act(holder, _talk(request, holder.client))
    except NotNow as why:
        return _page(request, holder, sorry=str(why))
    request.session[SAID] = said
    return redirect("relay:inbox")


@receipt_required
@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """She shares her number for the hours around the meeting, or takes it back."""
    typed = request.POST.get("number", "").strip()[:24]

    def act(holder: Holder, talk: Conversation) -> None:
        key = holder.key
        share_number(talk=talk, number=typed, by=holder.actor, opener=key)

    return _act(request, act, "shared" if typed else "hidden")


@receipt_required
@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """She wants the desk to read along."""
    return _act(
        request, lambda holder, talk: show_to_desk(talk=talk, by=ByReceipt(holder.client.pk)), "shown"
    )
