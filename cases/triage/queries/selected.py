"""The requests that stand ticked in a list, and the page to which a decision about them goes back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User

MOST = 50


def selected_of(user: User, typed: Iterable[str]) -> list[HelpRequest]:
    """Those of the ids (one or several in each text) that this user may open, at most fifty; no others."""
    keys = [key for text in typed for part in text.split(",") if (key := _uuid(part)) is not None][:MOST]
    rows = HelpRequest.objects.visible_to(user).filter(pk__in=keys)
    return list(rows.for_lists().defer("story", "answers").order_by("received_at", "id"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def way_back(wanted: str) -> str:
    """The page of ours where the button stood; the queue when that is none."""
    fits = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/desk/")
    return wanted if fits else reverse("triage:queue")
