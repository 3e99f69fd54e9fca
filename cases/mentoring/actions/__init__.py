"""The verbs of mentoring."""

from cases.mentoring.actions.months import (
    check_in,
    check_in_at_home,
    end_mentorship,
    extend,
    name_deputy,
    set_deputy,
    set_step,
    start_mentorship,
)
from cases.mentoring.actions.parting import flag_for_deputy, part_mentor
from cases.mentoring.actions.silence import follow_months
from cases.mentoring.actions.wishes import (
    introduce,
    introduction,
    save_offer,
    see_signal,
    send_signal,
    wish_for_mentor,
)

__all__ = [
    "check_in",
    "check_in_at_home",
    "end_mentorship",
    "extend",
    "flag_for_deputy",
    "follow_months",
    "introduce",
    "introduction",
    "name_deputy",
    "part_mentor",
    "save_offer",
    "see_signal",
    "send_signal",
    "set_deputy",
    "set_step",
    "start_mentorship",
    "wish_for_mentor",
]
