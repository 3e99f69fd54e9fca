"""Who has one request open right now: kept in Redis alone, and forgotten a minute after the page is left."""

from __future__ import annotations

import time
from collections.abc import Iterable
from uuid import UUID

from django.core.cache import cache

from cases.requests.models import Exclusion, HelpRequest
from helpdesk.accounts.models import User

KEEP_SECONDS = 60
ASK_SECONDS = 20  # how often an open page says that it is still open


def _name(help_request: HelpRequest) -> str:
    return f"presence:{help_request.pk}"


def note_presence(help_request: HelpRequest, user: User) -> None:
    """This person has it open. Two at the very same moment may lose one entry until the next asking."""
    now = time.time()
    here: dict[str, float] = cache.get(_name(help_request)) or {}
    fresh = {key: at for key, at in here.items() if at > now - KEEP_SECONDS}
    cache.set(_name(help_request), {**fresh, str(user.pk): now}, KEEP_SECONDS)


def others_here(help_request: HelpRequest, user: User) -> list[User]:
    """Colleagues who have it open too: nobody frozen, and nobody whom the client keeps away by now.

    No query when she is alone, one when she is not.
    """
    since = time.time() - KEEP_SECONDS
    here: dict[str, float] = cache.get(_name(help_request)) or {}
    keys = [UUID(key) for key, at in here.items() if at > since and key != str(user.pk)]
    return list(_shown(keys, help_request)) if keys else []


def _shown(keys: Iterable[UUID], help_request: HelpRequest) -> Iterable[User]:
    kept_away = Exclusion.objects.filter(client=help_request.client_id, user__isnull=False).values("user")
    people = User.objects.filter(pk__in=list(keys), is_active=True, frozen_at=None)
    return people.exclude(pk__in=kept_away).order_by("name")
