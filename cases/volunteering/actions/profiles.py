"""What a volunteer says about herself, and her breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.volunteering.actions.claims import hand_over_for_break
from cases.volunteering.models import Break, Claim, VolunteerProfile
from cases.volunteering.permissions import allowed_tier, can_approve_standing
from cases.volunteering.queries import claims_within
from cases.volunteering.rules import slots_of, wide_times
from helpdesk.accounts.actors import SYSTEM, Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key


@action
def save_profile(
    *,
    user: User,
    languages: Sequence[str] = (),
    cities: Sequence[str],
    skills: Sequence[str],
    weekly_hours: int,
    most_tasks: int,
    by: User,
) -> VolunteerProfile:
    """What she offers; tier and state are not hers to change.

    Languages are taken from her first profile only: afterwards she says how well she speaks (joining).
    """
    if user.pk != by.pk and not by.can(Permission.VET_VOLUNTEERS):
        raise Refused
    profile = VolunteerProfile.objects.filter(pk=user.pk).first() or VolunteerProfile(
        user=user, profile_key=new_data_key("volunteer"), languages=list(languages)
    )
    profile.cities, profile.skills = list(cities), list(skills)
    profile.weekly_hours, profile.most_tasks = weekly_hours, most_tasks
    profile.save()
    record("volunteer_profile.edit", profile, by=by)
    return profile


@action
def take_break(*, profile: VolunteerProfile, from_on: date, to_on: date, by: User) -> Break:
    """A rest: no offers meanwhile, and what falls into it is listed for others at once.

    Raises NotNow when the days make no sense or overlap another break.
    """
    if profile.pk != by.pk and not by.can(Permission.VET_VOLUNTEERS):
        raise Refused
    if to_on < from_on or to_on < timezone.localdate():
        raise NotNow(_("The last day must not lie before the first one, nor in the past."))
    if Break.objects.filter(profile=profile, from_on__lte=to_on, to_on__gte=from_on).exists():
        raise NotNow(_("You have a break in these days already."))
    rest = Break(profile=profile, from_on=from_on, to_on=to_on)
    rest.save()
    record("volunteer_profile.break", profile, by=by)
    hand_over(claims_within(rest), by=by)
    return rest


def hand_over(claims: Iterable[Claim], *, by: Actor) -> int:
    """Tasks that fall into a break go to others; how many."""
    return sum(hand_over_for_break(claim=claim, by=by) for claim in claims)


def hand_over_for_breaks() -> int:
    """Breaks that have begun meanwhile: what is still held without a day goes to others; how many."""
    today = timezone.localdate()
    running = Break.objects.filter(from_on__lte=today, to_on__gte=today)
    return sum(hand_over(claims_within(rest), by=SYSTEM) for rest in running)


@action
def end_break(*, profile: VolunteerProfile, by: User) -> None:
    """Back earlier than planned: a running break ends yesterday, one that has not begun vanishes."""
    if profile.pk != by.pk:
        raise Refused
    today = timezone.localdate()
    for rest in Break.objects.filter(profile=profile, to_on__gte=today):
        if rest.from_on >= today:
            rest.delete()
        else:
            rest.to_on = today - timedelta(days=1)
            rest.save(update_fields=["to_on"])
    record("volunteer_profile.end_break", profile, by=by)


@action
def save_free_slots(*, profile: VolunteerProfile, slots: Sequence[str], by: User) -> None:
    """When she is usually free: weekday and part of the day; counts at large follow from it."""
    if profile.pk != by.pk:
        raise Refused
    profile.free_slots = sorted(slots)
    profile.free_times = wide_times(slots_of(profile.free_slots, ()))
    profile.save(update_fields=["free_slots", "free_times"])
    record("volunteer_profile.free_time", profile, by=by)


@action
def stand_approved(*, profile: VolunteerProfile, kinds: Sequence[str], by: User) -> None:
    """Her claims of these kinds open at once from now on, tier 1 only; no kinds takes it back."""
    if not can_approve_standing(by, profile):
        raise Refused
    if kinds and allowed_tier(profile) < 1:
        raise NotNow(_("She is not vetted for work with contact today."))
    profile.standing_kinds = sorted(kinds)
    profile.save(update_fields=["standing_kinds"])
    record("volunteer_profile.stand_approved", profile, by=by, fields=["standing_kinds"])
