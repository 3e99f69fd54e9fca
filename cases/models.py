"""Index of the rooms' models, in the order of the flow."""

from cases.answers.models import AdviceRecall, Correction, CorrectionText
from cases.closing.models import StatisticsRow
from cases.legal.models import (
    CaseType,
    Consultation,
    Invitation,
    LegalCase,
    Membership,
    MemberStep,
    StepTemplate,
)
from cases.mentoring.models import CheckIn, Mentorship, MentorshipStep
from cases.requests.models import Client, Event, HelpRequest, Household, Message, Note
from cases.triage.models import Suggestion
from cases.volunteering.models import Break, Claim, Task, VolunteerProfile

__all__ = [
    "AdviceRecall",
    "Break",
    "CaseType",
    "CheckIn",
    "Claim",
    "Client",
    "Consultation",
    "Correction",
    "CorrectionText",
    "Event",
    "HelpRequest",
    "Household",
    "Invitation",
    "LegalCase",
    "MemberStep",
    "Membership",
    "Mentorship",
    "MentorshipStep",
    "Message",
    "Note",
    "StatisticsRow",
    "StepTemplate",
    "Suggestion",
    "Task",
    "VolunteerProfile",
]
