"""The spine's tables."""

from cases.requests.models.clients import Client, Household
from cases.requests.models.help_request import HelpRequest, HelpRequestQuerySet
from cases.requests.models.thread import Event, Message, Note

__all__ = ["Client", "Event", "HelpRequest", "HelpRequestQuerySet", "Household", "Message", "Note"]
