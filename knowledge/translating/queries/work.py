"""The work that waits for editors: missing, outdated, waiting, due."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.accounts.models import User
from knowledge.articles.models import FactValue
from knowledge.articles.queries import WorkItem, WorkList, work_from_rooms
from knowledge.articles.workflow import TranslationState
from knowledge.translating.queries.states import Row, rows
from knowledge.translating.rules import wanted_in

SOON = dt.timedelta(days=30)
MOST_SHOWN = 50


def work_lists(user: User) -> list[WorkList]:
    """Every list with something in it or not: an empty one says that this work is done. Three queries."""
    articles = rows(user)
    due_by = timezone.localdate() + SOON
    own = [
        _missing(articles),
        _in_state(
            "outdated",
            _("Outdated translations"),
            _("The source changed after these were translated."),
            articles,
            outdated=True,
        ),
        _in_state("drafts", _("Drafts"), _("Readers do not see these yet."), articles, outdated=False),
        _due(articles, due_by),
        _values(user, due_by),
    ]
    return own + work_from_rooms(user)


def _missing(articles: list[Row]) -> WorkList:
    counts = dict.fromkeys(languages.CONTENT_CODES, 0)
    for row in articles:
        for cell in row.cells:
            if cell.state == TranslationState.MISSING and cell.language in wanted_in(row.article.country):
                counts[cell.language] += 1
    items = [
        WorkItem(
            languages.BY_CODE[code].own_name,
            f"{reverse('knowledge:edit_list')}?language={code}&state=missing",
            language=code,
            count=count,
        )
        for code, count in counts.items()
        if count
    ]
    hint = _("Belarusian and Russian everywhere, and the language of the country.")
    return WorkList("missing", _("Missing translations"), items, sum(counts.values()), hint)


def _in_state(key: str, title: object, hint: object, articles: list[Row], *, outdated: bool) -> WorkList:
    items = [
        WorkItem(
            row.title,
            reverse("knowledge:edit", args=[row.article.slug, cell.language]),
            language=row.title_language,
            note=languages.BY_CODE[cell.language].own_name,
        )
        for row in articles
        for cell in row.cells
        if (cell.state == TranslationState.OUTDATED if outdated else cell.has_draft)
    ]
    return WorkList(key, title, items[:MOST_SHOWN], len(items), hint)  # type: ignore[arg-type]


def _due(articles: list[Row], due_by: dt.date) -> WorkList:
    due = [
        row
        for row in articles
        if row.article.is_published and row.article.review_by and row.article.review_by <= due_by
    ]
    items = [
        WorkItem(
            row.title,
            reverse("knowledge:edit", args=[row.article.slug, row.article.source_language]),
            language=row.title_language,
            day=row.article.review_by,
            slug=row.article.slug,
        )
        for row in sorted(due, key=lambda row: row.article.review_by or due_by)
    ]
    hint = _("Look at the source. If all of it is still true, say so here.")
    return WorkList("review", _("Check again"), items[:MOST_SHOWN], len(items), hint)


def _values(user: User, due_by: dt.date) -> WorkList:
    due = FactValue.objects.visible_to(user).review_due(due_by).order_by("review_by", "name")
    items = [
        WorkItem(
            f"{value.name}: {value.text_in(user.language)}",
            reverse("knowledge:value", args=[value.name]),
            note=value.note,
            day=value.review_by,
        )
        for value in due[:MOST_SHOWN]
    ]
    return WorkList("values", _("Values to check"), items, len(items), _("Many articles state them."))
