"""Two people at one request: whoever decides on an older page is told what happened since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from cases.requests.models import HelpRequest
from cases.requests.queries import latest_change
from cases.requests.rules import Seen
from helpdesk.accounts.errors import NotNow
from helpdesk.audit.guard import action

R = TypeVar("R")


def check_seen(help_request: HelpRequest, seen: int | None) -> None:
    """`help_request` is fresh and held, `seen` the version on the page. NotNow says what happened between."""
    if seen is not None and seen != help_request.version:
        raise NotNow(what_happened(help_request))


def what_happened(help_request: HelpRequest) -> str:
    """One sentence for whoever looked at an older version."""
    return _(
        "%(code)s has changed meanwhile: %(what)s. Nothing was decided. "
        "Look at what stands there now, then decide."
    ) % {"code": help_request.code, "what": latest_change(help_request)}


def happened_since(help_requests: Sequence[HelpRequest], seen: Seen) -> list[str]:
    """What to tell before a form over these requests is shown again; empty when all stand as seen."""
    return [what_happened(one) for one in help_requests if seen.of(one.pk) not in {None, one.version}]


@action
def as_seen(*, help_requests: Sequence[HelpRequest], seen: Seen, act: Callable[[], R]) -> R:
    """Holds these requests, and decides only when each stands as it stood on the page.

    For decisions of rooms that take no version themselves; who may is asked by `act`.
    """
    rows = HelpRequest.objects.select_for_update(of=("self",)).order_by("pk")
    fresh = {row.pk: row for row in rows.filter(pk__in=[one.pk for one in help_requests])}
    for one in help_requests:
        one.version = fresh[one.pk].version
    for row in fresh.values():
        check_seen(row, seen.of(row.pk))
    return act()
