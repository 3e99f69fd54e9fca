"""Leaving closes everything at once; later the account becomes a pseudonym and old applications vanish."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.joining.models import Application
from cases.joining.permissions import can_leave
from cases.joining.rules import DECLINED_DAYS, LEFT_DAYS, UNANSWERED_DAYS
from cases.joining.workflow import OPEN_STATES, ApplicationState
from cases.mentoring.actions import flag_for_deputy
from cases.mentoring.models import Mentorship
from cases.volunteering.actions import hand_back_all
from cases.volunteering.models import VolunteerProfile
from cases.volunteering.workflow import VolunteerState
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_key
from helpdesk.sealing.models import DataKey
from helpdesk.team.actions import become_pseudonym, close_account


@action
def leave(*, profile: VolunteerProfile, by: User) -> None:
    """Everything at once: tasks go back, households wait for a deputy, the role and the sign-ins are gone.

    Somebody who also works here in another role keeps that role and her account.
    """
    rows = VolunteerProfile.objects.select_for_update(of=("self",)).select_related("user")
    fresh: VolunteerProfile = rows.get(pk=profile.pk)
    if not can_leave(by, fresh):
        raise Refused
    if fresh.state == VolunteerState.LEFT.value:
        raise NotNow(_("She has left."))
    _hold(fresh.user)
    hand_back_all(volunteer=fresh.user, by=by)
    flag_for_deputy(mentor=fresh.user, by=by)
    fresh.state, fresh.tier = VolunteerState.LEFT.value, 0
    fresh.left_on = profile.left_on = timezone.localdate()
    fresh.save(update_fields=["state", "tier", "left_on"])
    record("volunteer.leave", fresh, by=by)
    close_account(user=fresh.user, role=Role.VOLUNTEER, by=by)


def _hold(user: User) -> None:
    """Holds what will be changed before the first entry: who waits for the log holds nothing else."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    households = Mentorship.objects.running().select_for_update(of=("self",)).filter(mentor=user)
    list(households.order_by("pk").values_list("pk", flat=True))


def due_to_be_forgotten() -> QuerySet[VolunteerProfile]:
    """Whoever left long enough ago and still has her name; without those who work here in another role."""
    until = timezone.localdate() - timedelta(days=LEFT_DAYS)
    found: QuerySet[VolunteerProfile] = VolunteerProfile.objects.filter(
        state=VolunteerState.LEFT.value, left_on__lte=until, forgotten_on=None, user__is_active=False
    )
    return found.order_by("left_on", "pk")


def forget_left(*, dry_run: bool = False) -> int:
    """Turns the accounts of those who left into pseudonyms; how many. A dry run only counts."""
    due = due_to_be_forgotten()
    return due.count() if dry_run else sum(_forget(profile.pk) for profile in due[:500])


@action
def _forget(pk: object) -> bool:
    rows = VolunteerProfile.objects.select_for_update(of=("self",)).select_related("user", "profile_key")
    profile: VolunteerProfile | None = rows.filter(pk=pk, forgotten_on=None).first()
    if profile is None:
        return False
    erase_files_of(profile.user)
    _drop(profile.profile_key)
    profile.refresh_from_db(fields=["profile_key"])
    profile.languages, profile.cities, profile.skills, profile.free_times = [], [], [], []
    profile.free_slots, profile.standing_kinds = [], []
    profile.language_levels, profile.levels_asked = {}, {}
    profile.forgotten_on = timezone.localdate()
    profile.save()
    become_pseudonym(user=profile.user, by=SYSTEM)
    record("volunteer.forget", profile, by=SYSTEM)
    return True


def due_to_be_erased() -> QuerySet[Application]:
    """Declined a month ago; or a year old and still without an account."""
    today = timezone.localdate()
    declined = Q(state=ApplicationState.DECLINED.value, decided_on__lte=today - timedelta(days=DECLINED_DAYS))
    unanswered = Q(
        state__in=sorted(state.value for state in OPEN_STATES),
        made_on__lte=today - timedelta(days=UNANSWERED_DAYS),
    )
    found: QuerySet[Application] = Application.objects.filter(declined | unanswered)
    return found.order_by("made_on", "pk")


def erase_old_applications(*, dry_run: bool = False) -> int:
    """Erases applications whose term is over, key first; how many. A dry run only counts."""
    due = due_to_be_erased()
    return due.count() if dry_run else sum(_erase_one(one.pk) for one in due[:500])


@action
def _erase_one(pk: object) -> bool:
    rows = Application.objects.select_for_update(of=("self",)).select_related("application_key")
    application: Application | None = rows.filter(pk=pk).first()
    if application is None:
        return False
    _erase(application)
    return True


def erase_files_of(user: User) -> None:
    """What was written about her when she came."""
    for file in Application.objects.select_related("application_key").filter(user=user):
        _erase(file)


def _erase(application: Application) -> None:
    """The key, so that nothing can be read in any copy, then the row with its notes and references."""
    record("application.erase", application, by=SYSTEM)
    _drop(application.application_key)
    Application.objects.filter(pk=application.pk).delete()


def _drop(key: DataKey | None) -> None:
    if key is not None:
        erase_key(key)
