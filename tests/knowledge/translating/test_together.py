"""Emergency contacts: two different people, a fresh sign-in, and no way round."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
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


def test_emergency_contacts_are_taken_from_readers_by_two_people(
    client: Client, sign_in: SignIn, ina_editor: User, hanna_coordinator: User
) -> None:
    make_lines()
    sign_in(client, ina_editor)
    for _twice in range(2):
        client.post("/desk/articles/lines/withdraw/")
        assert Article.objects.get().is_published
    page = client.get("/desk/articles/lines/be/").content.decode()
    assert "/desk/articles/lines/stay/" in page
    assert "/desk/articles/lines/withdraw/" not in page
    other = sign_in(Client(), hanna_coordinator)
    assert "/desk/articles/lines/withdraw/" in other.get("/desk/articles/lines/be/").content.decode()
    other.post("/desk/articles/lines/withdraw/")
    assert not Article.objects.get().is_published
    assert Client().get("/be/articles/lines/").status_code == 404
    verbs = set(AccessEntry.objects.values_list("verb", flat=True))
    assert {"article.propose_withdrawal", "article.withdraw"} <= verbs


def test_a_wish_to_take_them_from_readers_can_be_answered_with_no(
    ina_editor: User, hanna_coordinator: User
) -> None:
    article = actions.withdraw(article=make_lines(), by=ina_editor)
    assert article.is_published
    actions.keep_published(article=article, by=hanna_coordinator)
    with pytest.raises(NotNow):
        actions.keep_published(article=article, by=hanna_coordinator)
    assert actions.withdraw(article=article, by=hanna_coordinator).is_published
    draft = actions.save_draft(article=article, language="be", title="Н", summary="", body="Т", by=BY)
    actions.publish(revision=draft, by=BY)
    assert Article.objects.get().withdrawal_by is None


def test_one_person_sets_no_day_on_which_they_vanish(ina_editor: User) -> None:
    article, today = make_lines(), timezone.localdate()
    for days in ({"effective_until": today}, {"effective_from": today, "kind": "programme"}):
        with pytest.raises(NotNow):
            actions.change_facts(article=article, by=ina_editor, **days)


def test_an_ordinary_article_needs_one_person_only(ina_editor: User) -> None:
    assert not actions.withdraw(article=make_article(), by=ina_editor).is_published
