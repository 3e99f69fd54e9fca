"""Index of the rooms' models, in the order of the flow."""

from cases.alarms.models import OfficeAlarm
from cases.answers.models import (
    AdviceRecall,
    CannedReply,
    Correction,
    CorrectionText,
    SharedAnswer,
    SharedAnswerTo,
    SharedText,
)
from cases.casefile.models import StepPaper
from cases.closing.models import Certificate, OutputTally, StatisticsRow
from cases.doors.models import HandOver
from cases.duty.models import Alarm, AlarmTold, OfficeHours, Shift, ShiftHandOver
from cases.files.models import Attachment, FilePart
from cases.funding.models import Funder, Target
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
from cases.lists.models import ListExport
from cases.mentoring.models import (
    CheckIn,
    MentorOffer,
    Mentorship,
    MentorshipStep,
    MentorWish,
    SafetySignal,
)
from cases.moving.models import Absence, Move, MovedThing, PersonMove
from cases.referrals.models import Partner, Referral
from cases.relay.models import Conversation, RelayMessage
from cases.reports.models import FigureCell, OutputSum, Snapshot
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
from cases.rest.models import CheckTally, CoordinatorWord, LimitPassed, RestSignal, WorkLimit
from cases.retention.models import PlannedErasure, RetentionRun
from cases.returning.models import ClientLink, ReturnCount, RingBack
from cases.screening.models import Screening, StepDecision
from cases.triage.models import GroupProposal, Lesson, SavedView, Suggestion
from cases.volunteering.models import (
    Break,
    Claim,
    HousingNeed,
    HousingOffer,
    Offer,
    PlaceInLine,
    Task,
    Viewing,
    VolunteerProfile,
)
from cases.waiting.models import TopicPause, WaitingTime
from cases.watching.models import Canary, LogCheck, ReadingAlarm, WatchMark
from cases.workload.models import DayCount

__all__ = [
    "Absence",
    "AdviceRecall",
    "Alarm",
    "AlarmTold",
    "Application",
    "Attachment",
    "Break",
    "Canary",
    "CannedReply",
    "CaseGrant",
    "CaseSeal",
    "CaseType",
    "Certificate",
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
    "DayCount",
    "Deadline",
    "Event",
    "Exclusion",
    "FigureCell",
    "FilePart",
    "Funder",
    "GroupProposal",
    "HandOver",
    "HelpRequest",
    "Household",
    "HousingNeed",
    "HousingOffer",
    "Invitation",
    "LegalCase",
    "Lesson",
    "LimitPassed",
    "ListExport",
    "LogCheck",
    "MatterUpload",
    "MemberStep",
    "Membership",
    "MentorOffer",
    "MentorWish",
    "Mentorship",
    "MentorshipStep",
    "Message",
    "Move",
    "MovedThing",
    "Note",
    "Offer",
    "OfficeAlarm",
    "OfficeHours",
    "OutputSum",
    "OutputTally",
    "Partner",
    "PersonMove",
    "PlaceInLine",
    "PlannedErasure",
    "PrivilegedNote",
    "ReadingAlarm",
    "Reference",
    "Referral",
    "RelayMessage",
    "RequestSeal",
    "RestSignal",
    "RetentionRun",
    "ReturnCount",
    "RingBack",
    "SafetySignal",
    "SavedView",
    "Screening",
    "SharedAnswer",
    "SharedAnswerTo",
    "SharedText",
    "Shift",
    "ShiftHandOver",
    "Snapshot",
    "StatisticsRow",
    "StepDecision",
    "StepPaper",
    "StepTemplate",
    "Suggestion",
    "Talk",
    "TalkSeat",
    "Target",
    "Task",
    "TermsAcceptance",
    "TimeSpent",
    "TopicPause",
    "Vetting",
    "Viewing",
    "VolunteerProfile",
    "WaitingTime",
    "WatchMark",
    "WorkLimit",
]
