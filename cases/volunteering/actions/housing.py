"""Flats: what a household needs, what is offered, viewings and how they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.rules import new_code
from cases.volunteering.actions.tasks import held
from cases.volunteering.models import HousingNeed, HousingOffer, Task, Viewing
from cases.volunteering.permissions import can_keep_flats, can_search_flat
from cases.volunteering.rules import shown_district
from cases.volunteering.workflow import FlatState, RefusedWhy, ViewingResult
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_key, new_data_key, seal

FLAT_DAYS = 60  # a flat that nobody speaks of any more is not free for longer
FORGET_DAYS = 30  # the owner's contact goes so long after the end


@dataclass(frozen=True)
class Flat:
    """What is known of a flat, besides whose it is and where exactly."""

    country: str
    city: str
    district: str
    rooms: int
    area: int | None
    price: int
    free_from: date
    allows_declaring: bool


@action
def add_flat(*, flat: Flat, contact: str, address: str = "", by: User) -> HousingOffer:
    """A flat on the office's list; whose it is and where exactly is sealed."""
    if by.office is None or not can_keep_flats(by):
        raise Refused
    row = HousingOffer(
        code=new_code("F"),
        office=by.office,
        country=flat.country,
        city=flat.city,
        district=shown_district(flat.city, flat.district),
        rooms=flat.rooms,
        area=flat.area,
        price=flat.price,
        free_from=flat.free_from,
        allows_declaring=flat.allows_declaring,
        made_by=by,
        made_at=timezone.now(),
        flat_key=new_data_key("flat"),
    )
    seal(row, contact=contact, address=address)
    row.save(force_insert=True)
    record("flat.add", row, by=by, fields=["contact", "address"])
    return row


@action
def flat_is_gone(*, flat: HousingOffer, by: User) -> None:
    """Somebody else has it, or the owner changed her mind."""
    fresh = _held_flat(flat)
    if not can_keep_flats(by) or fresh.office_id != by.office_id:
        raise Refused
    if fresh.state == FlatState.FREE.value:
        _end(fresh, FlatState.GONE)
        record("flat.gone", fresh, by=by)


def _held_flat(flat: HousingOffer) -> HousingOffer:
    rows = HousingOffer.objects.select_for_update(of=("self",))
    fresh: HousingOffer = rows.get(pk=flat.pk)
    return fresh


def _end(flat: HousingOffer, state: FlatState) -> None:
    flat.state, flat.ended_on = state.value, timezone.localdate()
    flat.save(update_fields=["state", "ended_on"])


@action
def note_need(
    *,
    task: Task,
    city: str,
    least_rooms: int,
    most_price: int | None,
    needs_declaring: bool,
    from_on: date | None,
    by: User,
) -> HousingNeed:
    """What the household looks for, in figures."""
    fresh = held(task)
    if not can_search_flat(by, fresh):
        raise Refused
    need = HousingNeed(
        task=fresh,
        city=city,
        least_rooms=least_rooms,
        most_price=most_price,
        needs_declaring=needs_declaring,
        from_on=from_on,
        noted_by=by,
    )
    need.save()
    record("housing.note_need", fresh, by=by)
    return need


@action
def plan_viewing(*, task: Task, flat_id: UUID, at: datetime, by: User) -> Viewing:
    """One household looks at one flat; whoever plans it goes along, if the search is hers.

    Raises NotNow for a flat that is gone, that does not fit (where residence must be declared: that does not
    allow it), and for a moment that has passed.
    """
    fresh = held(task)
    if not can_search_flat(by, fresh):
        raise Refused
    need = HousingNeed.objects.filter(task=fresh).first()
    if need is None:
        raise NotNow(_("First write down what the household needs."))
    flats = HousingOffer.objects.select_for_update(of=("self",)).filter(office=fresh.office_id)
    flat = flats.fitting(need).filter(pk=flat_id).first()
    if flat is None:
        raise NotNow(_("This flat is gone or does not fit any more."))
    if at < timezone.now():
        raise NotNow(_("Choose a day that is still ahead."))
    holder = fresh.claims.filter(state="approved").first()
    viewing = Viewing(task=fresh, flat=flat, at=at, made_by=by)
    viewing.goes_along_id = holder.volunteer_id if holder else None
    viewing.save(force_insert=True)
    record("housing.plan_viewing", fresh, by=by)
    return viewing


@action
def end_viewing(*, viewing: Viewing, result: ViewingResult, why: RefusedWhy, by: User) -> None:
    """They take it, they do not, the owner said no, or it did not happen. One household takes one flat."""
    fresh = held(viewing.task)
    if not can_search_flat(by, fresh):
        raise Refused
    flat = _held_flat(viewing.flat)
    row = Viewing.objects.select_for_update(of=("self",)).get(pk=viewing.pk)
    if row.result != ViewingResult.PLANNED.value or result is ViewingResult.PLANNED:
        raise NotNow(_("This was noted before."))
    if result is ViewingResult.TAKEN:
        if flat.state != FlatState.FREE.value:
            raise NotNow(_("Somebody else has this flat."))
        _end(flat, FlatState.TAKEN)
    row.result, row.ended_at = result.value, timezone.now()
    row.why = "" if result is ViewingResult.TAKEN else why.value
    row.save(update_fields=["result", "why", "ended_at"])
    record("housing.end_viewing", fresh, by=by, fields=["result"])


def forget_flats() -> int:
    """Flats that nobody spoke of for two months are gone; a month after the end all of it is erased."""
    today = timezone.localdate()
    made = timezone.now() - timedelta(days=FLAT_DAYS)
    old = HousingOffer.objects.free().filter(made_at__lt=made)
    over = HousingOffer.objects.filter(ended_on__lt=today - timedelta(days=FORGET_DAYS))
    return sum(_lapse(flat) for flat in old[:200]) + sum(_forget(flat) for flat in over[:200])


@action
def _lapse(flat: HousingOffer) -> bool:
    fresh = _held_flat(flat)
    _end(fresh, FlatState.GONE)
    record("flat.gone", fresh, by=SYSTEM)
    return True


@action
def _forget(flat: HousingOffer) -> bool:
    key = flat.flat_key
    record("flat.forget", flat, by=SYSTEM)
    HousingOffer.objects.filter(pk=flat.pk).delete()
    if key is not None:
        erase_key(key)
    return True
