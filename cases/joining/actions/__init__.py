"""The verbs of joining."""

from cases.joining.actions.accounts import invite_applicant, open_file
from cases.joining.actions.applying import Applicant, apply, import_people
from cases.joining.actions.languages import decide_levels, say_levels
from cases.joining.actions.leaving import erase_old_applications, forget_left, leave
from cases.joining.actions.staying import accept_terms, ask_to_stay, follow_years
from cases.joining.actions.talks import plan_talk, write_note, write_reference
from cases.joining.actions.vetting import decline, vet, welcome

__all__ = [
    "Applicant",
    "accept_terms",
    "apply",
    "ask_to_stay",
    "decide_levels",
    "decline",
    "erase_old_applications",
    "follow_years",
    "forget_left",
    "import_people",
    "invite_applicant",
    "leave",
    "open_file",
    "plan_talk",
    "say_levels",
    "vet",
    "welcome",
    "write_note",
    "write_reference",
]
