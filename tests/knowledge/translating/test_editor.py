"""Writing: what is typed is kept by itself, looked at beside the form, and measured section by section."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.ui.middleware import LARGEST_TEXT_FORM
from knowledge.articles import actions
from knowledge.articles.models import Article, Revision, Significance
from knowledge.articles.rules import LONGEST_BODY
from knowledge.translating.queries import source_sections
from tests.factories.knowledge import BY, make_article, publish_text
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
HERE = "/desk/articles/pl-pesel/ru/"
TEXT = {"title": "Номер PESEL", "summary": "", "body": "Идите в ужонд.", "significance": "clarification"}
BODY = "## Адзін\n\nПершы тэкст.\n\n## Два\n\nДругі тэкст."


def section_states(article: Article, language: str) -> list[str]:
    return [item.state for item in source_sections(Article.objects.get(pk=article.pk), language)]


def test_what_is_typed_is_kept_in_one_draft_and_logged_once(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    sign_in(client, ina_editor)
    for body in ("Иди", "Идите", "Идите в ужонд."):
        page = client.post(f"{HERE}keep/", TEXT | {"body": body})
        assert page.status_code == 200
    assert Revision.objects.filter(language="ru").get().body == "Идите в ужонд."
    assert AccessEntry.objects.filter(verb="article.draft", actor_id=ina_editor.pk).count() == 1
    assert "<html" not in page.content.decode()


def test_a_text_that_cannot_be_kept_is_said_so_and_the_draft_stays(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    sign_in(client, ina_editor)
    client.post(f"{HERE}keep/", TEXT)
    for wrong in ({"body": ""}, {"body": "{{fact:nope}}"}, {"body": "я" * (LONGEST_BODY + 1)}):
        page = client.post(f"{HERE}keep/", TEXT | wrong)
        assert page.status_code == 422
        assert 'class="error"' in page.content.decode()
    assert Revision.objects.get(language="ru").body == TEXT["body"]


def test_a_draft_that_somebody_else_changed_is_not_overwritten(
    client: Client, sign_in: SignIn, ina_editor: User, maks_lawyer: User
) -> None:
    article = make_article()
    sign_in(client, ina_editor)
    client.post(f"{HERE}keep/", TEXT | {"based_on": ""})
    kept = {name: TEXT[name] for name in ("title", "summary")}
    actions.save_draft(article=article, language="ru", body="Его слова", by=maks_lawyer, **kept)
    page = client.post(HERE, TEXT | {"body": "Её слова", "do": "draft", "based_on": ""})
    assert page.status_code == 200
    assert "Её слова" in page.content.decode()
    assert Revision.objects.get(language="ru").body == "Его слова"


def test_the_look_comes_beside_the_form_and_alone_when_swapped(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    sign_in(client, ina_editor)
    whole = client.post(HERE, TEXT | {"do": "preview"}).content.decode()
    assert whole.index('id="look-title"') < whole.index('id="text-form"')
    assert "Идите в ужонд.</textarea>" in whole
    part = client.post(HERE, TEXT | {"do": "preview"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "<p>Идите в ужонд.</p>" in part
    assert not Revision.objects.filter(language="ru").exists()


def test_each_section_says_where_its_translation_stands() -> None:
    article = make_article("two", {"be": ("Т", "", BODY)})
    assert section_states(article, "pl") == ["missing"] * 3
    draft = actions.save_draft(
        article=article, language="pl", title="T", summary="", body="## A\n\nA\n\n## B\n\nB", by=BY
    )
    assert section_states(article, "pl") == ["draft"] * 3
    actions.publish(revision=draft, by=BY)
    assert section_states(article, "pl") == ["reviewed"] * 3
    publish_text(article, "be", "Т", "", BODY.replace("Другі", "Зусім другі"))
    assert section_states(article, "pl") == ["reviewed", "reviewed", "outdated"]
    actions.save_draft(
        article=Article.objects.get(),
        language="pl",
        title="T",
        summary="",
        body="## A\n\nA\n\n## B\n\nC",
        by=BY,
    )
    assert section_states(article, "pl") == ["reviewed", "reviewed", "draft"]


def test_a_typo_outdates_no_section() -> None:
    article = make_article("two", {"be": ("Т", "", BODY), "pl": ("T", "", "## A\n\nA\n\n## B\n\nB")})
    publish_text(article, "be", "Т", "", BODY.replace("Другі", "Друхі"), significance=Significance.TYPO)
    assert section_states(article, "pl") == ["reviewed"] * 3


def test_a_translation_is_measured_against_the_source_its_translator_saw(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    article = make_article("pl-pesel", {"be": ("Т", "", BODY)})
    sign_in(client, ina_editor)
    seen = ",".join(article.source_hashes)
    publish_text(article, "be", "Т", "", BODY.replace("Другі", "Зусім другі"))
    client.post(HERE, TEXT | {"made_from": seen, "do": "publish"})
    assert section_states(article, "ru") == ["reviewed", "reviewed", "outdated"]


@pytest.mark.parametrize("letter", ["a", "ж"])
def test_two_megabytes_come_back_with_a_reason_and_nothing_typed_is_lost(
    client: Client, sign_in: SignIn, ina_editor: User, letter: str
) -> None:
    make_article()
    sign_in(client, ina_editor)
    text = letter * (2_000_000 // len(letter.encode()))
    for do in ("draft", "publish", "preview"):
        page = post_form(client, HERE, TEXT | {"body": text, "do": do, "title": "Мой загаловак"})
        html = page.content.decode()
        assert page.status_code == 200
        assert text in html
        assert "Мой загаловак" in html
        assert do == "preview" or "error-summary" in html
    assert post_form(client, f"{HERE}keep/", TEXT | {"body": text}).status_code == 422
    assert not Revision.objects.filter(language="ru").exists()


@pytest.mark.logs_errors
def test_forms_have_an_end_and_strangers_a_nearer_one(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article()
    large, huge = "a" * 2_300_000, "a" * (LARGEST_TEXT_FORM + 1)
    assert post_form(client, HERE, TEXT | {"body": large}).status_code in {302, 413}
    sign_in(client, ina_editor)
    assert post_form(client, HERE, TEXT | {"body": large, "do": "draft"}).status_code == 200
    assert post_form(client, HERE, TEXT | {"body": huge, "do": "draft"}).status_code == 413
    assert post_form(client, "/desk/values/new/", {"name": large}).status_code == 413


def post_form(client: Client, address: str, data: dict[str, str]) -> HttpResponse:
    """As a browser sends a form without files: every letter percent-encoded."""
    return client.post(address, urlencode(data), content_type="application/x-www-form-urlencoded")


NASTY = [
    ("<script>alert(1)</script>", "<script>alert"),
    ("![x](https://evil.example/p.png)", "<img"),
    ('<iframe src="https://evil.example"></iframe>', "<iframe"),
    ("[жми](javascript:alert(1))", 'href="javascript'),
    ("[жми](data:text/html;base64,PHNjcmlwdD4=)", 'href="data:'),
    ('<a href="x" onclick="alert(1)">x</a>', '<a href="x" onclick'),
    ("[x]: javascript:alert(1)\n\n[x]", 'href="javascript'),
    ('<https://a.example/" onmouseover=alert(1)>', " onmouseover=alert(1)>x"),
]


@pytest.mark.parametrize(("body", "never"), NASTY)
def test_nothing_in_a_text_can_run_or_load(
    client: Client, sign_in: SignIn, ina_editor: User, body: str, never: str
) -> None:
    make_article()
    sign_in(client, ina_editor)
    look = client.post(HERE, TEXT | {"body": body, "do": "preview"}, headers={"HX-Request": "true"})
    assert never not in look.content.decode()
    client.post(HERE, TEXT | {"body": body, "do": "publish"})
    assert never not in Client().get("/ru/articles/pl-pesel/").content.decode()


def test_articles_that_name_each_other_are_both_shown() -> None:
    one, two = make_article("one"), make_article("two")
    actions.relate(article=one, others=[two, one], by=BY)
    actions.relate(article=two, others=[one], by=BY)
    assert "/be/articles/two/" in Client().get("/be/articles/one/").content.decode()
    assert "/be/articles/one/" in Client().get("/be/articles/two/").content.decode()
