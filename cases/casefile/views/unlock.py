"""The door of the inbox: 20 digits. Unknown, erased and changed receipts look alike in every way."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.casefile.forms.inbox import UnlockForm
from cases.requests.models import Client
from helpdesk.accounts.access import UNLOCKED, public
from helpdesk.accounts.models import Standstill
from helpdesk.accounts.throttle import Flood, Limit, give_back, slow_down, take
from helpdesk.sealing.inbox import InboxKey, forget_inbox_key, remember_inbox_key
from helpdesk.sealing.receipts import derive
from helpdesk.ui.resting import resting

WRONG_RECEIPTS = Limit("receipt", most=5, seconds=15 * 60)
HERS, SEALED = "hers", "sealed"
MOST_TYPED = 200  # twenty digits with whatever stands between them
MANY_WRONG = Flood("receipt", most=60, seconds=15 * 60)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Malformed digits are told at once; well-formed ones cost the same time whether they open or not."""
    if UNLOCKED in request.session:
        return redirect("casefile:inbox")
    form = UnlockForm(_sent(request) if request.method == "POST" else None)
    if request.method != "POST":
        return resting(request) if Standstill.objects.sealed().exists() else _page(request, form)
    if not form.is_valid():  # the check digits say so: it costs no derivation and no try
        return _page(request, form, status=400)
    seconds = take(WRONG_RECEIPTS, request)
    if seconds:
        response = _page(request, form, minutes=-(-seconds // 60), status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
    opened = derive(form.cleaned_data["receipt"])
    found = _look(opened.locator)
    if SEALED in found:
        return resting(request)
    if not found:
        slow_down(MANY_WRONG)
        form.add_error("receipt", _("No inbox opens with these digits. Please compare them with your paper."))
        return _page(request, form)
    give_back(WRONG_RECEIPTS, request)
    client_id, is_temporary = found[HERS]
    remember_inbox_key(request, InboxKey(client_id, opened.private), is_temporary=is_temporary)
    return redirect("casefile:inbox")


@public
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Leaves the inbox; the session is gone. Open to all: it must work when the inbox is locked already."""
    forget_inbox_key(request)
    return redirect("casefile:unlock")


def _look(locator: bytes) -> dict[str, tuple[UUID, bool]]:
    """Her mailbox, and whether the keys are sealed: in one query, the same for every receipt."""
    known = Client.objects.filter(locator=locator).exclude(pk__in=Client.objects.with_lapsed_receipt())
    hers = known.values_list("pk", "receipt_is_temporary", Value(HERS)).order_by()
    sealed = Standstill.objects.sealed().values_list("pk", Value(value=False), Value(SEALED)).order_by()
    return {what: (pk, is_temporary) for pk, is_temporary, what in hers.union(sealed, all=True)}


def _sent(request: HttpRequest) -> dict[str, str]:
    """What was typed. A heap, the field twice, or a hole in the digits no hand makes: no receipt, at once."""
    typed = request.POST.getlist("receipt") or [""]
    is_typed = len(typed) == 1 and len(typed[0]) <= MOST_TYPED and "\0" not in typed[0]
    return {"receipt": typed[0] if is_typed else "…"}


def _page(request: HttpRequest, form: UnlockForm, *, minutes: int = 0, status: int = 200) -> HttpResponse:
    said = request.session.pop("said", "") if "said" in request.session else ""
    context = {"form": form, "minutes": minutes, "said": said}
    return render(request, "cases/casefile/unlock.html", context, status=status)
