"""Changing the directory: the only place where entries are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helpdesk import languages
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import Refused
from helpdesk.audit.actions import record
from knowledge.articles.models import Topic
from knowledge.articles.notifications import tell_pages_changed
from knowledge.directory.models import Service
from knowledge.directory.permissions import can_edit_service

TRANSLATED = ("about", "eligibility", "cost", "hours")
FIELDS = (
    *("name", "kind", "country", "cities", "spoken", "phone", "email", "web", "address"),
    *("contact_verified", "source_title", "source_url", "checked_on", "valid_until", "status"),
    *("status_since", "day_and_night"),
    *(f"{name}_{code}" for name in TRANSLATED for code in languages.CODES),
)


@transaction.atomic
def keep_service(*, slug: str, topics: Sequence[Topic], by: Actor, **values: Any) -> tuple[Service, str]:
    """Make or change an entry; says whether it was `created`, `updated` or `unchanged`."""
    if not can_edit_service(by):
        raise Refused(_("Only editors and coordinators may change the directory."))
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"Not a field of a service: {', '.join(sorted(unknown))}")
    service = Service.objects.select_for_update().filter(slug=slug).first()
    outcome = "updated" if service else "created"
    service = service or Service(slug=slug)
    changed = [name for name, value in values.items() if (getattr(service, name) or "") != (value or "")]
    for name in changed:
        setattr(service, name, values[name])
    wanted = {topic.pk for topic in topics}
    if outcome == "updated" and {topic.pk for topic in service.topics.all()} != wanted:
        changed.append("topics")
    if outcome == "updated" and not changed:
        return service, "unchanged"
    service.save()
    service.topics.set(wanted)
    record("service.keep", service, by=by, fields=changed)
    tell_pages_changed()
    return service, outcome
