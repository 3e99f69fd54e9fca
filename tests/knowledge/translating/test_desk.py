"""The editors' desk: list with states, two texts side by side, draft, look, publish."""

from __future__ import annotations

import pytest
from django.test import Client

from helpdesk.accounts.models import User
from knowledge.articles.models import Article
from tests.factories.knowledge import make_article, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
TEXT = {
    "title": "Номер PESEL",
    "summary": "Зачем",
    "body": "## Шаги\n\nИдите в ужонд.",
    "significance": "clarification",
}


def test_the_list_shows_every_language_and_costs_the_same_for_many(
    client: Client, sign_in: SignIn, ina_editor: User, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        make_article(f"a{number}")
    sign_in(client, ina_editor)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = client.get("/desk/articles/")
    assert page.status_code == 200
    assert page.content.decode().count("<tr>") == 13


def test_the_list_can_show_only_what_is_missing(client: Client, sign_in: SignIn, ina_editor: User) -> None:
    make_article("both")
    make_article("russian", {"ru": ("По-русски", "", "Текст")})
    sign_in(client, ina_editor)
    page = client.get("/desk/articles/", {"language": "pl", "state": "missing"}).content.decode()
    assert "По-русски" in page
    assert "Numer" not in page


def test_the_editor_shows_the_source_beside_the_form(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    sign_in(client, ina_editor)
    page = client.get("/desk/articles/pl-pesel/ru/").content.decode()
    assert "Схадзіце ва ўрад" in page
    assert 'name="body"' in page


def test_a_draft_is_kept_and_readers_do_not_see_it(client: Client, sign_in: SignIn, ina_editor: User) -> None:
    make_article()
    sign_in(client, ina_editor)
    assert client.post("/desk/articles/pl-pesel/ru/", TEXT | {"do": "draft"}).status_code == 302
    assert not Article.objects.get().title_ru
    assert "Идите в ужонд" in client.get("/desk/articles/pl-pesel/ru/").content.decode()


def test_looking_at_a_text_saves_nothing(client: Client, sign_in: SignIn, ina_editor: User) -> None:
    article = make_article()
    sign_in(client, ina_editor)
    page = client.post("/desk/articles/pl-pesel/ru/", TEXT | {"do": "preview"}).content.decode()
    assert "<h4>Шаги</h4>" in page
    assert not article.revisions.filter(language="ru").exists()


def test_publishing_shows_the_text_to_readers_and_search(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    sign_in(client, ina_editor)
    client.post("/desk/articles/pl-pesel/ru/", TEXT | {"do": "publish"})
    assert "Номер PESEL" in Client().get("/ru/articles/pl-pesel/").content.decode()
    assert "Номер PESEL" in Client().get("/ru/search/", {"q": "номер песель"}).content.decode()


def test_an_empty_form_keeps_what_was_typed_and_says_why(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    sign_in(client, ina_editor)
    page = client.post("/desk/articles/pl-pesel/ru/", TEXT | {"title": "", "do": "draft"})
    assert page.status_code == 200
    assert "Идите в ужонд" in page.content.decode()
    assert "error-summary" in page.content.decode()


def test_an_editor_creates_an_article(client: Client, sign_in: SignIn, ina_editor: User) -> None:
    topic = make_topic()
    sign_in(client, ina_editor)
    facts = {
        "slug": "new-one",
        "topic": topic.pk,
        "country": "PL",
        "kind": "article",
        "source_language": "be",
    }
    answer = client.post("/desk/articles/new/", facts | {"confidence": "A"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/desk/articles/new-one/be/"
    again = client.post("/desk/articles/new/", facts | {"confidence": "A"})
    assert again.status_code == 200
    assert Article.objects.count() == 1


def test_a_programme_without_an_end_is_refused_in_words(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    sign_in(client, ina_editor)
    facts = {
        "topic": Article.objects.get().topic_id,
        "kind": "programme",
        "source_language": "be",
        "confidence": "A",
    }
    page = client.post("/desk/articles/pl-pesel/facts/", facts)
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()


def test_a_lawyer_may_draft_but_not_publish(client: Client, sign_in: SignIn, maks_lawyer: User) -> None:
    make_article()
    sign_in(client, maks_lawyer)
    assert client.post("/desk/articles/pl-pesel/ru/", TEXT | {"do": "publish"}).status_code == 403
    assert not Article.objects.get().title_ru
    assert client.post("/desk/articles/pl-pesel/withdraw/").status_code == 403


@pytest.mark.parametrize("address", ["/desk/articles/", "/desk/articles/new/", "/desk/articles/pl-pesel/be/"])
def test_strangers_and_other_roles_stay_outside(
    client: Client, sign_in: SignIn, alena_operator: User, address: str
) -> None:
    make_article()
    assert Client().get(address).status_code in (302, 404)
    sign_in(client, alena_operator)
    assert client.get(address).status_code == 403


def test_a_withdrawn_article_is_gone_for_readers_and_stays_for_editors(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    sign_in(client, ina_editor)
    assert client.post("/desk/articles/pl-pesel/withdraw/").status_code == 302
    assert Client().get("/be/articles/pl-pesel/").status_code == 404
    assert client.get("/desk/articles/pl-pesel/be/").status_code == 200
