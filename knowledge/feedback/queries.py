"""What waits for editors because readers said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.sealing.actions import reveal
from helpdesk.sealing.reasons import Reason
from knowledge.articles.models import Article
from knowledge.articles.queries import WorkItem, WorkList, shown, without_bodies, work_waiting
from knowledge.feedback.models import Helpfulness, Remark, RemarkKind
from knowledge.feedback.workflow import first_month_shown

MOST_SHOWN = 20
ENOUGH_ANSWERS = 3  # fewer say nothing about an article


Sums = dict[int, dict[str, Any]]  # by article: how many said yes and no


@dataclass(frozen=True)
class Said:
    """A remark with its opened words."""

    remark: Remark
    words: str


@receiver(work_waiting, dispatch_uid="feedback")
def answer_work(*, user: User, **_signal: Any) -> list[WorkList]:
    """For whoever may read it: what did not help, and what readers call out of date."""
    if not user.can(Permission.EDIT_ARTICLES):
        return []
    since = first_month_shown(timezone.localdate())
    rows = Helpfulness.objects.filter(month__gte=since).values("article")
    sums: Sums = {
        row["article"]: dict(row) for row in rows.annotate(no=Sum("unhelpful"), yes=Sum("helped")).order_by()
    }
    return [_unhelpful(user, sums), _outdated(user)]


def _unhelpful(user: User, sums: Sums) -> WorkList:
    """Articles that helped fewer people than not in the last months, worst first."""
    worst = {pk: row for pk, row in sums.items() if row["no"] >= ENOUGH_ANSWERS and row["no"] > row["yes"]}
    order = sorted(worst, key=lambda pk: (-worst[pk]["no"], pk))
    return WorkList(
        key="unhelpful",
        title=gettext_lazy("Did not help"),
        items=_items(user, order[:MOST_SHOWN], _votes(worst)),
        total=len(order),
        hint=gettext_lazy("In the last three months more readers said no than yes."),
    )


def _votes(sums: Sums) -> dict[int, str]:
    return {
        pk: _("helped %(yes)d, did not help %(no)d") % {"yes": row["yes"], "no": row["no"]}
        for pk, row in sums.items()
    }


def _outdated(user: User) -> WorkList:
    """Articles about which readers said something, those called out of date first."""
    rows = Remark.objects.values("article", "kind").annotate(times=Count("id"), last=Max("said_on"))
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["article"], {})[row["kind"]] = row["times"]
    order = sorted(counts, key=lambda pk: (-counts[pk].get(RemarkKind.OUTDATED, 0), pk))
    notes = {
        pk: _("out of date %(outdated)d, did not help %(unhelpful)d")
        % {name: kinds.get(name, 0) for name in ("outdated", "unhelpful")}
        for pk, kinds in counts.items()
    }
    return WorkList(
        key="remarks",
        title=gettext_lazy("Readers wrote about these"),
        items=_items(user, order[:MOST_SHOWN], notes),
        total=len(order),
        hint=gettext_lazy("Reading their words is logged."),
    )


def _items(user: User, order: list[int], notes: dict[int, str]) -> list[WorkItem]:
    articles = Article.objects.visible_to(user).defer(*without_bodies()).in_bulk(order)
    seen = [shown(articles[pk], user.language) for pk in order if pk in articles]
    return [
        WorkItem(
            title=it.title or it.article.slug,
            url=reverse("knowledge:remarks", args=[it.article.slug]),
            language=it.language,
            note=notes[it.article.pk],
        )
        for it in seen
    ]


def remarks_of(article: Article, *, by: User) -> list[Said]:
    """Everything said about an article, opened; one entry in the access log when there are words at all."""
    remarks = list(Remark.objects.visible_to(by).filter(article=article).select_related("data_key"))
    worded = [remark for remark in remarks if remark.words]
    opened = reveal(worded, ["words"], by=by, reason=Reason.ARTICLES, subject=article)
    words = {remark.pk: text["words"] for remark, text in zip(worded, opened, strict=True)}
    return [Said(remark, words.get(remark.pk, "")) for remark in remarks]


def counts_of(article: Article) -> list[Helpfulness]:
    """The counts of the last months, newest first."""
    since = first_month_shown(timezone.localdate())
    return list(Helpfulness.objects.filter(article=article, month__gte=since).order_by("-month", "language"))
