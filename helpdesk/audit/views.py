"""The access log on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from helpdesk.accounts.access import require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit import queries
from helpdesk.audit.actions import record
from helpdesk.audit.forms import LogFilter


@require(Permission.READ_ACCESS_LOG, Permission.READ_OWN_ACCESS_LOG)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """An auditor, freshly signed in, reads all of it; everybody else reads her own entries."""
    reads_all = isinstance(request.user, User) and request.user.can(Permission.READ_ACCESS_LOG)
    page: Callable[[HttpRequest], HttpResponse] = reauthentication_required(_page) if reads_all else _page
    return page(request)


def _page(request: HttpRequest) -> HttpResponse:
    """One page of the log; that an auditor read it is an entry too."""
    user = request.user
    assert isinstance(user, User)
    reads_all = user.can(Permission.READ_ACCESS_LOG)
    form = LogFilter(request.GET, people=queries.people() if reads_all else None)
    wanted = form.cleaned_data if form.is_valid() else {}
    if reads_all:
        record("audit.read", None, by=user)
    page = queries.page(user, **wanted) if form.is_valid() else queries.Page([], None)
    names = queries.names_of(page.entries)
    lines = [{"entry": entry, "name": names.get(entry.actor_id, "")} for entry in page.entries]
    context = {
        "form": form,
        "lines": lines,
        "reads_all": reads_all,
        "next_url": _next_url(wanted, page.next_before),
        "first_url": reverse("audit:log") if wanted.get("before") else "",
    }
    return render(request, "audit/log.html", context)


def _next_url(wanted: dict[str, Any], before: int | None) -> str:
    if before is None:
        return ""
    parts = {name: value for name, value in wanted.items() if value and name != "before"}
    return f"{reverse('audit:log')}?{urlencode({**parts, 'before': before})}"
