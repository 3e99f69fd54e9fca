"""The verbs of moving."""

from cases.moving.actions.absences import (
    answer_standing_in,
    end_absence,
    enter_absence,
    follow_absences,
    set_deputy,
    take_back,
)
from cases.moving.actions.bulk import confirm_move, note_seen, plan_move, undo_move
from cases.moving.actions.leaving import hand_on, sweep
from cases.moving.actions.offices import (
    add_office,
    close_office,
    confirm_office,
    drop_office,
    move_request,
    propose_office,
    rename_office,
)

__all__ = [
    "add_office",
    "answer_standing_in",
    "close_office",
    "confirm_move",
    "confirm_office",
    "drop_office",
    "end_absence",
    "enter_absence",
    "follow_absences",
    "hand_on",
    "move_request",
    "note_seen",
    "plan_move",
    "propose_office",
    "rename_office",
    "set_deputy",
    "sweep",
    "take_back",
    "undo_move",
]
