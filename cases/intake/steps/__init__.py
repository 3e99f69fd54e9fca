"""What the form asks besides the story, as data: questions by topic and country, all optional. Pure."""

from cases.intake.steps.answers import kept, read, told
from cases.intake.steps.question import NO, UNKNOWN, YES, YES_NO_WORDS, Kind, Question
from cases.intake.steps.questions import BY_CODE, QUESTIONS, questions_for

__all__ = [
    "BY_CODE",
    "NO",
    "QUESTIONS",
    "UNKNOWN",
    "YES",
    "YES_NO_WORDS",
    "Kind",
    "Question",
    "kept",
    "questions_for",
    "read",
    "told",
]
