"""Emergency contacts: two different people, a fresh sign-in, and no way round."""

from __future__ import annotations

import pytest
from django.test import Client

from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from knowledge.articles import actions
from knowledge.articles.models import Article
from tests.factories.knowledge import BY, make_article, make_value
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
HERE = "/desk/articles/lines/be/together/"
TEXT = {"title": "Нумары", "summary": "", "body": "Тэлефануйце 112.", "significance": "material"}


def make_lines() -> Article:
    return make_article("lines", {"be": ("Нумары", "", "Тэлефануйце 999.")}, is_emergency=True)


def body() -> str:
    return str(Article.objects.get().body_be)


def test_one_person_alone_changes_no_emergency_contact(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_lines()
    sign_in(client, ina_editor)
    answer = client.post("/desk/articles/lines/be/", TEXT | {"do": "publish"})
    assert answer.headers["Location"] == HERE
    assert "112" in client.get(HERE).content.decode()
    client.post(HERE)
    client.post(HERE)
    assert body() == "Тэлефануйце 999."
    assert HERE in client.get("/desk/articles/lines/be/").content.decode()


def test_a_second_person_publishes_what_the_first_one_checked(
    client: Client, sign_in: SignIn, ina_editor: User, hanna_coordinator: User
) -> None:
    make_lines()
    sign_in(client, ina_editor)
    client.post("/desk/articles/lines/be/", TEXT | {"do": "publish"})
    client.post(HERE)
    other = sign_in(Client(), hanna_coordinator)
    assert "Ina" in other.get(HERE).content.decode()
    other.post(HERE)
    assert body() == "Тэлефануйце 112."


def test_a_change_after_the_first_yes_needs_it_again(ina_editor: User, hanna_coordinator: User) -> None:
    article = make_lines()
    text = {name: TEXT[name] for name in ("title", "summary", "body")}
    draft = actions.save_draft(article=article, language="be", by=ina_editor, **text)
    actions.propose(revision=draft, by=hanna_coordinator)
    draft = actions.save_draft(
        article=article, language="be", by=ina_editor, **(text | {"body": "Тэлефануйце 113."})
    )
    with pytest.raises(NotNow):
        actions.publish(revision=draft, by=ina_editor)
    assert body() == "Тэлефануйце 999."


def test_the_mark_is_set_by_those_who_publish_and_never_taken_back(
    ina_editor: User, maks_lawyer: User
) -> None:
    article = make_article()
    with pytest.raises(Refused):
        actions.change_facts(article=article, by=maks_lawyer, is_emergency=True)
    article.refresh_from_db()
    actions.change_facts(article=article, by=ina_editor, is_emergency=True)
    with pytest.raises(NotNow):
        actions.change_facts(article=article, by=ina_editor, is_emergency=False)


def test_a_value_is_no_way_round_the_second_person(ina_editor: User) -> None:
    make_value("line", "112")
    article = make_lines()
    with pytest.raises(NotNow):
        actions.save_draft(
            article=article, language="be", title="Т", summary="", body="{{fact:line}}", by=ina_editor
        )
    stating = make_article("stating", {"be": ("Т", "", "{{fact:line}}")})
    with pytest.raises(NotNow):
        actions.change_facts(article=stating, by=BY, is_emergency=True)


def test_an_ordinary_article_has_no_page_for_two(client: Client, sign_in: SignIn, ina_editor: User) -> None:
    make_article("lines")
    assert sign_in(client, ina_editor).get(HERE).status_code == 404
