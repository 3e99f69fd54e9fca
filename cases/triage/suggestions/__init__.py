"""What a story says, and which open requests and cases share its problem, each with reasons in words."""

from cases.triage.suggestions.grouping import Alike, backlog, backlogs, keep_counts, proposals_for, similar_to
from cases.triage.suggestions.needs import meanings_of
from cases.triage.suggestions.reading import Found, marks_of, read_story
from cases.triage.suggestions.reasons import concept_names, label_of

__all__ = [
    "Alike",
    "Found",
    "backlog",
    "backlogs",
    "concept_names",
    "keep_counts",
    "label_of",
    "marks_of",
    "meanings_of",
    "proposals_for",
    "read_story",
    "similar_to",
]
