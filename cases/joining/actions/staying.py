"""The terms of confidentiality, and one year after another."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.joining.models import TermsAcceptance
from cases.joining.notifications import year_ends
from cases.joining.rules import ASK_TO_STAY_DAYS, REMIND_DAYS
from cases.requests.rules import TERMS_VERSION
from cases.volunteering.models import VolunteerProfile
from cases.volunteering.workflow import VolunteerState
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


def own_profile(user: User) -> VolunteerProfile:
    """Her own profile, held. Raises Refused for somebody who has none or has left."""
    rows = VolunteerProfile.objects.select_for_update(of=("self",))
    here = rows.exclude(state=VolunteerState.LEFT.value)
    profile: VolunteerProfile | None = here.filter(pk=user.pk).first()
    if profile is None:
        raise Refused
    return profile


@action
def accept_terms(*, version: int, by: User) -> None:
    """Yes to the terms she has just read. Raises NotNow when they have changed meanwhile."""
    profile = own_profile(by)
    if version != TERMS_VERSION:
        raise NotNow(_("The text has changed meanwhile. Please read it again."))
    if not TermsAcceptance.objects.filter(profile=profile, version=version).exists():
        TermsAcceptance(profile=profile, version=version, accepted_at=timezone.now()).save()
        record("volunteer.accept_terms", profile, by=by, fields=[f"version{version}"])
    profile.terms_version = version
    profile.save(update_fields=["terms_version"])


def may_ask_to_stay(profile: VolunteerProfile, today: date) -> bool:
    """When her year ends soon or has ended, and she has not asked yet."""
    ends = profile.renew_on
    return profile.asked_to_stay_on is None and ends is not None and (ends - today).days <= ASK_TO_STAY_DAYS


@action
def ask_to_stay(*, by: User) -> None:
    """She wants another year; whoever vets decides."""
    profile, today = own_profile(by), timezone.localdate()
    if not may_ask_to_stay(profile, today):
        raise NotNow(_("Nothing is to be done about your year now."))
    profile.asked_to_stay_on = today
    profile.save(update_fields=["asked_to_stay_on"])
    record("volunteer.ask_to_stay", profile, by=by)


def follow_years() -> int:
    """Reminds of years that end soon, and ends those that are over; how many people.

    Each in a transaction of its own. What is over works no more from its first day on, whether this ran or
    not: it only puts the words in order and tells the person.
    """
    today = timezone.localdate()
    near = VolunteerProfile.objects.filter(
        state=VolunteerState.VETTED.value, renew_on__lte=today + timedelta(days=REMIND_DAYS)
    )
    due = near.filter(reminded_on=None) | near.filter(renew_on__lt=today)
    return sum(_follow(profile) for profile in due.select_related("user").order_by("pk")[:500])


@action
def _follow(profile: VolunteerProfile) -> bool:
    rows = VolunteerProfile.objects.select_for_update(of=("self",)).filter(
        pk=profile.pk, state=VolunteerState.VETTED.value
    )
    fresh: VolunteerProfile | None = rows.first()
    if fresh is None or fresh.renew_on is None:
        return False
    today = timezone.localdate()
    if fresh.renew_on < today:
        fresh.state, fresh.tier = VolunteerState.APPLIED.value, 0
        record("volunteer.lapse", fresh, by=SYSTEM)
    else:
        record("volunteer.remind", fresh, by=SYSTEM)
    fresh.reminded_on = today
    fresh.save(update_fields=["state", "tier", "reminded_on"])
    year_ends(profile.user)
    return True
