"""How long things last, who speaks well enough, what demand nobody covers, and how a list is read. Pure."""

from cases.joining.rules.coverage import Demand, Gap, Supply, gaps
from cases.joining.rules.lists import MOST_BYTES, MOST_LINES, Table, guess_encoding, read_table
from cases.joining.rules.terms import (
    ASK_TO_STAY_DAYS,
    DECLINED_DAYS,
    IDLE_DAYS,
    LEFT_DAYS,
    REMIND_DAYS,
    TIER_NEEDS,
    UNANSWERED_DAYS,
    YEAR_DAYS,
    helping_languages,
)

__all__ = [
    "ASK_TO_STAY_DAYS",
    "DECLINED_DAYS",
    "IDLE_DAYS",
    "LEFT_DAYS",
    "MOST_BYTES",
    "MOST_LINES",
    "REMIND_DAYS",
    "TIER_NEEDS",
    "UNANSWERED_DAYS",
    "YEAR_DAYS",
    "Demand",
    "Gap",
    "Supply",
    "Table",
    "gaps",
    "guess_encoding",
    "helping_languages",
    "read_table",
]
