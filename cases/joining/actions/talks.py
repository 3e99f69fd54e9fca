"""Getting to know somebody: a date for one or many, a note for each, and what two others say of her."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.joining.models import Application, Reference, Talk, TalkSeat
from cases.joining.permissions import can_read_application
from cases.joining.workflow import OPEN_STATES, ApplicationState
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal


def held(application: Application) -> Application:
    """The application, fresh and held until the action ends."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("application_key", "user")
    fresh: Application = rows.get(pk=application.pk)
    return fresh


@action
def plan_talk(*, applications: Sequence[Application], starts_at: datetime, by: User) -> Talk:
    """One date for one applicant or for many. Raises NotNow for a moment that has passed, or for nobody."""
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in applications])
    found = list(rows.order_by("pk"))
    if not all(can_read_application(by, one) for one in found):
        raise Refused
    if starts_at <= timezone.now():
        raise NotNow(_("Choose a moment that is still ahead."))
    open_ones = [one for one in found if ApplicationState(one.state) in OPEN_STATES or one.user_id]
    if not open_ones:
        raise NotNow(_("Choose at least one person."))
    talk = Talk(office=open_ones[0].office, starts_at=starts_at, made_by=by)
    talk.save(force_insert=True)
    TalkSeat.objects.bulk_create(TalkSeat(talk=talk, application=one) for one in open_ones)
    for one in open_ones:
        if one.state == ApplicationState.NEW.value:
            one.state = ApplicationState.TALKING.value
            one.save(update_fields=["state"])
    record("talk.plan", talk, by=by)
    return talk


@action
def write_note(*, seat: TalkSeat, note: str, by: User) -> None:
    """What the talk was like, sealed under the key of this applicant alone."""
    application = held(seat.application)
    if not can_read_application(by, application):
        raise Refused
    if not note.strip():
        raise NotNow(_("Please write a few words."))
    seat.application = application
    seal(seat, note=note)
    seat.noted_by, seat.noted_on = by, timezone.localdate()
    seat.save(update_fields=["note", "noted_by", "noted_on"])
    record("talk.note", application, by=by, fields=["note"])


@action
def write_reference(*, application: Application, number: int, words: str, by: User) -> None:
    """The first or second reference; written anew it replaces the older one."""
    fresh = held(application)
    if not can_read_application(by, fresh):
        raise Refused
    reference = Reference.objects.filter(application=fresh, number=number).first() or Reference(
        application=fresh, number=number
    )
    reference.application = fresh
    reference.made_by, reference.made_on = by, timezone.localdate()
    seal(reference, words=words)
    reference.save()
    record("application.reference", fresh, by=by, fields=["words"])
