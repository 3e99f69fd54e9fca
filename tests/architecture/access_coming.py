"""What stands in the addresses of duty and of coming back, made for each question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.alarms.models import OfficeAlarm
from cases.duty.actions import hand_over, raise_danger
from cases.duty.models import Alarm, Shift, ShiftHandOver
from cases.mentoring.actions import send_signal
from cases.mentoring.models import SafetySignal
from cases.mentoring.steps import Concern
from cases.relay.actions import open_conversation
from cases.relay.models import Conversation
from cases.relay.rules import Purpose
from cases.returning.actions import link
from cases.returning.rules import Ground
from helpdesk.accounts.actors import SYSTEM
from helpdesk.audit.guard import writing
from tests.architecture.access_joining import JOINING
from tests.architecture.access_moving import MOVING
from tests.architecture.bundle import SECRETS, Bundle
from tests.architecture.world import World
from tests.factories.duty import make_shift


def _bundle(world: World, thing: str) -> Bundle:
    return world.foreign if thing == "foreign" else world.own


def coming_shift(world: World, thing: str) -> Shift:
    """A shift of the office's operator that has not begun."""
    operator = _bundle(world, thing).staff.operator
    return make_shift(operator, starts_at=timezone.now() + timedelta(days=2))


def alarm(world: World, thing: str) -> Alarm:
    """An emergency that nobody has looked at."""
    found = raise_danger(help_request=_bundle(world, thing).plain, by=SYSTEM)
    assert found is not None
    return found


def handed_over(world: World, thing: str) -> ShiftHandOver:
    """What the operator of the shift before has left; everybody else of the office may be next."""
    operator = _bundle(world, thing).staff.operator
    return hand_over(shift=make_shift(operator), remark=SECRETS["note"], by=operator)


def earlier(world: World, thing: str) -> list[Any]:
    """A request and its link with another person's mailbox of the same office."""
    bundle = _bundle(world, thing)
    operator = bundle.staff.operator
    made = link(help_request=bundle.plain, older=bundle.fresh.client, ground=Ground.KNOWS_ALIAS, by=operator)
    return [bundle.plain.pk, made.pk]


def private_signal(world: World, thing: str) -> SafetySignal:
    """What a household said about its mentor."""
    bundle = _bundle(world, thing)
    return send_signal(mentorship=bundle.mentorship, concern=Concern.UNEASY, by=bundle.holder.actor)


def talk(world: World, thing: str) -> Conversation:
    """Between the volunteer and the client whose task she holds, opened for this question."""
    bundle = _bundle(world, thing)
    return open_conversation(
        client=bundle.holder.client,
        helper=bundle.staff.volunteer,
        office=bundle.office,
        purpose=Purpose.TASK,
        closes_on=timezone.localdate() + timedelta(days=14),
        by=bundle.staff.operator,
    )


def office_alarm(world: World, thing: str) -> OfficeAlarm:
    """A wave of one topic that nobody has seen."""
    bundle = _bundle(world, thing)
    row = OfficeAlarm(office=bundle.office, kind="wave", topic=world.topic, seen=30, usual=9, days=7)
    row.opened_at = timezone.now()
    with writing():
        row.save(force_insert=True)
    return row


COMING: dict[str, Callable[[World, str], list[Any]]] = {
    **JOINING,
    **MOVING,
    **dict.fromkeys(
        ("mentoring:introduce", "mentoring:signal", "mentoring:stand_by"),
        lambda world, thing: [_bundle(world, thing).mentorship.pk],
    ),
    "mentoring:signal_page": lambda world, thing: [private_signal(world, thing).pk],
    **dict.fromkeys(
        ("relay:open", "relay:number", "relay:meeting", "relay:show"),
        lambda world, thing: [talk(world, thing).pk],
    ),
    "alarms:seen": lambda world, thing: [office_alarm(world, thing).pk],
    "rest:limit": lambda world, thing: [_bundle(world, thing).staff.operator.pk],
    "rest:word": lambda world, thing: [_bundle(world, thing).staff.volunteer.pk],
    "duty:drop": lambda world, thing: [coming_shift(world, thing).pk],
    "duty:look": lambda world, thing: [alarm(world, thing).pk],
    "duty:take_over": lambda world, thing: [handed_over(world, thing).pk],
    **dict.fromkeys(
        tuple(f"returning:{name}" for name in ("call", "number", "desk_adult", "earlier")),
        lambda world, thing: [_bundle(world, thing).plain.pk],
    ),
    **dict.fromkeys(
        tuple(f"returning:{name}" for name in ("unlink", "ask_back", "refuse_back", "give_back")), earlier
    ),
}
