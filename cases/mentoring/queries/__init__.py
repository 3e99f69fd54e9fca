"""Reads of mentoring."""

from cases.mentoring.queries.months import MonthView, mentorships_for, month_view, possible_mentors

__all__ = ["MonthView", "mentorships_for", "month_view", "possible_mentors"]
