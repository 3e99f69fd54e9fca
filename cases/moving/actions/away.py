"""Cases of a lawyer who is away, in which nobody stands in: the desk hears of their days in her place."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from cases.legal.actions.locks import lock_case
from cases.legal.actions.standing_in import note_away
from cases.legal.models import LegalCase
from cases.legal.queries import desk_of
from cases.moving.models import Absence
from cases.moving.notifications import work_moved
from helpdesk.accounts.actors import Actor


def leave_to_the_desk(absence: Absence, *, by: Actor) -> int:
    """Inside an action that holds the absence; how many cases there were. Who stands in until her day stays.

    Also what is sealed off, and what came to her or lost its deputy meanwhile. The coordinators are told.
    """
    alone = LegalCase.objects.open().filter(
        Q(away_until=None)
        | Q(away_until__lt=timezone.localdate())
        | Q(deputy=None, away_until__lt=absence.until_on),
        lawyer=absence.user,
    )
    # what somebody holds just now waits for the next hour: nobody waits here with the log in hand
    cases = list(alone.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for legal_case in cases:
        note_away(lock_case(legal_case), until=absence.until_on, by=by)
    if cases:
        work_moved(user for user in desk_of(absence.user.office_id) if user != absence.user)
    return len(cases)
