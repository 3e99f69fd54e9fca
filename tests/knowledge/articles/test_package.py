"""A package of content goes to another centre and means the same there."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from knowledge.articles import actions
from knowledge.articles.models import Article, FactValue, Revision
from knowledge.directory.models import Service
from knowledge.glossary.actions import keep_word, leave_out
from knowledge.glossary.models import Word
from knowledge.glossary.queries import HELD, packaged, read_anew
from knowledge.search.queries import find
from tests.factories.directory import make_service
from tests.factories.knowledge import BY, make_article, make_topic, make_value

pytestmark = pytest.mark.django_db
PAGES = ("/be/articles/fee/", "/pl/articles/fee/", "/be/articles/pl-pesel/", "/be/topics/documents/")
FEE = {"be": ("Збор", "К", "Заплаціце {{fact:pl-fee}}"), "pl": ("Opłata", "", "Zapłać {{fact:pl-fee}} zł")}


def pages() -> list[str]:
    cache.clear()
    answers = [Client().get(page) for page in PAGES]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.content.decode() for answer in answers]


def run(command: str, file: Path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(command, str(file), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def fill() -> None:
    topic = make_topic()
    make_topic("papers", parent=topic, order=3)
    make_value(wording_be="340 зл.", source_title="UDSC", source_url="https://udsc.example/")
    pesel = make_article("pl-pesel", country="")
    fee = make_article("fee", FEE)
    actions.relate(article=fee, others=[pesel], by=BY)
    make_service("helpers", topics=[topic])
    keep_word(concept="pesel", language="be", text="пэсюлік", use="loan", by=BY)
    keep_word(concept="new-thing", language="lt", text="grušytė", use="said", by=BY)
    leave_out(concept="pesel", language="be", text=packaged()["pesel"]["be"][0], by=BY)


def empty() -> None:
    """As in another centre: nothing is known there yet."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "TRUNCATE knowledge_topic, knowledge_factvalue, knowledge_service, knowledge_term, "
            "knowledge_word, knowledge_wordchange CASCADE"
        )
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert not Article.objects.exists()
    assert not Revision.objects.exists()


def test_a_package_makes_the_same_pages_in_an_empty_database(tmp_path: Path) -> None:
    fill()
    before, file = pages(), tmp_path / "content.json"
    run("export_content", file)
    empty()
    out, err = run("import_content", file)
    assert (out.split(",")[0], err) == ("5 new", "")
    assert pages() == before
    assert set(Word.objects.values_list("concept", "language", "use")) == {
        ("pesel", "be", "loan"),
        ("new-thing", "lt", "said"),
        ("pesel", "be", ""),
    }
    read_anew()
    HELD.mark = "another process"
    assert find("пэсюлік", "be")[0].article.slug == "pl-pesel"
    assert find("апошні збор", "be")[0].article.slug == "fee"
    again = tmp_path / "again.json"
    run("export_content", again)
    assert again.read_text() == file.read_text()


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    fill()
    file = tmp_path / "content.json"
    run("export_content", file)
    versions = Revision.objects.count()
    out, _err = run("import_content", file)
    assert out.startswith("0 new, 0 changed")
    assert Revision.objects.count() == versions


def test_a_value_arrives_as_a_value_and_changes_every_article_there_too(tmp_path: Path) -> None:
    fill()
    file = tmp_path / "content.json"
    run("export_content", file)
    empty()
    run("import_content", file)
    actions.keep_value(name="pl-fee", value="400", wording_be="400 зл.", by=BY)
    fee = Article.objects.get(slug="fee")
    assert (fee.body_be, fee.body_pl) == ("Заплаціце 400 зл.", "Zapłać 400 zł")


def spoil(package: dict[str, Any]) -> None:
    package["facts"].append({"name": "bad", "value": "<script>"})
    package["articles"].append({"slug": "no-topic", "topic": "x", "translations": {"be": {"title": "Т"}}})
    package["articles"].append({"slug": "names-nothing", "topic": "documents", "translations": {}})
    text = {"title": "Т", "body": "{{fact:nobody}}"}
    package["articles"].append({"slug": "half", "topic": "documents", "translations": {"be": text}})
    package["articles"].append("not an article")
    package["services"].append({"slug": "nameless"})
    package["glossary"].append({"concept": "x", "be": ["", "слова"]})


def test_bad_items_stay_outside_whole_with_their_place_and_reason(tmp_path: Path) -> None:
    fill()
    file = tmp_path / "content.json"
    run("export_content", file)
    package = json.loads(file.read_text())
    spoil(package)
    file.write_text(json.dumps(package))
    empty()
    with pytest.raises(CommandError, match="nothing was taken"):
        run("import_content", file)
    assert not FactValue.objects.exists()
    assert not Word.objects.exists()
    out, err = run("import_content", file, "--skip-bad")
    assert out.strip().endswith("7 refused")
    parts = [line.partition("(")[2].partition(":")[0] for line in err.strip().splitlines()]
    assert parts == ["facts", *["articles"] * 4, "services", "glossary"]
    assert "item 5 (articles: half)" in err
    assert "nobody" in err
    assert set(Article.objects.values_list("slug", flat=True)) == {"fee", "pl-pesel"}
    assert FactValue.objects.count() == Service.objects.count() == 1
    assert not Word.objects.exists(), "of the glossary all words are taken or none"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '"text"', '{"articles": 1', "[" * 100_000, "\x00", '{"people": []}']
)
def test_what_is_no_package_is_refused_whole(tmp_path: Path, content: str) -> None:
    file = tmp_path / "content.json"
    file.write_text(content)
    with pytest.raises(CommandError):
        run("import_content", file)
    with pytest.raises(CommandError):
        run("import_content", tmp_path / "nowhere.json")


def test_two_items_of_one_name_are_one_article(tmp_path: Path) -> None:
    make_topic()
    item = {"slug": "twice", "topic": "documents", "translations": {"be": {"title": "А", "body": "А"}}}
    other = item | {"translations": {"be": {"title": "Б", "body": "Б"}}, "related": ["twice"]}
    file = tmp_path / "content.json"
    file.write_text(json.dumps({"articles": [item, other]}))
    run("import_content", file)
    article = Article.objects.get()
    assert article.title_be == "Б"
    assert not article.related.exists()
    assert article.revisions.count() == 2
