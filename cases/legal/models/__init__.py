"""Tables of the legal room: case types with steps, cases, members, deadlines, consultations."""

from cases.legal.models.cases import LegalCase, LegalCaseQuerySet, Membership, MembershipQuerySet, MemberStep
from cases.legal.models.deadlines import Deadline
from cases.legal.models.grants import CaseGrant, CaseSeal
from cases.legal.models.meetings import Consultation, Invitation
from cases.legal.models.types import CaseType, StepTemplate
from cases.legal.models.work import MatterUpload, PrivilegedNote, TimeSpent

__all__ = [
    "CaseGrant",
    "CaseSeal",
    "CaseType",
    "Consultation",
    "Deadline",
    "Invitation",
    "LegalCase",
    "LegalCaseQuerySet",
    "MatterUpload",
    "MemberStep",
    "Membership",
    "MembershipQuerySet",
    "PrivilegedNote",
    "StepTemplate",
    "TimeSpent",
]
