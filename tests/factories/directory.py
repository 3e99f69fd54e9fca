"""Services for tests, made through the real action."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from helpdesk.accounts.actors import Actor, System
from knowledge.articles.models import Topic
from knowledge.directory import actions
from knowledge.directory.models import Service

BY = System("tests")


def days_ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def make_service(
    slug: str = "helpers", *, topics: list[Topic] | None = None, by: Actor = BY, **values: Any
) -> Service:
    """A working service in Warsaw whose contacts were confirmed last month."""
    facts = {
        "name": slug.title(),
        "kind": "ngo",
        "country": "PL",
        "cities": ["Warszawa"],
        "spoken": ["pl", "ru"],
        "about_be": "Дапамагае з дакументамі.",
        "about_pl": "Pomaga z dokumentami.",
        "phone": "22 000 00 01",
        "contact_verified": True,
        "checked_on": days_ago(30),
        "status": "active",
    }
    service, _outcome = actions.keep_service(slug=slug, topics=topics or [], by=by, **(facts | values))
    return service
