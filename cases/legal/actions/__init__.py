"""The verbs of the legal room."""

from cases.legal.actions.afterwards import return_absent, tick_for_present
from cases.legal.actions.cases import close_case, hand_over, open_case, write_words
from cases.legal.actions.consultations import (
    answer_invitation,
    cancel_consultation,
    invite,
    record_attendance,
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
from cases.legal.actions.joining import add_member, close_member, let_go, part_lawyer, remove_member
from cases.legal.actions.members import await_office, send_to_members, set_label, set_step
from cases.legal.actions.splitting import split_case

__all__ = [
    "add_deadline",
    "add_member",
    "answer_invitation",
    "await_office",
    "cancel_consultation",
    "close_case",
    "close_member",
    "confirm_deadline",
    "drop_deadline",
    "finish_deadline",
    "hand_over",
    "invite",
    "let_go",
    "name_deputy",
    "open_case",
    "part_lawyer",
    "record_attendance",
    "remind_of_deadlines",
    "remove_member",
    "return_absent",
    "schedule_consultation",
    "send_to_members",
    "set_label",
    "set_step",
    "split_case",
    "tick_for_present",
    "write_words",
]
