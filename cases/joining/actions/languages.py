"""A volunteer says anew how well she speaks; a coordinator looks before more than before is believed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.joining.actions.staying import own_profile
from cases.joining.notifications import levels_decided, levels_said
from cases.joining.permissions import can_look_after
from cases.joining.rules import helping_languages
from cases.joining.rules.levels import RANK, known_levels, said_levels
from cases.volunteering.models import VolunteerProfile
from helpdesk import languages
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

FIELDS = ["language_levels", "languages", "levels_asked"]


@action
def say_levels(*, levels: Mapping[str, str], by: User) -> VolunteerProfile:
    """Her own levels. A lower one holds at once; a higher one waits for a coordinator."""
    profile = own_profile(by)
    says = {code: level for code, level in levels.items() if code in languages.CODES and level in RANK}
    if not any(says.values()):
        raise NotNow(_("Please choose at least one language."))
    before = profile.levels_asked
    holds, asked = said_levels(known_levels(profile.language_levels, profile.languages), says)
    _keep(profile, holds, asked)
    record("volunteer.say_levels", profile, by=by, fields=["language_levels"])
    if asked and asked != before:
        levels_said(by)
    return profile


@action
def decide_levels(*, profile: VolunteerProfile, says_yes: bool, by: User) -> None:
    """Yes or no to what she said of herself. Raises NotNow when nothing waits any more."""
    rows = VolunteerProfile.objects.select_for_update(of=("self",)).select_related("user")
    fresh: VolunteerProfile = rows.get(pk=profile.pk)
    if not can_look_after(by, fresh):
        raise Refused
    if not fresh.levels_asked:
        raise NotNow(_("This was decided meanwhile."))
    holds = known_levels(fresh.language_levels, fresh.languages)
    if says_yes:
        holds |= fresh.levels_asked
    _keep(fresh, holds, {})
    record("volunteer.accept_levels" if says_yes else "volunteer.decline_levels", fresh, by=by)
    levels_decided(fresh.user)


def _keep(profile: VolunteerProfile, holds: dict[str, str], asked: dict[str, str]) -> None:
    profile.language_levels, profile.levels_asked = holds, asked
    profile.languages = helping_languages({code: holds[code] for code in languages.CODES if code in holds})
    profile.save(update_fields=FIELDS)
