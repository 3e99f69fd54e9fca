"""Which words of the glossary nobody says: work for editors."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from knowledge.articles.queries import WorkItem, WorkList, work_waiting
from knowledge.glossary import queries

MOST_SHOWN = 30


@receiver(work_waiting, dispatch_uid="glossary")
def answer_work(*, user: User, **_signal: Any) -> list[WorkList]:
    """Words added here that no search has held yet, the oldest first. Two queries."""
    if not user.can(Permission.EDIT_GLOSSARY):
        return []
    words = queries.never_heard()
    items = [
        WorkItem(
            title=word.text,
            url=reverse("knowledge:concept", args=[word.concept]),
            language=word.language,
            note=word.concept,
            day=word.since,
        )
        for word in words[:MOST_SHOWN]
    ]
    return [
        WorkList(
            key="words",
            title=_("Words of the glossary that never matched"),
            items=items,
            total=len(words),
            hint=_("Nobody has searched with these words yet. Are they written as people say them?"),
            more_url=f"{reverse('knowledge:glossary')}?only=silent",
        )
    ]
