"""Taking in what readers say, and forgetting it again."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import Refused
from helpdesk.audit.actions import record
from helpdesk.sealing.actions import erase_key, new_data_key, seal
from knowledge.articles.models import Article
from knowledge.feedback.models import Helpfulness, Remark
from knowledge.feedback.permissions import can_settle
from knowledge.feedback.workflow import DAYS_KEPT, LONGEST_WORDS, RemarkKind, month_of

MOST_OPEN = 200  # of one article; who floods the list adds nothing that an editor could read
_COUNT = """
INSERT INTO knowledge_helpfulness AS known (article_id, language, month, helped, unhelpful)
VALUES (%s, %s, %s, %s, %s) ON CONFLICT ON CONSTRAINT one_count_each_month
DO UPDATE SET helped = known.helped + excluded.helped, unhelpful = known.unhelpful + excluded.unhelpful
"""


def count_answer(*, article: Article, language: str, helped: bool) -> None:
    """One more reader whom the article helped, or did not; who it was is not asked. One query."""
    month = month_of(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [article.pk, language, month, int(helped), int(not helped)])


@transaction.atomic
def keep_remark(
    *, article: Article, language: str, kind: str, reason: str = "", words: str = ""
) -> Remark | None:
    """Keep what a reader says, sealed; None when there is nothing to keep or the list is full.

    Works in the public process: sealing needs no private key.
    """
    words = words.strip()[:LONGEST_WORDS]
    if kind == RemarkKind.UNHELPFUL and not words:
        return None
    if Remark.objects.filter(article=article).count() >= MOST_OPEN:
        return None
    remark = Remark(
        article=article,
        language=language,
        kind=RemarkKind(kind).value,
        reason=reason if kind == RemarkKind.OUTDATED else "",
        said_on=timezone.localdate(),
    )
    if words:
        remark.data_key = new_data_key("remark")
        seal(remark, words=words)
    remark.save()
    return remark


@transaction.atomic
def settle(*, article: Article, by: Actor) -> int:
    """Everything said about an article is dealt with: sentences and their keys are gone; counts stay."""
    if not can_settle(by):
        raise Refused(_("Only those who write articles may do this."))
    remarks = list(Remark.objects.select_for_update(of=("self",)).filter(article=article))
    record("remark.settle", article, by=by)
    _forget(remarks)
    return len(remarks)


@transaction.atomic
def forget_old() -> int:
    """Remarks nobody dealt with in time; returns how many are gone."""
    last = timezone.localdate() - dt.timedelta(days=DAYS_KEPT)
    old = list(
        Remark.objects.select_for_update(of=("self",), skip_locked=True).filter(said_on__lt=last)[:500]
    )
    _forget(old)
    Helpfulness.objects.filter(month__lt=last - dt.timedelta(days=2 * 365)).delete()
    return len(old)


def _forget(remarks: list[Remark]) -> None:
    keys = [remark.data_key for remark in remarks if remark.data_key is not None]
    Remark.objects.filter(pk__in=[remark.pk for remark in remarks]).delete()
    for key in keys:
        erase_key(key)
