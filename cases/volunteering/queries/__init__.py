"""Reads of the volunteers' room: the board, one task, a volunteer's own page, and who there is."""

from cases.volunteering.queries.board import BoardCard, board, board_places
from cases.volunteering.queries.fits import Fitting, fitting_for
from cases.volunteering.queries.load import (
    burden_this_week,
    claims_within,
    load_of,
    pieces_of,
    wanted_piece,
)
from cases.volunteering.queries.mine import calendar_of, my_offers, my_places, my_tasks, week_of
from cases.volunteering.queries.tasks import (
    ClaimLine,
    TaskView,
    office_tasks,
    task_view,
    waiting_claims,
)

__all__ = [
    "BoardCard",
    "ClaimLine",
    "Fitting",
    "TaskView",
    "board",
    "board_places",
    "burden_this_week",
    "calendar_of",
    "claims_within",
    "fitting_for",
    "load_of",
    "my_offers",
    "my_places",
    "my_tasks",
    "office_tasks",
    "pieces_of",
    "task_view",
    "waiting_claims",
    "wanted_piece",
    "week_of",
]
