"""The editors' pages of fact values."""

from __future__ import annotations

import pytest
from django.test import Client

from helpdesk.accounts.models import User
from knowledge.articles.models import Article, FactValue
from tests.factories.knowledge import make_article, make_value
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
FEE = {"be": ("Збор", "", "Заплаціце {{fact:pl-fee}} зл.")}


def fields(stored: FactValue, /, **changes: str) -> dict[str, str]:
    return {"name": stored.name, "value": stored.value, "significance": "material"} | changes


def test_the_list_says_how_many_articles_state_a_value(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_value()
    make_article("fee", FEE)
    page = sign_in(client, ina_editor).get("/desk/values/").content.decode()
    assert "pl-fee" in page
    assert 'class="number" data-label="Articles">1<' in page


def test_changing_a_value_on_its_page_changes_the_articles_named_there(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    value = make_value()
    make_article("fee", FEE)
    sign_in(client, ina_editor)
    page = client.get("/desk/values/pl-fee/").content.decode()
    assert "Збор" in page
    assert "{{fact:pl-fee}}" in page
    assert client.post("/desk/values/pl-fee/", fields(value, value="400")).status_code == 302
    assert Article.objects.get().body_be == "Заплаціце 400 зл."


def test_words_that_still_say_the_old_value_are_pointed_at(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    value = make_value("days", "14", wording_be="14 дзён", wording_pl="14 dni")
    sign_in(client, ina_editor)
    data = fields(value, value="21", wording_be="21 дзень", wording_pl="14 dni")
    page = client.post("/desk/values/days/", data)
    assert page.status_code == 200
    assert 'id="id_wording_pl_error"' in page.content.decode() or "error-summary" in page.content.decode()
    assert FactValue.objects.get().value == "14"
    assert client.post("/desk/values/days/", data | {"wording_pl": "21 dni"}).status_code == 302
    assert FactValue.objects.get().texts["be"] == "21 дзень"


def test_a_new_value_is_made_and_its_name_taken_once(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    sign_in(client, ina_editor)
    data = {"name": "lt-fee", "value": "160"}
    assert client.post("/desk/values/new/", data).status_code == 302
    again = client.post("/desk/values/new/", data | {"value": "1"})
    assert again.status_code == 200
    assert FactValue.objects.get().value == "160"


def test_a_value_nobody_states_can_be_thrown_away_and_another_cannot(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_value()
    make_value("free")
    make_article("fee", FEE)
    sign_in(client, ina_editor)
    client.post("/desk/values/free/drop/")
    client.post("/desk/values/pl-fee/drop/")
    assert list(FactValue.objects.values_list("name", flat=True)) == ["pl-fee"]


def test_still_true_is_one_click_and_offers_the_values(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_value()
    make_article("fee", FEE)
    sign_in(client, ina_editor)
    assert 'name="values"' in client.get("/desk/articles/fee/be/").content.decode()
    assert client.post("/desk/articles/fee/still-true/", {"values": "1"}).status_code == 302
    assert Article.objects.get().checked_on == FactValue.objects.get().checked_on
    assert Article.objects.get().checked_on


def test_an_unknown_value_in_the_editor_is_an_error_that_keeps_the_text(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    sign_in(client, ina_editor)
    text = {"title": "Т", "body": "Тэкст {{fact:nope}}", "significance": "typo", "do": "draft"}
    page = client.post("/desk/articles/pl-pesel/be/", text).content.decode()
    assert "error-summary" in page
    assert "Тэкст {{fact:nope}}" in page
    look = client.post("/desk/articles/pl-pesel/be/", text | {"do": "preview"}).content.decode()
    assert 'class="error"' in look
