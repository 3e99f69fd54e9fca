"""Index of the rooms' models, in the order of the flow."""

from cases.answers.models import (
    AdviceRecall,
    Correction,
    CorrectionText,
    SharedAnswer,
    SharedAnswerTo,
    SharedText,
)
from cases.closing.models import StatisticsRow
from cases.doors.models import HandOver
from cases.duty.models import Alarm, AlarmTold, OfficeHours, Shift, ShiftHandOver
from cases.files.models import Attachment, FilePart
from cases.legal.models import (
    CaseType,
    Consultation,
    Deadline,
    Invitation,
    LegalCase,
    Membership,
    MemberStep,
    StepTemplate,
)
from cases.mentoring.models import CheckIn, Mentorship, MentorshipStep
from cases.referrals.models import Partner, Referral
from cases.requests.models import (
    Client,
    Consent,
    Event,
    Exclusion,
    HelpRequest,
    Household,
    Message,
    Note,
)
from cases.returning.models import ClientLink, ReturnCount, RingBack
from cases.screening.models import Screening, StepDecision
from cases.triage.models import GroupProposal, Lesson, SavedView, Suggestion
from cases.volunteering.models import Break, Claim, Task, VolunteerProfile
from cases.waiting.models import TopicPause, WaitingTime

__all__ = [
    "AdviceRecall",
    "Alarm",
    "AlarmTold",
    "Attachment",
    "Break",
    "CaseType",
    "CheckIn",
    "Claim",
    "Client",
    "ClientLink",
    "Consent",
    "Consultation",
    "Correction",
    "CorrectionText",
    "Deadline",
    "Event",
    "Exclusion",
    "FilePart",
    "GroupProposal",
    "HandOver",
    "HelpRequest",
    "Household",
    "Invitation",
    "LegalCase",
    "Lesson",
    "MemberStep",
    "Membership",
    "Mentorship",
    "MentorshipStep",
    "Message",
    "Note",
    "OfficeHours",
    "Partner",
    "Referral",
    "ReturnCount",
    "RingBack",
    "SavedView",
    "Screening",
    "SharedAnswer",
    "SharedAnswerTo",
    "SharedText",
    "Shift",
    "ShiftHandOver",
    "StatisticsRow",
    "StepDecision",
    "StepTemplate",
    "Suggestion",
    "Task",
    "TopicPause",
    "VolunteerProfile",
    "WaitingTime",
]
