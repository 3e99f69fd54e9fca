"""From an application to an account: an administrator sends the invitation, and is the second person."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.joining.actions.leaving import erase_files_of
from cases.joining.actions.talks import held
from cases.joining.actions.vetting import give_tier, move
from cases.joining.models import Application, Vetting
from cases.joining.permissions import can_look_after
from cases.joining.rules import helping_languages
from cases.joining.workflow import ApplicationState, Source
from cases.volunteering.models import VolunteerProfile
from cases.volunteering.workflow import VolunteerState
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, reveal_one, seal
from helpdesk.sealing.reasons import Reason
from helpdesk.team.actions import confirm_role, invite, propose_role
from helpdesk.team.permissions import can_invite

JOB = System("joining")  # the program itself carries what no administrator reads


@action
def invite_applicant(*, application: Application, by: User) -> tuple[User, str]:
    """An account with the volunteer's role, and the secret of its link.

    Whoever said welcome proposed the role, whoever invites confirms it: two different people.
    """
    fresh = held(application)
    if not can_invite(by):
        raise Refused
    first = fresh.decided_by
    if first is None or first.pk == by.pk:
        raise NotNow(_("Somebody else has to send the invitation."))
    move(fresh, ApplicationState.INVITED, by=first)
    door = reveal_one(fresh, ["name", "email"], by=by, reason=Reason.JOINING)
    invitation, token = invite(
        email=door["email"], name=door["name"][:60], language=fresh.language, office=fresh.office, by=by
    )
    user = invitation.user
    confirm_role(grant=propose_role(user=user, role=Role.VOLUNTEER, by=first), by=by)
    erase_files_of(user)  # somebody who left and comes again begins anew
    _make_profile(fresh, user)
    fresh.user = user
    fresh.save(update_fields=["state", "user"])
    record("application.invite", fresh, by=by)
    return user, token


def _make_profile(application: Application, user: User) -> None:
    words = reveal_one(application, ["contact", "avoid"], by=JOB, reason=Reason.JOINING)
    profile = VolunteerProfile.objects.filter(pk=user.pk).first() or VolunteerProfile(
        user=user, profile_key=new_data_key("volunteer")
    )
    profile.state, profile.tier, profile.left_on = VolunteerState.APPLIED.value, 0, None
    profile.languages = helping_languages(application.language_levels)
    profile.language_levels = application.language_levels
    profile.cities, profile.skills = application.cities, application.skills
    profile.free_times, profile.weekly_hours = application.free_times, application.weekly_hours
    seal(profile, phone=words["contact"], avoid=words["avoid"])
    complete = [one for one in Vetting.objects.filter(application=application) if one.is_complete]
    if complete:
        newest = complete[-1]
        give_tier(profile, newest.tier, on=newest.second_on or newest.first_on)
    profile.save()


@action
def open_file(*, profile: VolunteerProfile, by: User) -> Application:
    """A file for somebody who was here before there were applications; the one she has, if she has one."""
    if not can_look_after(by, profile) or by.office is None:
        raise Refused
    found: Application | None = Application.objects.filter(user=profile.user).first()
    if found is not None:
        return found
    file = Application(
        form_id=uuid.uuid4(),
        office=by.office,
        language=profile.user.language,
        source=Source.DESK.value,
        state=ApplicationState.INVITED.value,
        cities=profile.cities,
        language_levels=profile.language_levels,
        skills=profile.skills,
        free_times=profile.free_times,
        weekly_hours=min(profile.weekly_hours, 40) or 1,
        application_key=new_data_key("application"),
        made_on=timezone.localdate(),
        decided_by=by,
        decided_on=timezone.localdate(),
        user=profile.user,
    )
    seal(file, name=profile.user.name)
    file.save(force_insert=True)
    record("application.open_file", file, by=by)
    return file
