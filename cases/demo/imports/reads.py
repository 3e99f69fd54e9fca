"""Invented readers of the demo: few articles read much, most a little, some not at all, for half a year."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

from django.utils import timezone

from knowledge.articles.models import Article
from knowledge.feedback.models import Helpfulness
from knowledge.reading.models import ArticleReads
from knowledge.reading.rules import Span, begin_of, first_week_kept

WEEKS = 26
LANGUAGES = {"be": 0.3, "ru": 0.45, "pl": 0.08, "lt": 0.05, "en": 0.02}
ASIDE = 8  # each eighth article nobody has opened


def load_reads() -> int:
    """Only where nothing was counted yet; how many sums were made."""
    if ArticleReads.objects.exists():
        return 0
    reads: Counter[tuple[Article, str, Span, date]] = Counter()
    votes: Counter[tuple[Article, str, date, bool]] = Counter()
    for place, article in enumerate(Article.objects.live().order_by("slug")):
        if place % ASIDE or article.is_emergency:
            _read_for_half_a_year(article, reads, votes)
    rows = [
        ArticleReads(article=article, language=language, span=span.value, begins_on=day, reads=number)
        for (article, language, span, day), number in reads.items()
    ]
    ArticleReads.objects.bulk_create(rows, batch_size=1000)
    _answer(votes)
    return len(rows)


def _read_for_half_a_year(
    article: Article,
    reads: Counter[tuple[Article, str, Span, date]],
    votes: Counter[tuple[Article, str, date, bool]],
) -> None:
    """The same numbers at each start: the dice know the name of the article."""
    dice, today = random.Random(article.slug), timezone.localdate()  # noqa: S311 - nothing is secret here
    liked, helps = dice.paretovariate(1.2) * 12, dice.uniform(0.55, 0.95)
    for back in range(WEEKS):
        monday = begin_of(Span.WEEK, today) - timedelta(weeks=back)
        for language, share in LANGUAGES.items():
            number = round(min(liked, 400) * share * dice.uniform(0.5, 1.5))
            if not number:
                continue
            reads[article, language, Span.MONTH, begin_of(Span.MONTH, monday)] += number
            if monday >= first_week_kept(today):
                reads[article, language, Span.WEEK, monday] += number
            shown = article.language_for(language)
            for _ in range(number // 12):
                votes[article, shown, begin_of(Span.MONTH, monday), dice.random() < helps] += 1


def _answer(votes: Counter[tuple[Article, str, date, bool]]) -> None:
    keys = {(article, language, month) for article, language, month, _helped in votes}
    known = set(Helpfulness.objects.values_list("article_id", "language", "month"))
    Helpfulness.objects.bulk_create(
        [
            Helpfulness(
                article=article,
                language=language,
                month=month,
                helped=votes[article, language, month, True],
                unhelpful=votes[article, language, month, False],
            )
            for article, language, month in sorted(keys, key=lambda key: (key[0].slug, key[1], key[2]))
            if (article.pk, language, month) not in known
        ]
    )
