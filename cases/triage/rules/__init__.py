"""What the words of a story say about it: matter, danger, flags and days left; and what is learnt. Pure."""

from cases.intake.rules.topics import topic_of
from cases.triage.rules.deadlines import days_left
from cases.triage.rules.features import traits_of
from cases.triage.rules.marks import vocabulary
from cases.triage.rules.need import flags_in, urgency_of

__all__ = ["days_left", "flags_in", "topic_of", "traits_of", "urgency_of", "vocabulary"]
