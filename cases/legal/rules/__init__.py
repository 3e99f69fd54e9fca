"""Pure rules of the legal room: which text a member gets, and by which day she must act."""

from cases.legal.rules.due_days import RULES, WARN_DAYS, DueDay, Rule, WhenFree, due_day, stage
from cases.legal.rules.texts import text_for

__all__ = ["RULES", "WARN_DAYS", "DueDay", "Rule", "WhenFree", "due_day", "stage", "text_for"]
