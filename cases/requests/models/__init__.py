"""The spine's tables."""

from cases.requests.models.clients import Client, Household
from cases.requests.models.help_request import HelpRequest, HelpRequestQuerySet
from cases.requests.models.seals import RequestSeal
from cases.requests.models.thread import Event, Message, Note
from cases.requests.models.wishes import Consent, Exclusion

__all__ = [
    "Client",
    "Consent",
    "Event",
    "Exclusion",
    "HelpRequest",
    "HelpRequestQuerySet",
    "Household",
    "Message",
    "Note",
    "RequestSeal",
]
