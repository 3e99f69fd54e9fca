"""The verbs of the legal room."""

from cases.legal.actions.afterwards import record_minutes, return_absent, tick_for_present
from cases.legal.actions.cases import close_case, hand_over, open_case, write_words
from cases.legal.actions.consultation_changes import change_consultation, second_date
from cases.legal.actions.consultation_line import fill_free_seats, move_up
from cases.legal.actions.consultation_reminders import remind_of_consultations
from cases.legal.actions.consultation_replies import answer_invitation, record_attendance
from cases.legal.actions.consultations import (
    NotThatDay,
    Setting,
    TooFewSeats,
    cancel_consultation,
    invite,
    schedule_consultation,
)
from cases.legal.actions.deadlines import (
    add_deadline,
    confirm_deadline,
    drop_deadline,
    finish_deadline,
    name_deputy,
    remind_of_deadlines,
)
from cases.legal.actions.grants import confirm_grant, give_grant, review_grants, take_back_grant
from cases.legal.actions.joining import add_member, close_member, let_go, part_lawyer, remove_member
from cases.legal.actions.members import await_office, send_to_members, set_label, set_step
from cases.legal.actions.seals import agree_unseal_case, ask_unseal_case, seal_case
from cases.legal.actions.seeing import add_as_seen
from cases.legal.actions.splitting import split_case
from cases.legal.actions.work import drop_note, drop_time, keep_note, spend_time

__all__ = [
    "NotThatDay",
    "Setting",
    "TooFewSeats",
    "add_as_seen",
    "add_deadline",
    "add_member",
    "agree_unseal_case",
    "answer_invitation",
    "ask_unseal_case",
    "await_office",
    "cancel_consultation",
    "change_consultation",
    "close_case",
    "close_member",
    "confirm_deadline",
    "confirm_grant",
    "drop_deadline",
    "drop_note",
    "drop_time",
    "fill_free_seats",
    "finish_deadline",
    "give_grant",
    "hand_over",
    "invite",
    "keep_note",
    "let_go",
    "move_up",
    "name_deputy",
    "open_case",
    "part_lawyer",
    "record_attendance",
    "record_minutes",
    "remind_of_consultations",
    "remind_of_deadlines",
    "remove_member",
    "return_absent",
    "review_grants",
    "schedule_consultation",
    "seal_case",
    "second_date",
    "send_to_members",
    "set_label",
    "set_step",
    "spend_time",
    "split_case",
    "take_back_grant",
    "tick_for_present",
    "write_words",
]
