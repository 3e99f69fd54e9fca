"""One search for a flat: what is needed, what fits, and the viewings with owners for whoever goes along."""

from __future__ import annotations

from dataclasses import dataclass

from cases.volunteering.models import HousingNeed, HousingOffer, Task, Viewing
from cases.volunteering.permissions import can_read_owner
from cases.volunteering.workflow import ViewingResult
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal_page
from helpdesk.sealing.reasons import Reason

MOST_FLATS = 50


@dataclass(frozen=True)
class ViewingLine:
    """One viewing; whose flat and where only while it is ahead, for those who may read the brief."""

    viewing: Viewing
    contact: str = ""
    address: str = ""


@dataclass(frozen=True)
class Search:
    need: HousingNeed | None
    flats: list[HousingOffer]
    viewings: list[ViewingLine]


def search_of(task: Task, *, by: User) -> Search:
    """Flats only once the need is written down: before that nobody knows whether residence is declared."""
    need = HousingNeed.objects.filter(task=task).first()
    rows = list(Viewing.objects.filter(task=task).select_related("flat__flat_key", "goes_along"))
    seen = {row.flat_id for row in rows if row.result == ViewingResult.PLANNED.value}
    flats: list[HousingOffer] = []
    if need is not None:
        fitting = HousingOffer.objects.filter(office=task.office_id).fitting(need)
        flats = [flat for flat in fitting[:MOST_FLATS] if flat.pk not in seen]
    return Search(need, flats, _with_owners(rows, task, by=by))


def _with_owners(rows: list[Viewing], task: Task, *, by: User) -> list[ViewingLine]:
    ahead = [row for row in rows if row.result == ViewingResult.PLANNED.value]
    if not ahead or not can_read_owner(by, task):
        return [ViewingLine(row) for row in rows]
    parts = [(row.flat, ["contact", "address"]) for row in ahead]
    words = reveal_page(parts, by=by, reason=Reason.TASK, subject=task)
    opened = {row.pk: one for row, one in zip(ahead, words, strict=True)}
    return [ViewingLine(row, **opened.get(row.pk, {})) for row in rows]


def flats_of(user: User) -> list[HousingOffer]:
    """The office's list, free ones first."""
    rows = HousingOffer.objects.of_office(user).order_by("-state", "price", "made_at")
    return sorted(rows[:200], key=lambda flat: flat.state != "free")
