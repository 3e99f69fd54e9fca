"""What editors are shown of what is read, beside what readers answered."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef, Subquery, Sum
from django.db.models.functions import JSONObject
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.text.collate import sort_key
from helpdesk.ui.dates import month_words
from knowledge.articles.models import Article, ArticleQuerySet
from knowledge.articles.queries import Shown, WorkItem, WorkList, shown, without_bodies, work_waiting
from knowledge.feedback.models import Helpfulness
from knowledge.feedback.workflow import first_month_shown
from knowledge.reading.models import ArticleReads
from knowledge.reading.rules import Span, first_week_shown
from knowledge.translating.rules import wanted_in

MOST_SHOWN = 20


@dataclass(frozen=True)
class Cell:
    """The pages of one language."""

    language: str
    reads: int
    is_missing: bool  # whoever opened it there read another language
    is_wanted: bool  # and it should be there


@dataclass(frozen=True)
class Row:
    """One article: how often it was opened in the last four weeks, and what readers answered."""

    shown: Shown
    cells: list[Cell]
    reads: int
    helped: int
    unhelpful: int
    last_month: dt.date | None  # in which it was opened at all

    @property
    def last(self) -> str:
        return month_words(self.last_month) if self.last_month else ""

    @property
    def title(self) -> str:
        return self.shown.title or self.shown.article.slug


def rows(user: User) -> list[Row]:
    """What readers may open today, most read first, then by title. One query."""
    found = [_row(article, user.language) for article in _counted(Article.objects.visible_to(user).live())]
    return sorted(
        found, key=lambda row: (-row.reads, sort_key(row.title, row.shown.language or user.language))
    )


def _counted(live: ArticleQuerySet) -> ArticleQuerySet:
    """Each with `opened` (of four weeks), `last_month` and `votes` (of three months)."""
    today = timezone.localdate()
    mine = ArticleReads.objects.filter(article=OuterRef("pk")).order_by()
    weeks = mine.filter(span=Span.WEEK.value, begins_on__gte=first_week_shown(today)).values("language")
    months = mine.filter(span=Span.MONTH.value).values("article")
    votes = Helpfulness.objects.filter(article=OuterRef("pk"), month__gte=first_month_shown(today))
    sums = votes.order_by().values("article").annotate(yes=Sum("helped"), no=Sum("unhelpful"))
    return live.defer(*without_bodies()).annotate(
        opened=ArraySubquery(
            weeks.annotate(number=Sum("reads")).values(one=JSONObject(language="language", reads="number"))
        ),
        last_month=Subquery(months.annotate(last=Max("begins_on")).values("last")),
        votes=Subquery(sums.values(one=JSONObject(yes="yes", no="no"))),
    )


def _row(article: Any, reader: str) -> Row:
    opened = Counter({one["language"]: one["reads"] for one in article.opened})
    votes = article.votes or {"yes": 0, "no": 0}
    present = article.languages_present
    wanted = wanted_in(article.country)
    cells = [Cell(code, opened[code], code not in present, code in wanted) for code in languages.CODES]
    seen = shown(article, reader)
    return Row(seen, cells, opened.total(), votes["yes"], votes["no"], article.last_month)


@receiver(work_waiting, dispatch_uid="reading")
def answer_work(*, user: User, **_signal: object) -> list[WorkList]:
    """The head of the page of what is read, among the work of editors."""
    if not user.can(Permission.EDIT_ARTICLES, Permission.PUBLISH_ARTICLES):
        return []
    found = rows(user)
    return [
        _list(
            "read",
            gettext_lazy("Read most"),
            gettext_lazy("Opened pages of the last four weeks, and answers of three months."),
            [row for row in found if row.reads],
        ),
        _list(
            "unread",
            gettext_lazy("Not read"),
            gettext_lazy("Nobody opened these in the last four weeks."),
            [row for row in found if not row.reads],
        ),
    ]


def _list(key: str, title: object, hint: object, found: list[Row]) -> WorkList:
    items = [
        WorkItem(
            title=row.title,
            url=reverse("knowledge:edit", args=[row.shown.article.slug, row.shown.article.source_language]),
            language=row.shown.language,
            note=_note(row),
        )
        for row in found[:MOST_SHOWN]
    ]
    return WorkList(key, title, items, len(found), hint, reverse("knowledge:reads"))  # type: ignore[arg-type]


def _note(row: Row) -> str:
    """`214: be 120, ru 94 · helped 9, did not help 2`."""
    if not row.reads:
        return _("last time: %(month)s") % {"month": row.last} if row.last else _("never")
    parts = [", ".join(f"{cell.language} {cell.reads}" for cell in row.cells if cell.reads)]
    if row.helped or row.unhelpful:
        votes = _("helped %(yes)d, did not help %(no)d")
        parts.append(votes % {"yes": row.helped, "no": row.unhelpful})
    return f"{row.reads}: {' · '.join(parts)}"
