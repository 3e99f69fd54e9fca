"""Bringing what was counted in Redis into the sums, once and only once, and forgetting old weeks.

A row of `ReadsBatch` is written first; then the counts get its name in Redis (one step, nobody adds to them
any more); then they are added and the row is marked in one transaction; then both go.
A worker may be killed between any two of these: the next one finds the row and knows how far it came.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import connection, transaction
from django.utils import timezone

from helpdesk.ui import opened_pages
from knowledge.reading.models import ArticleReads, ReadsBatch
from knowledge.reading.rules import Span, begin_of, first_week_kept

# An article that is gone takes nothing with it but its own counts.
_ADD = """
INSERT INTO knowledge_articlereads AS known (article_id, language, span, begins_on, reads)
SELECT article.id, fresh.language, fresh.span, fresh.begins_on, fresh.reads
FROM unnest(%s::text[], %s::text[], %s::text[], %s::date[], %s::int[])
     AS fresh(slug, language, span, begins_on, reads)
JOIN knowledge_article AS article ON article.slug = fresh.slug
ORDER BY article.id, fresh.language, fresh.span, fresh.begins_on
ON CONFLICT ON CONSTRAINT one_sum_of_reads_each DO UPDATE SET reads = known.reads + excluded.reads
"""


def move_counts() -> int:
    """What a killed worker left, then what was counted since; how many openings were added.

    Raises RedisError; then nothing is lost.
    """
    left = list(ReadsBatch.objects.all())
    return sum(_finish(batch) for batch in [*left, ReadsBatch.objects.create()])


def forget_old() -> int:
    """Weeks that no list shows any more; the months stay as long as their article."""
    first = first_week_kept(timezone.localdate())
    return ArticleReads.objects.filter(span=Span.WEEK.value, begins_on__lt=first).delete()[0]


def _finish(batch: ReadsBatch) -> int:
    added = _add(batch)
    opened_pages.forget(str(batch.pk))
    batch.delete()
    return added


@transaction.atomic
def _add(batch: ReadsBatch) -> int:
    """Nothing when somebody added it already."""
    mine = ReadsBatch.objects.select_for_update().filter(pk=batch.pk, is_added=False).first()
    if mine is None:
        return 0
    counted = opened_pages.set_aside(str(mine.pk))
    sums: Counter[tuple[str, str, str, dt.date]] = Counter()
    for (day, slug, language), reads in counted.items():
        for span in Span:
            begins_on = begin_of(span, dt.datetime.strptime(day, "%Y%m%d").date())  # noqa: DTZ007 - a day
            sums[slug, language, span.value, begins_on] += reads
    if sums:
        columns = zip(*((*key, reads) for key, reads in sums.items()), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [list(column) for column in columns])
    mine.is_added = True
    mine.save(update_fields=["is_added"])
    return sum(counted.values())
