"""Reads of the legal room."""

from cases.legal.queries.calendar import calendar_file
from cases.legal.queries.cases import (
    CaseLine,
    CaseView,
    MemberCard,
    StepLine,
    case_lines,
    case_view,
    cases_for,
    languages_of,
    lawyers_of,
    steps_due,
)
from cases.legal.queries.consultations import Guest, MeetingCard, open_invitations
from cases.legal.queries.deadlines import (
    DeadlineLine,
    days_of,
    file_number_of,
    is_away,
    line_of,
    own_cases,
    stand_ins,
    to_remind,
)

__all__ = [
    "CaseLine",
    "CaseView",
    "DeadlineLine",
    "Guest",
    "MeetingCard",
    "MemberCard",
    "StepLine",
    "calendar_file",
    "case_lines",
    "case_view",
    "cases_for",
    "days_of",
    "file_number_of",
    "is_away",
    "languages_of",
    "lawyers_of",
    "line_of",
    "open_invitations",
    "own_cases",
    "stand_ins",
    "steps_due",
    "to_remind",
]
