"""What the words of a story say about it: topic, danger, flags and days left. Pure."""

from cases.intake.rules.topics import topic_of
from cases.triage.rules.danger import flags_in, urgency_of
from cases.triage.rules.deadlines import days_left
from cases.triage.rules.likeness import idf
from cases.triage.rules.marks import vocabulary

__all__ = ["days_left", "flags_in", "idf", "topic_of", "urgency_of", "vocabulary"]
