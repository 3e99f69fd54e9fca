"""Index of the rooms' models, in the order of the flow."""

from cases.answers.models import (
    AdviceRecall,
    Correction,
    CorrectionText,
    SharedAnswer,
    SharedAnswerTo,
    SharedText,
)
from cases.casefile.models import StepPaper
from cases.closing.models import StatisticsRow
from cases.doors.models import HandOver
from cases.duty.models import Alarm, AlarmTold, OfficeHours, Shift, ShiftHandOver
from cases.files.models import Attachment, FilePart
from cases.joining.models import Application, Reference, Talk, TalkSeat, TermsAcceptance, Vetting
from cases.legal.models import (
    CaseGrant,
    CaseSeal,
    CaseType,
    Consultation,
    Deadline,
    Invitation,
    LegalCase,
    MatterUpload,
    Membership,
    MemberStep,
    PrivilegedNote,
    StepTemplate,
    TimeSpent,
)
from cases.mentoring.models import CheckIn, Mentorship, MentorshipStep
from cases.referrals.models import Partner, Referral
from cases.relay.models import Conversation, RelayMessage
from cases.requests.models import (
    Client,
    Consent,
    Event,
    Exclusion,
    HelpRequest,
    Household,
    Message,
    Note,
    RequestSeal,
)
from cases.rest.models import CheckTally, CoordinatorWord, RestSignal
from cases.returning.models import ClientLink, ReturnCount, RingBack
from cases.screening.models import Screening, StepDecision
from cases.triage.models import GroupProposal, Lesson, SavedView, Suggestion
from cases.volunteering.models import Break, Claim, Task, VolunteerProfile
from cases.waiting.models import TopicPause, WaitingTime

__all__ = [
    "AdviceRecall",
    "Alarm",
    "AlarmTold",
    "Application",
    "Attachment",
    "Break",
    "CaseGrant",
    "CaseSeal",
    "CaseType",
    "CheckIn",
    "CheckTally",
    "Claim",
    "Client",
    "ClientLink",
    "Consent",
    "Consultation",
    "Conversation",
    "CoordinatorWord",
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
    "MatterUpload",
    "MemberStep",
    "Membership",
    "Mentorship",
    "MentorshipStep",
    "Message",
    "Note",
    "OfficeHours",
    "Partner",
    "PrivilegedNote",
    "Reference",
    "Referral",
    "RelayMessage",
    "RequestSeal",
    "RestSignal",
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
    "StepPaper",
    "StepTemplate",
    "Suggestion",
    "Talk",
    "TalkSeat",
    "Task",
    "TermsAcceptance",
    "TimeSpent",
    "TopicPause",
    "Vetting",
    "VolunteerProfile",
    "WaitingTime",
]
