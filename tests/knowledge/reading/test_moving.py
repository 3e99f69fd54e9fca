"""Counts reach the sums once, wherever a worker is killed; old weeks go, months stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis import Redis

from helpdesk.ui import opened_pages
from knowledge.articles import actions as articles
from knowledge.reading import actions
from knowledge.reading.models import ArticleReads, ReadsBatch
from knowledge.reading.rules import Span, begin_of, first_week_kept, first_week_shown
from knowledge.reading.tasks import forget_old, move_counts
from tests.factories.knowledge import BY, make_article

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As from outside: nothing in the house catches it."""


def opened(times: int, slug: str = "pl-pesel", language: str = "be") -> None:
    for _ in range(times):
        opened_pages.count(slug, language)


def sums(span: Span = Span.MONTH) -> dict[tuple[str, str], int]:
    rows = ArticleReads.objects.filter(span=span.value).values_list("article__slug", "language", "reads")
    return {(slug, language): reads for slug, language, reads in rows}


def test_counts_are_added_by_article_language_week_and_month() -> None:
    make_article()
    make_article("pl-bank")
    opened(3)
    opened(2, language="lt")
    opened(1, "pl-bank")
    assert move_counts() == 6
    opened(4)
    assert move_counts() == 4
    expected = {("pl-pesel", "be"): 7, ("pl-pesel", "lt"): 2, ("pl-bank", "be"): 1}
    assert sums(Span.WEEK) == sums(Span.MONTH) == expected
    today = timezone.localdate()
    days = set(ArticleReads.objects.values_list("span", "begins_on"))
    assert days == {(span.value, begin_of(span, today)) for span in Span}
    assert Redis.from_url(settings.REDIS_URL).keys(f"{opened_pages.OPENED}*") == []
    assert not ReadsBatch.objects.exists()


KILLS: dict[str, tuple[object, str, bool]] = {
    "before the counts are set aside": (opened_pages, "set_aside", False),
    "after the counts are set aside": (opened_pages, "set_aside", True),
    "before they go from Redis": (opened_pages, "forget", False),
    "after they went from Redis": (opened_pages, "forget", True),
}


@pytest.mark.parametrize("when", KILLS)
def test_a_worker_killed_on_the_way_neither_loses_nor_doubles(
    when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, name, is_after = KILLS[when]
    make_article()
    opened(5)
    real: Callable[..., Any] = getattr(place, name)

    def killed(*args: Any) -> None:
        if is_after:
            real(*args)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(place, name, killed)
        with pytest.raises(Killed):
            move_counts()
    opened(2)
    assert move_counts() == (2 if name == "forget" else 7)
    assert move_counts() == 0
    assert sums() == sums(Span.WEEK) == {("pl-pesel", "be"): 7}
    assert not ReadsBatch.objects.exists()


def test_a_transaction_that_fails_leaves_the_counts_for_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    opened(5)
    real = ReadsBatch.save

    def fails_at_the_mark(batch: ReadsBatch, **options: Any) -> None:
        if batch.is_added:
            raise Killed
        real(batch, **options)

    with monkeypatch.context() as patched:
        patched.setattr(ReadsBatch, "save", fails_at_the_mark)
        with pytest.raises(Killed):
            move_counts()
    assert sums() == {}
    assert move_counts() == 5
    assert sums() == {("pl-pesel", "be"): 5}


def test_two_workers_at_once_add_a_batch_once() -> None:
    """The slower one finds the row gone, or marked, and adds nothing."""
    make_article()
    opened(5)
    batch = ReadsBatch.objects.create()
    assert actions._add(batch) == 5
    assert actions._add(batch) == 0
    opened(1)
    assert move_counts() == 1
    assert actions._finish(batch) == 0
    assert sums() == {("pl-pesel", "be"): 6}


def test_an_article_that_is_gone_or_withdrawn_disturbs_nobody() -> None:
    """What was ever published stays in the database; a name that nobody knows any more is dropped."""
    hidden = make_article("hidden")
    make_article()
    for slug in ("gone", "hidden", "pl-pesel"):
        opened(2, slug)
    articles.withdraw(article=hidden, by=BY)
    move_counts()
    kept = {("hidden", "be"): 2, ("pl-pesel", "be"): 2}
    assert sums() == kept
    draft = articles.create_article(slug="draft", topic=hidden.topic, by=BY)
    opened(1, "draft")
    move_counts()
    assert sums() == kept | {("draft", "be"): 1}
    draft.delete()
    opened(1, "draft")
    move_counts()
    assert sums() == kept


def test_moving_costs_the_same_for_many_articles() -> None:
    for number in range(12):
        make_article(f"a{number}")
        opened(1, f"a{number}")
    with CaptureQueriesContext(connection) as queries:
        move_counts()
    assert len(queries) <= 10, queries.captured_queries


def test_the_tables_have_no_place_for_a_reader_or_an_hour() -> None:
    columns = {field.name for field in ArticleReads._meta.concrete_fields}
    assert columns == {"id", "article", "language", "span", "begins_on", "reads"}
    assert {field.name for field in ReadsBatch._meta.concrete_fields} == {"id", "is_added"}
    assert set(Span) == {"week", "month"}


def test_weeks_are_forgotten_and_months_stay() -> None:
    article, today = make_article(), timezone.localdate()
    old = first_week_kept(today) - dt.timedelta(weeks=1)
    for span, day in (("week", old), ("week", first_week_kept(today)), ("month", dt.date(2020, 1, 1))):
        ArticleReads.objects.create(article=article, language="be", span=span, begins_on=day, reads=1)
    assert forget_old() == 1
    assert not ArticleReads.objects.filter(span="week", begins_on=old).exists()


@pytest.mark.parametrize(("today", "first"), [("2026-11-22", "2026-10-26"), ("2026-11-23", "2026-11-02")])
def test_four_weeks_are_shown_this_one_included(today: str, first: str) -> None:
    assert first_week_shown(dt.date.fromisoformat(today)) == dt.date.fromisoformat(first)
