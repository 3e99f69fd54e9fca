"""What stands in the addresses of seals, grants, notes, minutes and lists, made for each question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cases.legal import actions as legal
from cases.legal.actions.importing import keep_upload
from cases.legal.models import LegalCase
from cases.requests.actions.seals import ask_unseal, seal_off
from cases.requests.models import HelpRequest
from cases.requests.workflow import WhySealed
from tests.architecture.bundle import Bundle
from tests.architecture.world import World

ROWS = '{"header": ["Person"], "rows": [[2, ["A"], false]]}'


def _bundle(world: World, thing: str) -> Bundle:
    return world.foreign if thing == "foreign" else world.own


def sealed_request(world: World, thing: str) -> HelpRequest:
    """The lawyer's request, sealed off; she has asked to open it."""
    bundle = _bundle(world, thing)
    row = HelpRequest.objects.get(pk=bundle.plain.pk)
    seal_off(help_request=row, why=WhySealed.THREATENED, by=bundle.staff.operator)
    ask_unseal(help_request=row, why="over", by=bundle.staff.lawyer)
    return row


def sealed_case(world: World, thing: str) -> LegalCase:
    """The lawyer's case, sealed off; she has asked to open it."""
    bundle = _bundle(world, thing)
    case = LegalCase.objects.get(pk=bundle.legal_case.pk)
    legal.seal_case(legal_case=case, why=WhySealed.THREATENED, by=bundle.staff.operator)
    legal.ask_unseal_case(legal_case=case, why="over", by=bundle.staff.lawyer)
    return case


def _note(world: World, thing: str) -> list[Any]:
    bundle = _bundle(world, thing)
    note = legal.keep_note(legal_case=bundle.legal_case, body="note", note_id=uuid4(), by=bundle.staff.lawyer)
    return [bundle.legal_case.pk, note.pk]


def _time(world: World, thing: str) -> list[Any]:
    bundle = _bundle(world, thing)
    row = legal.spend_time(
        legal_case=bundle.legal_case,
        minutes=5,
        on=timezone.localdate(),
        time_id=uuid4(),
        by=bundle.staff.lawyer,
    )
    return [bundle.legal_case.pk, row.pk]


def _upload(world: World, thing: str) -> list[Any]:
    coordinator = (world.away if thing == "foreign" else world.people)["coord"]
    return [keep_upload(rows=ROWS, by=coordinator).pk]


LEGAL: dict[str, Callable[[World, str], list[Any]]] = {
    "legal:unseal": lambda world, thing: [sealed_case(world, thing).pk],
    "casefile:unseal": lambda world, thing: [sealed_request(world, thing).pk],
    "legal:drop_note": _note,
    "legal:drop_time": _time,
    "legal:import_look": _upload,
    "legal:grant": lambda world, thing: [_bundle(world, thing).legal_case.grants.get().pk],
    "casefile:seal": lambda world, thing: [_bundle(world, thing).plain.pk],
    "casefile:papers": lambda world, thing: [_bundle(world, thing).member.pk],
    **dict.fromkeys(
        tuple(f"legal:{name}" for name in ("grants", "seal", "privileged", "time")),
        lambda world, thing: [_bundle(world, thing).legal_case.pk],
    ),
}
