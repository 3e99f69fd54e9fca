"""Things that can carry a funder's tag, as far as this person may open them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cases.legal.models import Consultation, LegalCase
from cases.requests.models import HelpRequest
from cases.volunteering.models import Task
from helpdesk.accounts.models import User

KINDS = ("request", "case", "consultation", "task")


def taggable(kind: str, user: User) -> QuerySet[Any]:
    """Of this kind, what she may open at all; KeyError for a kind that does not exist."""
    cases = LegalCase.objects.visible_to(user)
    found: dict[str, QuerySet[Any]] = {
        "request": HelpRequest.objects.visible_to(user),
        "case": cases,
        "consultation": Consultation.objects.filter(legal_case__in=cases),
        "task": Task.objects.visible_to(user),
    }
    return found[kind].select_related("funder")


def page_of(kind: str, thing: Any) -> tuple[str, UUID]:
    """The name of the page that this thing belongs to, and its id."""
    names = {
        "request": ("casefile:open", thing.pk),
        "case": ("legal:open", thing.pk),
        "consultation": ("legal:open", getattr(thing, "legal_case_id", None)),
        "task": ("volunteering:task", thing.pk),
    }
    found: tuple[str, UUID] = names[kind]
    return found


def code_of(thing: Any) -> str:
    """What the thing is called on its page."""
    case = thing.legal_case if isinstance(thing, Consultation) else None
    return str(case.code if case else thing.code)


__all__ = ["KINDS", "code_of", "page_of", "taggable"]
