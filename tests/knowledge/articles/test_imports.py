"""Importing: idempotent by slug, never half-way, with a reason for what stayed outside."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from knowledge.articles.imports import import_articles, import_topics
from knowledge.articles.models import Article, Revision, Topic
from knowledge.search.models import Posting
from tests.factories.knowledge import BY, make_topic

pytestmark = pytest.mark.django_db
DEMO = Path(settings.BASE_DIR) / "knowledge" / "demo"


def item(slug: str = "pl-pesel", **more: Any) -> dict[str, Any]:
    text = {"title": "Нумар PESEL", "summary": "Навошта", "body": "Ідзіце ва ўрад."}
    return {"slug": slug, "topic": "documents", "country": "PL", "translations": {"be": text}} | more


def load(tmp_path: Path, content: object) -> Any:
    file = tmp_path / "articles.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return import_articles(file, BY)


@pytest.fixture(autouse=True)
def _topic(db: None) -> None:
    make_topic()


def test_an_import_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    first = load(tmp_path, {"articles": [item()]})
    second = load(tmp_path, {"articles": [item()]})
    assert (first.created, second.created, second.unchanged) == (1, 0, 1)
    assert Revision.objects.count() == 1


def test_a_changed_text_becomes_a_new_published_revision(tmp_path: Path) -> None:
    load(tmp_path, [item()])
    other = item(translations={"be": {"title": "Новы", "summary": "", "body": "Тэкст"}})
    assert load(tmp_path, [other]).updated == 1
    assert list(Revision.objects.values_list("number", "state")) == [(2, "published"), (1, "published")]
    assert Article.objects.get().title_be == "Новы"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"topic": "nowhere"}, "unknown topic"),
        ({"country": "XX"}, "unknown country"),
        ({"slug": "two words"}, "slug"),
        ({"translations": {}}, "no translations"),
        ({"translations": {"xx": {"title": "T", "body": "B"}}}, "unknown language"),
        ({"translations": {"be": {"title": "", "body": "B"}}}, "empty"),
        ({"translations": {"be": {"title": 7, "body": "B"}}}, "must be texts"),
        ({"translations": {"be": {"title": "T" * 300, "body": "B"}}}, "too long"),
        ({"translations": {"be": {"title": "T", "body": "Ж" * 1_000_000}}}, "text in be is too long"),  # 2 MB
        ({"checked_on": "yesterday"}, "checked_on"),
        ({"kind": "poem"}, "kind"),
        ({"kind": "programme"}, "IntegrityError"),
        ({"source_url": "javascript:alert(1)"}, "source"),
        ({"source_language": "lt"}, "source language"),
    ],
)
def test_a_wrong_item_is_refused_whole_and_the_others_are_taken(
    tmp_path: Path, wrong: dict[str, Any], reason: str
) -> None:
    result = load(tmp_path, [item("first"), item("second") | wrong, item("third")])
    assert result.created == 2
    assert [refusal.item for refusal in result.refused] == [2]
    assert reason in str(result.refused[0])
    assert set(Article.objects.values_list("slug", flat=True)) == {"first", "third"}


def test_things_that_are_no_articles_are_refused(tmp_path: Path) -> None:
    assert len(load(tmp_path, [1, None, "x", []]).refused) == 4
    assert load(tmp_path, '{"articles": 5}').refused


def test_broken_json_names_its_line_and_loads_nothing(tmp_path: Path) -> None:
    result = load(tmp_path, '[\n{"slug": "a",\n oops}\n]')
    assert "line 3" in str(result.refused[0])
    assert not Article.objects.exists()


def test_related_articles_are_linked_after_all_are_there_and_a_circle_is_no_harm(tmp_path: Path) -> None:
    result = load(tmp_path, [item("a", related=["b", "a"]), item("b", related=["a", "gone"])])
    assert [other.slug for other in Article.objects.get(slug="a").related.all()] == ["b"]
    assert [other.slug for other in Article.objects.get(slug="b").related.all()] == ["a"]
    assert result.refused == []
    assert "gone" in str(result.notes[0])


def test_the_pages_of_a_circle_name_each_other_and_end(tmp_path: Path, client: Client) -> None:
    load(tmp_path, [item("a", related=["b"]), item("b", related=["c"]), item("c", related=["a"])])
    for slug, other in (("a", "b"), ("b", "c"), ("c", "a")):
        page = client.get(f"/be/articles/{slug}/")
        assert page.status_code == 200
        assert f'href="/be/articles/{other}/"' in page.content.decode()


def test_the_command_reports_and_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"articles": [item(), item("x", topic="nowhere")]}), "utf-8")
    out, err = StringIO(), StringIO()
    call_command("import_articles", str(file), stdout=out, stderr=err)
    assert "1 new" in out.getvalue()
    assert "1 refused" in out.getvalue()
    assert "line 1, item 2 (x)" in err.getvalue()


def test_two_megabytes_in_one_text_keep_the_whole_file_outside(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    text = {"be": {"title": "Т", "body": "ж" * 1_000_000}}
    file.write_text("[" + ",\n".join(json.dumps(one) for one in (item(), item("x", translations=text))) + "]")
    err = StringIO()
    with pytest.raises(CommandError, match="nothing was taken"):
        call_command("import_articles", str(file), stdout=StringIO(), stderr=err)
    assert "line 2, item 2 (x): the text in be is too long" in err.getvalue()
    assert not Article.objects.exists()


def test_of_a_malformed_file_the_command_takes_nothing_and_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    bad = item("x", checked_on="yesterday")
    file.write_text(
        '{"articles": [\n' + ",\n".join(json.dumps(one) for one in (item(), bad)) + "\n]}", "utf-8"
    )
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="nothing was taken"):
        call_command("import_articles", str(file), stdout=out, stderr=err)
    assert "line 3, item 2 (x): checked_on must be a date" in err.getvalue()
    assert not Article.objects.exists()
    assert not Revision.objects.exists()
    assert not Posting.objects.exists()
    call_command("import_articles", str(file), "--skip-bad", stdout=out, stderr=err)
    assert set(Article.objects.values_list("slug", flat=True)) == {"pl-pesel"}


@pytest.mark.parametrize(
    "body", ["[\n1,\n2\n]", '{"articles": [\n{"slug": 1}]}', "[[[[", "{}", "null", "\ufeff[]"]
)
def test_nothing_of_what_is_no_list_of_articles_is_taken(tmp_path: Path, body: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(body, "utf-8")
    with pytest.raises(CommandError):
        call_command("import_articles", str(file), stdout=StringIO(), stderr=StringIO())
    assert not Article.objects.exists()


def test_a_slug_named_twice_in_a_file_is_one_article(tmp_path: Path) -> None:
    assert load(tmp_path, [item(), item()]).unchanged == 1
    assert Article.objects.count() == 1


def test_the_demo_content_loads_without_a_refusal() -> None:
    topics = import_topics(DEMO / "topics.json", BY)
    articles = import_articles(DEMO / "articles", BY)
    assert topics.refused == []
    assert articles.refused == []
    assert Article.objects.count() == articles.created >= 12
    assert import_topics(DEMO / "topics.json", BY).unchanged == topics.created + topics.updated
    needed = (
        "legalization housing education health work money language family documents wellbeing rights items"
    )
    assert set(needed.split()) <= set(Topic.objects.values_list("slug", flat=True))
