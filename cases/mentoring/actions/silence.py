"""What the program does when a mentor falls silent, or a month passes its end without an outcome."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from cases.mentoring.actions.months import hand_to
from cases.mentoring.models import Mentorship
from cases.mentoring.notifications import needs_a_word, reminded
from cases.mentoring.permissions import can_mentor, is_kept_from_household
from cases.mentoring.queries.silence import month_of, unanswered
from cases.mentoring.steps import Move, next_move
from cases.requests.actions import note_event
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


def follow_months() -> int:
    """One look at every running month and at questions without an answer; how many moves were made."""
    running = Mentorship.objects.running().order_by("pk").values_list("pk", flat=True)
    moved = sum(_follow(pk) for pk in running)
    return moved + sum(_tell_of(pk) for pk in unanswered())


@action
def _follow(mentorship_id: UUID) -> bool:
    rows = Mentorship.objects.running().select_for_update(of=("self",))
    fresh = rows.select_related("mentor", "deputy", "client", "office").filter(pk=mentorship_id).first()
    if fresh is None:
        return False
    month = month_of(fresh, has_deputy=_may_step_in(fresh))
    move = next_move(month, timezone.localdate())
    if move is None:
        return False
    MOVES[move](fresh)
    return True


def _may_step_in(fresh: Mentorship) -> bool:
    """A deputy who left or was kept away meanwhile is none."""
    deputy: User | None = fresh.deputy
    if deputy is None or deputy.pk == fresh.mentor_id or not can_mentor(deputy):
        return False
    return not is_kept_from_household(deputy, fresh.household_id)


def _remind(fresh: Mentorship) -> None:
    fresh.reminded_on = timezone.localdate()
    fresh.save(update_fields=["reminded_on"])
    record("mentorship.remind", fresh, by=SYSTEM)
    reminded(fresh.mentor)


def _step_in(fresh: Mentorship) -> None:
    assert fresh.deputy is not None
    hand_to(fresh, fresh.deputy, by=SYSTEM)
    needs_a_word(fresh)


def _ask(fresh: Mentorship) -> None:
    fresh.mentor_left_at = timezone.now()
    fresh.save(update_fields=["mentor_left_at"])
    record("mentorship.ask_deputy", fresh, by=SYSTEM)
    needs_a_word(fresh)


def _escalate(fresh: Mentorship) -> None:
    fresh.escalated_at = timezone.now()
    fresh.save(update_fields=["escalated_at"])
    record("mentorship.escalate", fresh, by=SYSTEM)
    needs_a_word(fresh)


MOVES = {Move.REMIND: _remind, Move.DEPUTY: _step_in, Move.ASK_DEPUTY: _ask, Move.ESCALATE: _escalate}


@action
def _tell_of(mentorship_id: UUID) -> bool:
    """A question of the household that the mentor left for two days is the desk's now; said once."""
    fresh = Mentorship.objects.running().select_related("client", "office").filter(pk=mentorship_id).first()
    if fresh is None or fresh.client is None:
        return False
    newest = fresh.client.help_requests.order_by("-received_at").first()
    if newest is None or newest.events.filter(kind="question_left").exists():
        return False
    note_event(help_request=newest, kind="question_left", by=SYSTEM)
    needs_a_word(fresh)
    return True
