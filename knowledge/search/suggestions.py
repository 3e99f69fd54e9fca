"""What to write about next, going by what people searched for in vain."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Sum, Window
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from helpdesk.accounts.models import User
from knowledge.articles.queries import WorkItem, WorkList, work_waiting
from knowledge.search.models import MissedSearch

MOST_SHOWN = 30


@receiver(work_waiting, dispatch_uid="search")
def answer_work(*, user: User, **_signal: Any) -> list[WorkList]:
    """Searches of the last three months that found nothing, the most frequent first. One query."""
    found = MissedSearch.objects.values("words", "language").annotate(
        all=Sum("times"), last=Max("asked_on"), kinds=Window(Count("*"))
    )
    rows = list(found.order_by("-all", "-last", "words")[:MOST_SHOWN])
    items = [
        WorkItem(
            title=row["words"],
            url=_address(row["words"], row["language"]),
            language=row["language"],
            note=ngettext("asked %(count)d time", "asked %(count)d times", row["all"])
            % {"count": row["all"]},
            day=row["last"],
        )
        for row in rows
    ]
    return [
        WorkList(
            key="searches",
            title=_("Searched for and not found"),
            items=items,
            total=rows[0]["kinds"] if rows else 0,
            hint=_("Write an article, or add the words to the glossary. Nobody knows who asked."),
        )
    ]


def _address(words: str, language: str) -> str:
    """The reader's page of results: whether it finds something by now."""
    with override(language):
        return f"{reverse('knowledge:search')}?{urlencode({'q': words})}"
