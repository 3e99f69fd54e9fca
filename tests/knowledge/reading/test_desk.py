"""Editors see what is read and what is not, by language, beside what readers answered."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from helpdesk.accounts.models import User
from knowledge.articles import actions as articles
from knowledge.articles.models import Article
from knowledge.articles.queries import WorkList, work_from_rooms
from knowledge.feedback.models import Helpfulness
from knowledge.reading.models import ArticleReads
from knowledge.reading.rules import Span, begin_of, first_week_shown
from tests.factories.knowledge import BY, make_article
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
PAGE = "/desk/work-lists/reads/"


def read(article: Article, language: str, times: int, *, week: dt.date | None = None) -> None:
    week = week or begin_of(Span.WEEK, timezone.localdate())
    for span in Span:
        row = {"language": language, "span": span.value, "begins_on": begin_of(span, week)}
        ArticleReads.objects.create(article=article, reads=times, **row)


@pytest.fixture
def shelf() -> dict[str, Article]:
    """One is read much, one a little, one long ago, one never, one is withdrawn."""
    made = {slug: make_article(slug) for slug in ("little", "much", "long-ago", "never", "withdrawn")}
    read(made["little"], "be", 3)
    read(made["much"], "be", 120)
    read(made["much"], "lt", 40)
    read(made["much"], "ru", 5)
    read(made["much"], "be", 7, week=first_week_shown(timezone.localdate()) - dt.timedelta(weeks=9))
    read(made["long-ago"], "pl", 9, week=dt.date(2025, 3, 3))
    read(made["withdrawn"], "be", 99)
    articles.withdraw(article=made["withdrawn"], by=BY)
    month = timezone.localdate().replace(day=1)
    Helpfulness.objects.create(article=made["much"], language="be", month=month, helped=8, unhelpful=2)
    return made


def work(user: User) -> dict[str, WorkList]:
    return {item.key: item for item in work_from_rooms(user)}


def slugs(html: str) -> list[str]:
    return re.findall(r'data-open href="/desk/articles/([\w-]+)/', html)


def test_the_page_names_what_is_read_most_first_and_what_is_not_last(
    client: Client, sign_in: SignIn, ina_editor: User, shelf: dict[str, Article]
) -> None:
    html = sign_in(client, ina_editor).get(PAGE).content.decode()
    assert slugs(html) == ["much", "little", "long-ago", "never"]
    cells = re.findall(r'<td class="number" data-label="[^"]*">(.*?)</td>', html)
    assert cells[0] == "165"
    assert [re.sub(r"<.*", "", cell).strip() for cell in cells[1:8]] == ["120", "5", "0", "40", "0", "8", "2"]
    assert "badge--warn" in cells[2], "there should be a Russian text that they could have read"
    assert "badge--plain" in cells[4], "nobody has to write of Poland in Lithuanian"
    assert "badge" not in cells[1]


def test_the_work_list_begins_with_the_same(ina_editor: User, shelf: dict[str, Article]) -> None:
    lists = work(ina_editor)
    most, unread = lists["read"], lists["unread"]
    assert [item.url for item in most.items] == ["/desk/articles/much/be/", "/desk/articles/little/be/"]
    assert str(most.items[0].note).startswith("165: be 120, ru 5, lt 40 · ")
    assert re.findall(r"\d+", str(most.items[0].note))[-2:] == ["8", "2"]
    assert [item.url.split("/")[3] for item in unread.items] == ["long-ago", "never"]
    assert "2025" in str(unread.items[0].note)
    assert (most.total, unread.total, most.more_url) == (2, 2, PAGE)


def test_whoever_publishes_sees_it_and_nobody_else(
    client: Client, sign_in: SignIn, hanna_coordinator: User, alena_operator: User, vika_volunteer: User
) -> None:
    assert {"read", "unread"} <= set(work(hanna_coordinator))
    assert sign_in(client, hanna_coordinator).get(PAGE).status_code == 200
    for user in (alena_operator, vika_volunteer):
        assert sign_in(client, user).get(PAGE).status_code == 403
        assert not {"read", "unread"} & set(work(user))


def test_before_anything_is_counted_the_page_says_so(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    html = sign_in(client, ina_editor).get(PAGE).content.decode()
    assert 'class="empty' in html
    assert slugs(html) == ["pl-pesel"]


def test_the_page_costs_the_same_for_many_articles(
    client: Client, sign_in: SignIn, ina_editor: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(9):
        read(make_article(f"a{number}"), "be", number)
    sign_in(client, ina_editor)
    with django_assert_max_num_queries(5):
        assert client.get(PAGE).status_code == 200
