"""Index of the rooms' tasks: importing them makes them known to the worker."""

from cases.triage.tasks import compute_suggestion, suggest_missing
from cases.volunteering.tasks import expire_claims_daily

__all__ = ["compute_suggestion", "expire_claims_daily", "suggest_missing"]
