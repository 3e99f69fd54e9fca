"""What stands in the addresses of forgetting, made for each question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.retention.models import PlannedErasure
from helpdesk.audit.guard import writing
from tests.architecture.world import World


def plan(world: World, thing: str) -> PlannedErasure:
    """A closed request of the own or of the other office that goes in five days."""
    bundle = world.foreign if thing == "foreign" else world.own
    today = timezone.localdate()
    row = PlannedErasure(help_request=bundle.closed, rule="closed", planned_on=today)
    row.due_on = today + timedelta(days=5)
    with writing():
        row.save(force_insert=True)
    return row


RETENTION: dict[str, Callable[[World, str], list[Any]]] = dict.fromkeys(
    ("retention:hold", "retention:let_go"), lambda world, thing: [plan(world, thing).pk]
)
