"""Pure rules of the doors: receipts, traces in a story, the suggested topic, her answers."""

from cases.intake.rules.answers import (
    MOST_STORY,
    days_until,
    look_again_on,
    normalise_contact,
    starting_urgency,
)
from cases.intake.rules.receipts import (
    DIGITS,
    check_digits,
    grouped,
    is_wellformed,
    new_receipt,
    normalise_receipt,
)
from cases.intake.rules.topics import topic_of
from cases.intake.rules.traces import Finding, traces_in, without, without_traces

__all__ = [
    "DIGITS",
    "MOST_STORY",
    "Finding",
    "check_digits",
    "days_until",
    "grouped",
    "is_wellformed",
    "look_again_on",
    "new_receipt",
    "normalise_contact",
    "normalise_receipt",
    "starting_urgency",
    "topic_of",
    "traces_in",
    "without",
    "without_traces",
]
