"""One page of the work that waits for editors."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from helpdesk.accounts.models import User
from knowledge.articles import actions
from knowledge.articles.models import Article
from knowledge.translating.queries import work_lists
from tests.factories.knowledge import BY, make_article, make_value, publish_text
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def listed(user: User) -> dict[str, Any]:
    return {item.key: item for item in work_lists(user)}


def test_what_is_missing_is_counted_only_where_it_is_wanted(ina_editor: User) -> None:
    make_article("poland")
    make_article("both", {"ru": ("По-русски", "", "Текст")}, country="")
    missing = {item.language: item.count for item in listed(ina_editor)["missing"].items}
    assert missing == {"be": 1, "ru": 1, "pl": 1, "lt": 1}


def test_outdated_translations_and_drafts_are_listed(ina_editor: User) -> None:
    article = make_article()
    publish_text(article, "be", "Нумар PESEL", "Інакш", "Інакш")
    actions.save_draft(article=article, language="ru", title="Т", summary="", body="Т", by=BY)
    lists = listed(ina_editor)
    assert [item.note for item in lists["outdated"].items] == ["Polski"]
    assert [item.note for item in lists["drafts"].items] == ["Русский"]


def test_reviews_due_within_a_month_are_listed_the_oldest_first(ina_editor: User) -> None:
    today = timezone.localdate()
    for slug, days in (("soon", 29), ("late", -5), ("later", 31)):
        make_article(slug, review_by=today + dt.timedelta(days))
    make_value(review_by=today + dt.timedelta(3))
    make_value("fine", review_by=today + dt.timedelta(90))
    lists = listed(ina_editor)
    assert [item.slug for item in lists["review"].items] == ["late", "soon"]
    assert [item.title for item in lists["values"].items] == ["pl-fee: 340"]


def test_still_true_from_the_list_takes_the_article_off_it(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article(review_by=timezone.localdate())
    page = sign_in(client, ina_editor).get("/desk/work-lists/").content.decode()
    assert "/desk/articles/pl-pesel/still-true/" in page
    answer = client.post("/desk/articles/pl-pesel/still-true/", {"back": "work"})
    assert answer.headers["Location"] == "/desk/work-lists/"
    assert not listed(ina_editor)["review"].items
    assert Article.objects.get().checked_on == timezone.localdate()


def test_the_page_costs_the_same_for_many_articles(
    client: Client, sign_in: SignIn, ina_editor: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_article(f"a{number}", review_by=timezone.localdate())
    sign_in(client, ina_editor)
    with django_assert_max_num_queries(14):
        assert client.get("/desk/work-lists/").status_code == 200
