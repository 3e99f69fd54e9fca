"""Yes and no: welcome without a vetting, a tier by one or two people, or a no that is erased later."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.joining.actions.talks import held
from cases.joining.models import Application, Reference, TalkSeat, Vetting
from cases.joining.notifications import vetted
from cases.joining.permissions import can_vet
from cases.joining.rules import TIER_NEEDS, YEAR_DAYS
from cases.joining.workflow import APPLICATION_TRANSITIONS, ApplicationState
from cases.volunteering.models import VolunteerProfile
from cases.volunteering.workflow import VolunteerState
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


def move(application: Application, to: ApplicationState, *, by: User) -> None:
    """The only place where a decision is written. Raises NotNow when the table has no such step."""
    if to not in APPLICATION_TRANSITIONS[ApplicationState(application.state)]:
        raise NotNow(_("This was decided meanwhile."))
    application.state = to.value
    application.decided_by, application.decided_on = by, timezone.localdate()


@action
def welcome(*, application: Application, by: User) -> None:
    """She may have an account and take work without contact; nobody has vetted her yet."""
    fresh = held(application)
    if not can_vet(by, fresh):
        raise Refused
    move(fresh, ApplicationState.WELCOME, by=by)
    fresh.save(update_fields=["state", "decided_by", "decided_on"])
    record("application.welcome", fresh, by=by)


@action
def decline(*, application: Application, by: User) -> None:
    """No; nothing is kept for longer than a month."""
    fresh = held(application)
    if not can_vet(by, fresh):
        raise Refused
    move(fresh, ApplicationState.DECLINED, by=by)
    fresh.save(update_fields=["state", "decided_by", "decided_on"])
    record("application.decline", fresh, by=by)


def what_is_missing(application: Application) -> list[str]:
    """What belongs to a vetting and is not there yet: a note of a talk, two references."""
    missing = []
    if not TalkSeat.objects.filter(application=application, noted_on__isnull=False).exists():
        missing.append("note")
    if Reference.objects.filter(application=application).count() < 2:
        missing.append("references")
    return missing


@action
def vet(*, application: Application, tier: int, by: User) -> Vetting:
    """Yes to a tier: one person is enough for tier 1, tier 2 takes two different ones.

    Said again within a year or after it, it gives another year.
    """
    fresh = held(application)
    if tier not in TIER_NEEDS or not can_vet(by, fresh):
        raise Refused
    if fresh.state == ApplicationState.DECLINED.value:
        raise NotNow(_("This was decided meanwhile."))
    if what_is_missing(fresh):
        raise NotNow(_("A note of the talk and two references belong to it first."))
    vetting = _first_or_second(fresh, tier, by=by)
    record("volunteer.vet", fresh, by=by, fields=[f"tier{tier}"])
    if vetting.is_complete:
        _settle(fresh, vetting, by=by)
    return vetting


def _first_or_second(application: Application, tier: int, *, by: User) -> Vetting:
    today = timezone.localdate()
    waiting = Vetting.objects.filter(application=application, tier=2, second_by=None)
    vetting: Vetting | None = waiting.select_related("first_by").first() if tier == TIER_NEEDS[2] else None
    if vetting is None:
        vetting = Vetting(application=application, tier=tier, first_by=by, first_on=today)
        vetting.save(force_insert=True)
        return vetting
    if vetting.first_by_id == by.pk:
        raise NotNow(_("You have said yes. A second person has to say it as well."))
    if not vetting.first_by.can(Permission.VET_VOLUNTEERS):  # a yes of somebody who has gone is worth nothing
        vetting.first_by, vetting.first_on = by, today
        vetting.save(update_fields=["first_by", "first_on"])
        return vetting
    vetting.second_by, vetting.second_on = by, today
    vetting.save(update_fields=["second_by", "second_on"])
    return vetting


def _settle(application: Application, vetting: Vetting, *, by: User) -> None:
    if ApplicationState.WELCOME in APPLICATION_TRANSITIONS[ApplicationState(application.state)]:
        move(application, ApplicationState.WELCOME, by=by)
        application.save(update_fields=["state", "decided_by", "decided_on"])
    profile = VolunteerProfile.objects.select_for_update(of=("self",)).filter(pk=application.user_id).first()
    if profile is None:  # the invitation will bring the tier along
        return
    if profile.state == VolunteerState.LEFT.value:
        raise NotNow(_("She has left."))
    give_tier(profile, vetting.tier, on=timezone.localdate())
    profile.save(update_fields=["state", "tier", "vetted_on", "renew_on", "reminded_on", "asked_to_stay_on"])
    if application.user is not None:
        vetted(application.user)


def give_tier(profile: VolunteerProfile, tier: int, *, on: date) -> None:
    """Vetted from this day on, for a year."""
    profile.state, profile.tier = VolunteerState.VETTED.value, tier
    profile.vetted_on, profile.renew_on = on, on + timedelta(days=YEAR_DAYS)
    profile.reminded_on = profile.asked_to_stay_on = None
