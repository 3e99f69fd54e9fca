"""What the pages of joining ask."""

from cases.joining.queries.applications import (
    ApplicationView,
    Listed,
    application_view,
    counts_of,
    listed,
    talk_view,
    talks_ahead,
)
from cases.joining.queries.coverage import Coverage, coverage_of
from cases.joining.queries.papers import Hours, hours_of
from cases.joining.queries.people import Person, people_by_state, person_view
from cases.joining.queries.terms import Terms, terms_for

__all__ = [
    "ApplicationView",
    "Coverage",
    "Hours",
    "Listed",
    "Person",
    "Terms",
    "application_view",
    "counts_of",
    "coverage_of",
    "hours_of",
    "listed",
    "people_by_state",
    "person_view",
    "talk_view",
    "talks_ahead",
    "terms_for",
]
