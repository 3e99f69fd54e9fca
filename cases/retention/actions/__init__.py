"""Forgetting's verbs: plan, hold, let go, erase what is due."""

from cases.retention.actions.counting import count_all
from cases.retention.actions.erasing import erase_due, forget_briefs, forget_case_words
from cases.retention.actions.holding import hold, let_go
from cases.retention.actions.planning import close_silent_ones, plan_coming
from cases.retention.actions.running import look_after, run

__all__ = [
    "close_silent_ones",
    "count_all",
    "erase_due",
    "forget_briefs",
    "forget_case_words",
    "hold",
    "let_go",
    "look_after",
    "plan_coming",
    "run",
]
