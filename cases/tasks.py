"""Index of the rooms' tasks: importing them makes them known to the worker."""

from cases.answers.tasks import look_for_recalls, send_corrections
from cases.triage.tasks import compute_suggestion, suggest_missing
from cases.volunteering.tasks import expire_claims_daily

__all__ = [
    "compute_suggestion",
    "expire_claims_daily",
    "look_for_recalls",
    "send_corrections",
    "suggest_missing",
]
