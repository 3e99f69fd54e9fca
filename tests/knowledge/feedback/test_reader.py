"""One click and an optional sentence: without a name, a cookie or a script, and never readable at rest."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from helpdesk.sealing.models import WrappedKey
from knowledge.feedback import actions
from knowledge.feedback.models import Helpfulness, Remark
from knowledge.feedback.views import LIMIT
from tests.factories.knowledge import make_article

pytestmark = pytest.mark.django_db
ARTICLE = "/be/articles/pl-pesel/"
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}


@pytest.fixture
def strict() -> Client:
    """A browser whose forms are checked as in production."""
    return Client(enforce_csrf_checks=True)


def say_helped(client: Client, answer: str = "yes", headers: dict[str, str] | None = None) -> int:
    return client.post(f"{ARTICLE}helped/", {"helped": answer}, headers=HERE | (headers or {})).status_code


def test_one_click_is_counted_by_article_language_and_month(strict: Client) -> None:
    make_article()
    for answer in ("yes", "yes", "no"):
        assert say_helped(strict, answer) == 302
    strict.post("/pl/articles/pl-pesel/helped/", {"helped": "no"}, headers=HERE)
    strict.post("/lt/articles/pl-pesel/helped/", {"helped": "no"}, headers=HERE)  # she was shown Belarusian
    counts = set(Helpfulness.objects.values_list("language", "helped", "unhelpful"))
    assert counts == {("be", 2, 2), ("pl", 0, 1)}
    assert {count.month.day for count in Helpfulness.objects.all()} == {1}


def test_saying_something_sets_no_cookie_and_needs_none(strict: Client) -> None:
    make_article()
    pages = [
        strict.get(ARTICLE),
        strict.post(f"{ARTICLE}helped/", {"helped": "no"}, headers=HERE),
        strict.get(f"{ARTICLE}missing/"),
        strict.post(f"{ARTICLE}missing/", {"words": "Колькі гэта каштуе?"}, headers=HERE),
        strict.get(f"{ARTICLE}outdated/"),
        strict.get(f"{ARTICLE}thanks/"),
    ]
    assert [page.status_code for page in pages] == [200, 302, 200, 302, 200, 200]
    assert not any(page.cookies for page in pages)
    assert "public" in pages[0].headers["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
    ids=str,
)
def test_a_form_that_another_site_sends_counts_nothing(strict: Client, headers: dict[str, str]) -> None:
    make_article()
    for part, data in (("helped", {"helped": "yes"}), ("outdated", {"reason": "fee"})):
        assert strict.post(f"{ARTICLE}{part}/", data, headers=headers).status_code == 403
    assert not Helpfulness.objects.exists()
    assert not Remark.objects.exists()


def test_an_old_browser_that_names_only_the_right_origin_is_believed(strict: Client) -> None:
    make_article()
    answer = strict.post(f"{ARTICLE}helped/", {"helped": "yes"}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 302


def test_a_sentence_is_sealed_under_a_key_of_its_own(strict: Client) -> None:
    make_article()
    words = "Мне сказалі 540 злотых, тэлефон 600100200"
    strict.post(f"{ARTICLE}outdated/", {"reason": "fee", "words": words}, headers=HERE)
    remark = Remark.objects.get()
    assert (remark.kind, remark.reason, remark.language) == ("outdated", "fee", "be")
    assert WrappedKey.objects.filter(data_key=remark.data_key, client_id=None).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM knowledge_remark t")
        row = cursor.fetchone()[0]
    assert "злотых" not in row
    assert words.encode().hex() not in row


def test_a_reason_without_a_sentence_is_enough_and_no_reason_is_not(strict: Client) -> None:
    make_article()
    assert strict.post(f"{ARTICLE}outdated/", {"words": "?"}, headers=HERE).status_code == 200
    assert strict.post(f"{ARTICLE}outdated/", {"reason": "rule"}, headers=HERE).status_code == 302
    remark = Remark.objects.get()
    assert not remark.words
    assert remark.data_key is None


def test_an_empty_sentence_after_no_keeps_nothing(strict: Client) -> None:
    make_article()
    assert strict.post(f"{ARTICLE}missing/", {"words": "  "}, headers=HERE).status_code == 302
    assert not Remark.objects.exists()


def test_a_sentence_too_long_is_given_back_to_be_shortened(strict: Client) -> None:
    make_article()
    answer = strict.post(f"{ARTICLE}missing/", {"words": "я" * 301}, headers=HERE)
    assert answer.status_code == 200
    assert "я" * 301 in answer.content.decode()
    assert not Remark.objects.exists()


def test_clicking_on_and_on_is_stopped_with_a_time_to_wait(strict: Client) -> None:
    make_article()
    assert [say_helped(strict) for _ in range(LIMIT.most)] == [302] * LIMIT.most
    answer = strict.post(f"{ARTICLE}helped/", {"helped": "yes"}, headers=HERE)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert Helpfulness.objects.get().helped == LIMIT.most


def test_an_answer_that_is_neither_yes_nor_no_counts_nothing(strict: Client) -> None:
    make_article()
    assert say_helped(strict, "'; DROP TABLE") == 302
    assert not Helpfulness.objects.exists()


def test_articles_that_readers_do_not_see_take_no_answers(strict: Client) -> None:
    for part in ("helped", "missing", "outdated"):
        assert strict.post(f"/be/articles/no-such/{part}/", headers=HERE).status_code == 404
    assert strict.get("/be/articles/no-such/thanks/").status_code == 404


def test_the_list_of_one_article_cannot_be_flooded(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article()
    monkeypatch.setattr(actions, "MOST_OPEN", 2)
    kept = [
        actions.keep_remark(article=article, language="be", kind="outdated", reason="fee") for _ in range(4)
    ]
    assert [remark is not None for remark in kept] == [True, True, False, False]


def test_the_article_page_asks_with_plain_buttons(client: Client) -> None:
    make_article()
    html = client.get("/en/articles/pl-pesel/").content.decode()
    assert 'method="post" action="/en/articles/pl-pesel/helped/"' in html
    assert "csrfmiddlewaretoken" not in html
    assert settings.PUBLIC_SESSION_COOKIE not in client.cookies
