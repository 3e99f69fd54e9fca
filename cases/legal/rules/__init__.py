"""Pure rules of the legal room: which text a member gets, by which day she must act, how long grants last."""

from cases.legal.rules.due_days import (
    PASSED,
    RULES,
    WARN_DAYS,
    DueDay,
    Rule,
    WhenFree,
    asked_stage,
    due_day,
    stage,
)
from cases.legal.rules.grants import ASK_EVERY, CONFIRM_WITHIN, LONGEST_GRANT
from cases.legal.rules.texts import text_for

__all__ = [
    "ASK_EVERY",
    "CONFIRM_WITHIN",
    "LONGEST_GRANT",
    "PASSED",
    "RULES",
    "WARN_DAYS",
    "DueDay",
    "Rule",
    "WhenFree",
    "asked_stage",
    "due_day",
    "stage",
    "text_for",
]
