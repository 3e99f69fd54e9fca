"""What stands in the addresses of the volunteers' room, made for each question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.volunteering.actions import add_flat, make_task, note_need, plan_viewing
from cases.volunteering.actions.housing import Flat
from cases.volunteering.actions.tasks import Card
from cases.volunteering.models import Claim, HousingOffer, Task, Viewing
from cases.volunteering.workflow import ClaimState, TaskKind, TaskStatus
from helpdesk.audit.guard import writing
from tests.architecture.bundle import SECRETS, Bundle
from tests.architecture.world import World


def _bundle(world: World, thing: str) -> Bundle:
    return world.foreign if thing == "foreign" else world.own


def flat(world: World, thing: str) -> HousingOffer:
    """A flat of the office, with an owner that nobody reads by chance."""
    known = Flat("PL", "Kraków", "", 2, 40, 3000, timezone.localdate(), allows_declaring=True)
    operator = _bundle(world, thing).staff.operator
    return add_flat(flat=known, contact=SECRETS["contact"], address=SECRETS["place"], by=operator)


def search(world: World, thing: str) -> Task:
    """A search for a flat in the hands of the office's volunteer."""
    staff = _bundle(world, thing).staff
    card = Card(kind=TaskKind.HOUSING, languages=("be",), country="PL")
    task = make_task(card=card, brief=SECRETS["brief"], by=staff.lawyer)
    with writing():
        now = timezone.now()
        claim = Claim(task=task, volunteer=staff.volunteer, state=ClaimState.APPROVED.value, claimed_at=now)
        claim.ends_on = timezone.localdate() + timedelta(days=14)
        claim.save()
        Task.objects.filter(pk=task.pk).update(status=TaskStatus.TAKEN.value)
    note_need(
        task=task,
        city="",
        least_rooms=1,
        most_price=None,
        needs_declaring=True,
        from_on=None,
        by=staff.operator,
    )
    return Task.objects.get(pk=task.pk)


def viewing(world: World, thing: str) -> Viewing:
    at = timezone.now() + timedelta(days=1)
    operator = _bundle(world, thing).staff.operator
    return plan_viewing(task=search(world, thing), flat_id=flat(world, thing).pk, at=at, by=operator)


def _flat_to_view(world: World, thing: str) -> list[Any]:
    return [search(world, thing).pk, flat(world, thing).pk]


def _viewing(world: World, thing: str) -> list[Any]:
    one = viewing(world, thing)
    return [one.task_id, one.pk]


def _held(world: World, thing: str) -> list[Any]:
    return [_bundle(world, thing).held.task_id]


BOARD: dict[str, Callable[[World, str], list[Any]]] = {
    **dict.fromkeys(
        tuple(
            f"volunteering:{name}"
            for name in ("wait", "decline", "match", "came", "api_release", "api_finish")
        ),
        _held,
    ),
    "volunteering:api_claim": lambda world, thing: [_bundle(world, thing).open_task.pk],
    "volunteering:standing": lambda world, thing: [_bundle(world, thing).staff.volunteer.pk],
    "volunteering:search": lambda world, thing: [search(world, thing).pk],
    "volunteering:need": lambda world, thing: [search(world, thing).pk],
    "volunteering:view_flat": _flat_to_view,
    "volunteering:viewed": _viewing,
    "volunteering:flat_gone": lambda world, thing: [flat(world, thing).pk],
}
