"""The verbs of the volunteers' room."""

from cases.volunteering.actions.claims import (
    approve_claim,
    claim_task,
    expire_claims,
    finish_claim,
    part_volunteer,
    refuse_claim,
    release_claim,
)
from cases.volunteering.actions.leaving import hand_back_all
from cases.volunteering.actions.profiles import end_break, hand_over_for_breaks, save_profile, take_break
from cases.volunteering.actions.resting import look_at_rest
from cases.volunteering.actions.tasks import expire_tasks, make_task, withdraw_task

__all__ = [
    "approve_claim",
    "claim_task",
    "end_break",
    "expire_claims",
    "expire_tasks",
    "finish_claim",
    "hand_back_all",
    "hand_over_for_breaks",
    "look_at_rest",
    "make_task",
    "part_volunteer",
    "refuse_claim",
    "release_claim",
    "save_profile",
    "take_break",
    "withdraw_task",
]
