"""How long a hand-over may take, and how its consents are named. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from cases.referrals.workflow import Aim, DataSet

ANSWER_DAYS = 7  # a partner answers within a week, unless another day was agreed
DONE_DAYS = 30  # and tells within a month what came of it
CODE_DAYS = 14  # a code opens nothing after this
LONGEST_DAYS = 60


def consent_code(data_set: DataSet, aim: Aim) -> str:
    """The name under which a consent for this data and this purpose is kept."""
    return f"{data_set.value}/{aim.value}"


def answer_due(today: date) -> date:
    return today + timedelta(days=ANSWER_DAYS)


def outcome_due(today: date) -> date:
    return today + timedelta(days=DONE_DAYS)
