"""The verbs of the volunteers' room."""

from cases.volunteering.actions.after import remind_of_tomorrow, tell_what_came
from cases.volunteering.actions.cards import TooManyCards, note_opened
from cases.volunteering.actions.claims import (
    approve_claim,
    claim_task,
    expire_claims,
    finish_claim,
    part_volunteer,
    refuse_claim,
    release_claim,
)
from cases.volunteering.actions.housing import (
    add_flat,
    end_viewing,
    flat_is_gone,
    forget_flats,
    note_need,
    plan_viewing,
)
from cases.volunteering.actions.leaving import hand_back_all
from cases.volunteering.actions.line import stop_waiting, wait_for_task
from cases.volunteering.actions.offers import decline_offer, give_by_hand, offer_waiting
from cases.volunteering.actions.profiles import (
    end_break,
    hand_over_for_breaks,
    save_free_slots,
    save_profile,
    stand_approved,
    take_break,
)
from cases.volunteering.actions.resting import look_at_rest
from cases.volunteering.actions.tasks import expire_tasks, make_task, withdraw_task

__all__ = [
    "TooManyCards",
    "add_flat",
    "approve_claim",
    "claim_task",
    "decline_offer",
    "end_break",
    "end_viewing",
    "expire_claims",
    "expire_tasks",
    "finish_claim",
    "flat_is_gone",
    "forget_flats",
    "give_by_hand",
    "hand_back_all",
    "hand_over_for_breaks",
    "look_at_rest",
    "make_task",
    "note_need",
    "note_opened",
    "offer_waiting",
    "part_volunteer",
    "plan_viewing",
    "refuse_claim",
    "release_claim",
    "remind_of_tomorrow",
    "save_free_slots",
    "save_profile",
    "stand_approved",
    "stop_waiting",
    "take_break",
    "tell_what_came",
    "wait_for_task",
    "withdraw_task",
]
