"""What a grant can promise to count. Pure."""

from __future__ import annotations

from enum import StrEnum


class Measure(StrEnum):
    """Outputs: what was done. Each is counted exactly."""

    REQUESTS = "requests"
    CASES = "cases"
    CONSULTATIONS = "consultations"
    CAME = "came"
    TASKS = "tasks"
    HOURS = "hours"
    MENTORSHIPS = "mentorships"
    REFERRALS = "referrals"
