"""Offices: a new one, another name, the end of an empty one; and people and requests that go to another."""

from __future__ import annotations

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cases.duty.models import Alarm
from cases.legal.models import Membership
from cases.legal.queries import desk_of
from cases.moving.actions.leaving import hand_on
from cases.moving.models import PersonMove
from cases.moving.notifications import work_moved
from cases.moving.permissions import can_confirm_office, can_edit_offices, can_propose_office
from cases.moving.queries.offices import what_is_there
from cases.moving.queries.pieces import LIVE_TASKS
from cases.referrals.models import Referral
from cases.requests.actions import note_event
from cases.requests.models import Client, HelpRequest
from cases.requests.workflow import SEALED_OFF, Status
from cases.triage.permissions import can_assign
from cases.volunteering.models import Task
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def add_office(*, name: str, country: str, city: str, by: User) -> Office:
    """One more place of the organisation."""
    if not can_edit_offices(by):
        raise Refused
    slug = slugify(name)[:40] or "office"
    taken = set(Office.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 2
    while (free := slug if slug not in taken else f"{slug}-{number}") in taken:
        number += 1
    office = Office.objects.create(slug=free, name=name, country=country, city=city)
    record("office.add", office, by=by)
    _forget_names()
    return office


@action
def rename_office(*, office: Office, name: str, city: str, by: User) -> None:
    """Another name or city; the country stays, because public holidays and kinds of matters hang on it."""
    if not can_edit_offices(by):
        raise Refused
    office.name, office.city = name, city
    office.save(update_fields=["name", "city"])
    record("office.rename", office, by=by, fields=["name", "city"])
    _forget_names()


@action
def close_office(*, office: Office, by: User) -> None:
    """Nothing new comes there any more. Raises NotNow while anything alive is there."""
    if not can_edit_offices(by):
        raise Refused
    fresh = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    if fresh.closed_on is not None:
        return
    if what_is_there(fresh):
        raise NotNow(_("This office is not empty yet. Move everything away first."))
    if not Office.objects.filter(closed_on=None).exclude(pk=fresh.pk).exists():
        raise NotNow(_("The last office stays open."))
    fresh.closed_on = office.closed_on = timezone.localdate()
    fresh.save(update_fields=["closed_on"])
    record("office.close", fresh, by=by)
    _forget_names()


def _forget_names() -> None:
    transaction.on_commit(lambda: cache.delete("offices"))


@action
def move_request(*, help_request: HelpRequest, to: Office, by: User) -> None:
    """Another office takes it: this one sees it no more. It stands there in the queue, in nobody's hands.

    Raises NotNow while a legal case, a task or a hand-over of this office hangs on it.
    """
    if not can_assign(by, help_request):
        raise Refused
    rows = HelpRequest.objects.select_for_update(of=("self",)).select_related("client")
    fresh: HelpRequest = rows.get(pk=help_request.pk)
    if to.closed_on is not None or to.pk == fresh.office_id:
        raise NotNow(_("Choose another office that is open."))
    _check_free(fresh)
    before = fresh.office_id
    fresh.office, fresh.assigned_to, fresh.version = to, None, fresh.version + 1
    fresh.save(update_fields=["office", "assigned_to", "version"])
    others = HelpRequest.objects.open().filter(client=fresh.client_id, office=before)
    if not others.exists():
        Client.objects.filter(pk=fresh.client_id).update(office=to)
    Alarm.objects.waiting().filter(help_request=fresh).update(office=to)
    note_event(help_request=fresh, kind="moved_office", by=by)
    record("request.move_office", fresh, by=by, fields=["office", "assigned_to"])
    work_moved(desk_of(to.pk))


def _check_free(help_request: HelpRequest) -> None:
    if help_request.status == Status.CLOSED.value:
        raise NotNow(_("This request is closed. Open it again first."))
    if help_request.sensitivity >= SEALED_OFF:
        raise NotNow(_("This request is sealed off. It stays where it is."))
    if Membership.objects.filter(help_request=help_request, left_at=None).exists():
        raise NotNow(_("It stands in a legal case of this office. Take it out of the case first."))
    if Task.objects.filter(help_request=help_request, status__in=LIVE_TASKS).exists():
        raise NotNow(_("A task for a volunteer of this office hangs on it. Withdraw the task first."))
    if Referral.objects.live().filter(help_request=help_request).exists():
        raise NotNow(_("It is being passed on to a partner. End that first."))


@action
def propose_office(*, user: User, to: Office, by: User) -> PersonMove:
    """Somebody should work in another office. It opens that office to her, so a second person agrees."""
    if not can_propose_office(by, user):
        raise Refused
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if to.closed_on is not None or to.pk == user.office_id or not user.is_active:
        raise NotNow(_("Choose another office that is open."))
    if PersonMove.objects.waiting().filter(user=user).exists():
        raise NotNow(_("This is proposed already and waits for the second person."))
    waiting = PersonMove(user=user, to_office=to, proposed_by=by, proposed_at=timezone.now())
    waiting.save(force_insert=True)
    record("office.propose_person", user, by=by)
    return waiting


def _held(waiting: PersonMove) -> PersonMove:
    rows = PersonMove.objects.select_for_update(of=("self",))
    fresh: PersonMove = rows.select_related("user", "to_office", "proposed_by").get(pk=waiting.pk)
    if fresh.confirmed_at is not None or fresh.dropped_at is not None:
        raise NotNow(_("This proposal is no longer open."))
    return fresh


@action
def confirm_office(*, waiting: PersonMove, by: User) -> None:
    """The second person agrees: all her work stays behind in the old office, in other hands or the queue."""
    fresh = _held(waiting)
    if not can_confirm_office(by, fresh):
        raise Refused
    if fresh.to_office.closed_on is not None:
        raise NotNow(_("Choose another office that is open."))
    hand_on(user_id=fresh.user_id, everything=True)
    user = fresh.user
    user.office = fresh.to_office
    user.save(update_fields=["office"])
    fresh.confirmed_by, fresh.confirmed_at = by, timezone.now()
    fresh.save(update_fields=["confirmed_by", "confirmed_at"])
    record("office.move_person", user, by=by, fields=["office"])
    work_moved([user, *desk_of(fresh.to_office_id)])


@action
def drop_office(*, waiting: PersonMove, by: User) -> None:
    """Either side takes the proposal off the table."""
    fresh = _held(waiting)
    if not can_edit_offices(by) or not (fresh.proposed_by_id == by.pk or can_confirm_office(by, fresh)):
        raise Refused
    fresh.dropped_at = timezone.now()
    fresh.save(update_fields=["dropped_at"])
    record("office.drop_person", fresh.user, by=by)
