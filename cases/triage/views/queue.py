"""The queue, its quiet news, and taking a request in one click."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.duty.queries import on_duty, waiting_alarms
from cases.requests.forms import seen_of
from cases.requests.models import HelpRequest
from cases.rest.actions import OverLimit
from cases.rest.models import WHY_OVER_CHOICES
from cases.rest.queries import is_near_limit
from cases.triage.actions import assign as assign_request
from cases.triage.forms import QueueForm
from cases.triage.queries import Wanted, arrivals, dress, newest_event, page, saved_views
from cases.waiting.queries import live_pauses
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.ui.undo import done

# The views everybody needs, one click each; the form below makes any other.
TABS: tuple[tuple[Any, dict[str, str]], ...] = (
    (gettext_lazy("Our turn"), {}),
    (gettext_lazy("Mine"), {"whose": "mine", "turn": ""}),
    (gettext_lazy("Nobody's yet"), {"whose": "nobody"}),
    (gettext_lazy("Waiting for the person"), {"turn": "client"}),
    (gettext_lazy("All open"), {"turn": ""}),
    (gettext_lazy("Closed"), {"status": "closed", "turn": ""}),
)


@require(Permission.SEE_QUEUE)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    form = QueueForm(request.GET)
    wanted = form.wanted()
    context = {
        "form": form,
        "wanted": wanted,
        "page": page(user, wanted, mark=request.GET.get("after", "")),
        "is_later_page": "after" in request.GET,
        "has_more_filters": has_more(wanted),
        "owner": _colleague(user, wanted.owner),
        "may_see_offices": user.has_role(Role.LAWYER),  # everybody else sees her own office alone
        "tabs": [_tab(label, filters, wanted) for label, filters in TABS],
        **_views(user, form),
        "next_query": _without_mark(request),
        "since": newest_event(),
        "now": on_duty(user.office_id),
        "alarms": list(waiting_alarms(user)) if user.can(Permission.SEE_DUTY) else [],
        "some_topic_rests": user.can(Permission.TRIAGE) and bool(live_pauses()),
        "may_answer": user.can(Permission.ANSWER),
        "may_close": user.can(Permission.CLOSE),
        **_may(user),
    }
    template = "_queue.html" if getattr(request, "htmx", False) else "queue.html"
    return render(request, f"cases/triage/{template}", context)


def _colleague(user: User, owner: str) -> User | None:
    """Whose requests are shown, if that is somebody of the own office."""
    return User.objects.filter(pk=owner, office_id=user.office_id or 0).first() if owner else None


def has_more(wanted: Wanted) -> bool:
    """Whether a filter is set that stands behind "more filters"."""
    further = (wanted.flag, wanted.office, wanted.pressing, wanted.age, wanted.city, wanted.owner)
    return any(further) or wanted.status != "open"


def _views(user: User, form: QueueForm) -> dict[str, Any]:
    """Her saved views as links, and the filters to save when they are neither a tab nor a view already."""
    now, address = form.filters(), reverse("triage:queue")
    views = saved_views(user)
    for view in views:
        view.url = f"{address}?{urlencode(view.filters)}"  # type: ignore[attr-defined]
        view.is_current = view.filters == now  # type: ignore[attr-defined]
    known = [*(filters for _label, filters in TABS), *(view.filters for view in views)]
    return {"views": views, "to_save": "" if now in known else urlencode(now)}


def _tab(label: Any, filters: dict[str, str], wanted: Wanted) -> dict[str, Any]:
    address = reverse("triage:queue")
    query = f"?{urlencode(filters)}" if filters else ""
    return {"label": label, "url": f"{address}{query}", "is_current": wanted == Wanted(**filters)}  # type: ignore[arg-type]


def _without_mark(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()


@require(Permission.SEE_QUEUE)
@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """Asked every half minute: how many came since; nothing moves in the list until its reader wants it."""
    user: User = request.user  # type: ignore[assignment]
    since = request.GET.get("since", "")
    count = arrivals(user, int(since)) if since.isdigit() and len(since) < 18 else 0
    if not count:
        return HttpResponse(status=204)
    return render(request, "cases/triage/_news.html", {"count": count})


@require(Permission.TRIAGE)
@require_POST
def assign(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """`to=me`, `to=` (nobody) or a colleague's id; gives the row, or goes back to where it was asked."""
    user: User = request.user  # type: ignore[assignment]
    rows = HelpRequest.objects.visible_to(user).for_lists().select_related("suggestion__topic")
    help_request = get_object_or_404(rows, pk=request_id)
    to = _person(request.POST.get("to", ""), user)
    seen, why_over = seen_of(request).of(request_id), request.POST.get("why", "")
    try:
        before = assign_request(help_request=help_request, to=to, by=user, why=why_over, seen=seen)
    except OverLimit as why:
        return _over_limit(request, user, help_request, to, str(why))
    except NotNow as why:
        if getattr(request, "htmx", False):
            return _row(request, user, get_object_or_404(rows, pk=request_id), why_not=str(why))
        messages.warning(request, str(why))
        return redirect(_back(request, help_request))
    if to is not None and is_near_limit(to):
        messages.warning(
            request, _("%(name)s is close to the limit of work now, or over it.") % {"name": to.name}
        )
    undo = str(before.pk) if before else ""
    if getattr(request, "htmx", False):
        return _row(request, user, help_request, undo=undo, is_changed=True)
    said = _("It is yours now.") if to == user else _("The request has been passed on.")
    undo_url = f"{reverse('triage:assign', args=[help_request.pk])}?seen={help_request.version}"
    done(request, said, undo_url=undo_url, name="to", value=undo)
    return redirect(_back(request, help_request))


def _over_limit(
    request: HttpRequest, user: User, help_request: HelpRequest, to: User | None, why_not: str
) -> HttpResponse:
    """The warning, and the reasons for which it may be given to her still; without one it is refused."""
    over = {
        "to": to.pk if to else "",
        "reasons": WHY_OVER_CHOICES,
        "next": _back(request, help_request),
        "is_refused": "why" in request.POST,
        "why_not": why_not,
    }
    if getattr(request, "htmx", False):
        return _row(request, user, help_request, over=over)
    context = {"over": over, "row": help_request}
    return render(request, "cases/triage/over_limit.html", context, status=422)


def _row(request: HttpRequest, user: User, help_request: HelpRequest, **more: Any) -> HttpResponse:
    return render(request, "cases/triage/_row.html", {"row": dress(help_request), **_may(user), **more})


def _may(user: User) -> dict[str, bool]:
    """What the buttons and keys of a row ask."""
    return {
        "may_group": user.can(Permission.GROUP),
        "may_take": user.can(Permission.ANSWER) and user.can(Permission.ASSIGN),
        "may_make_tasks": user.can(Permission.MANAGE_TASKS),
        "may_refer": user.can(Permission.REFER),
    }


def _person(typed: str, user: User) -> User | None:
    if typed in {"", "undo"}:
        return None
    if typed == "me":
        return user
    try:
        key = UUID(typed)
    except ValueError:
        key = UUID(int=0)
    return get_object_or_404(User.objects.filter(is_active=True), pk=key)


def _back(request: HttpRequest, help_request: HelpRequest) -> str:
    """Where the button stood, if that is a page of ours; else the request."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/desk/"):
        return wanted
    return reverse("casefile:open", args=[help_request.pk])
