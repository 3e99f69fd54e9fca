"""The tables of mentoring."""

from cases.mentoring.models.months import (
    MOOD_CHOICES,
    OUTCOME_CHOICES,
    CheckIn,
    Mentorship,
    MentorshipQuerySet,
    MentorshipStep,
)
from cases.mentoring.models.wishes import (
    CONCERN_CHOICES,
    WAY_CHOICES,
    MentorOffer,
    MentorWish,
    SafetySignal,
)

__all__ = [
    "CONCERN_CHOICES",
    "MOOD_CHOICES",
    "OUTCOME_CHOICES",
    "WAY_CHOICES",
    "CheckIn",
    "MentorOffer",
    "MentorWish",
    "Mentorship",
    "MentorshipQuerySet",
    "MentorshipStep",
    "SafetySignal",
]
