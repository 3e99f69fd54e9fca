"""What is asked before a request closes: whether it is another one's twin, and all that the undo needs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.legal.queries.standing import Place, places_of
from cases.requests.models import HelpRequest
from cases.requests.queries import State, state_of
from cases.requests.workflow import Flag
from cases.returning.models import ClientLink
from cases.volunteering.models import Task
from cases.volunteering.workflow import TaskStatus

NO_DUPLICATE: dict[str, str | Promise] = {
    "closed": _("The other request is closed already. Open it again first."),
    "strangers": _("These two are not of one household. Each of them keeps her own request."),
    "violence": _("There may be violence at home. Each adult keeps her own request."),
}


def why_no_duplicate(help_request: HelpRequest, kept: HelpRequest) -> str:
    """A key of NO_DUPLICATE, or nothing when one of the two is enough. At most one query."""
    if not kept.is_open or help_request.pk == kept.pk:
        return "closed"
    if help_request.client_id == kept.client_id or _are_linked(help_request, kept):
        return ""
    mine, other = help_request.client.household_id, kept.client.household_id
    if mine is None or mine != other:
        return "strangers"
    violence = Flag.DOMESTIC_VIOLENCE.value
    return "violence" if violence in {*help_request.flags, *kept.flags} else ""


def _are_linked(one: HelpRequest, other: HelpRequest) -> bool:
    """A colleague has found that both mailboxes are of one person who had lost her receipt."""
    pair = [one.client_id, other.client_id]
    return ClientLink.objects.filter(newer__in=pair, older__in=pair).exists()


@dataclass(frozen=True)
class Before:
    """How a request stood before it was closed: ids and words of workflows only."""

    request_id: UUID
    state: State
    places: tuple[Place, ...]
    tasks: tuple[UUID, ...]


def before_of(help_request: HelpRequest) -> Before:
    """All that closing changes, as it is now; five queries at most."""
    tasks = Task.objects.filter(help_request=help_request, status=TaskStatus.OPEN.value)
    return Before(
        help_request.pk,
        state_of(help_request),
        places_of(help_request),
        tuple(tasks.order_by("pk").values_list("pk", flat=True)),
    )
