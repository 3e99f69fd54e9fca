"""Fact values: named in texts, changed once, said everywhere in the same moment."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from knowledge.articles import actions, rules
from knowledge.articles.imports import import_articles, import_facts
from knowledge.articles.models import Article, FactValue, Revision
from knowledge.search.queries import find
from knowledge.translating.queries import rows
from tests.factories.knowledge import BY, make_article, make_topic, make_value, publish_text

pytestmark = pytest.mark.django_db
FEE = {
    "be": ("Збор", "Збор {{fact:pl-fee}} зл.", "## Кошт\n\nЗаплаціце {{ fact:pl-fee }} зл."),
    "pl": ("Opłata", "", "## Opłata\n\nZapłać {{fact:pl-fee}} zł."),
}


def change(value: str) -> None:
    actions.keep_value(name="pl-fee", value=value, by=BY)


def test_an_article_says_the_value_and_keeps_its_name_in_the_revision() -> None:
    make_value()
    article = make_article("fee", FEE)
    assert article.body_pl == "## Opłata\n\nZapłać 340 zł."
    assert article.summary_be == "Збор 340 зл."
    assert "{{fact:pl-fee}}" in article.revisions.get(language="pl").body
    assert list(article.states.values_list("name", flat=True)) == ["pl-fee"]


def test_a_changed_value_is_said_in_every_language_on_pages_and_in_search_at_once(
    django_capture_on_commit_callbacks: Any,
) -> None:
    make_value()
    make_article("fee", FEE)
    assert "340" in Client().get("/pl/articles/fee/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        change("1400")
    assert "1400" in Article.objects.get().body_be
    assert "Zapłać 1400 zł" in Client().get("/pl/articles/fee/").content.decode()
    assert find("1400", "pl")
    assert not find("340", "pl")


def test_a_changed_value_outdates_no_translation_and_what_was_told_before_stays(ina_editor: User) -> None:
    make_value()
    article = make_article("fee", FEE)
    told = article.revisions.get(language="be")
    change("400")
    assert {cell.language: cell.state for cell in rows(ina_editor)[0].cells}["pl"] == "published"
    told.refresh_from_db()
    assert "340" in told.as_read[2]
    assert "400" in article.revisions.filter(language="be").latest_first()[0].as_read[2]


def test_a_draft_that_lay_there_while_a_value_changed_is_the_newest_once_published() -> None:
    make_value()
    article = make_article("fee", FEE)
    draft = actions.save_draft(
        article=article, language="pl", title="Nowe", summary="", body="Płać {{fact:pl-fee}}.", by=BY
    )
    change("400")
    actions.publish(revision=draft, by=BY)
    change("500")
    assert Article.objects.get().body_pl == "Płać 500."
    newest = article.revisions.filter(language="pl").latest_first()[0]
    assert (newest.title, newest.number) == ("Nowe", 5)


def test_when_one_article_cannot_say_the_new_value_none_does(monkeypatch: pytest.MonkeyPatch) -> None:
    make_value()
    make_article("fee", FEE)

    def fail(*_: object) -> object:
        raise RuntimeError

    monkeypatch.setattr("knowledge.search.rules.article_terms", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        change("400")
    assert FactValue.objects.get().value == "340"
    assert "340" in Article.objects.get().body_pl


def test_a_language_may_say_a_value_in_its_own_words() -> None:
    make_value("days", "14", wording_be="14 дзён")
    article = make_article("appeal", {"be": ("А", "", "{{fact:days}}"), "pl": ("A", "", "{{fact:days}} dni")})
    assert (article.body_be, article.body_pl) == ("14 дзён", "14 dni")


def test_an_unknown_name_is_refused_when_saving_and_named() -> None:
    article = make_article()
    with pytest.raises(NotNow, match="no-such"):
        actions.save_draft(
            article=article, language="be", title="Т", summary="", body="{{fact:no-such}}", by=BY
        )


@pytest.mark.parametrize("body", ["{{fact:pl-fee", "{{fact pl-fee}}", "{{ fact: }}"])
def test_a_half_written_name_is_refused(body: str) -> None:
    make_value()
    with pytest.raises(NotNow, match="fact:name"):
        actions.save_draft(article=make_article(), language="be", title="Т", summary="", body=body, by=BY)


@pytest.mark.parametrize(
    "value", ["<b>1</b>", "**1**", "{{fact:x}}", "[1](javascript:alert(1))", "1\n# 2", ""]
)
def test_a_value_is_plain_words(value: str) -> None:
    with pytest.raises(NotNow):
        make_value(value=value)


def test_only_those_who_publish_change_a_value(maks_lawyer: User, ina_editor: User) -> None:
    with pytest.raises(Refused):
        make_value(by=maks_lawyer)
    make_value(by=ina_editor)
    assert AccessEntry.objects.filter(verb="value.created").exists()


def test_a_stated_value_is_not_thrown_away() -> None:
    value = make_value()
    make_article("fee", FEE)
    with pytest.raises(NotNow):
        actions.drop_value(value=value, by=BY)
    actions.drop_value(value=make_value("other"), by=BY)
    assert FactValue.objects.count() == 1


def test_a_text_that_no_longer_names_the_value_is_left_alone_when_it_changes() -> None:
    make_value()
    article = make_article("fee", FEE)
    for language in FEE:
        article = publish_text(article, language, "Т", "", "Без сумы")
    versions = Revision.objects.count()
    change("400")
    assert Revision.objects.count() == versions
    assert not article.states.exists()


def test_still_true_covers_every_language_and_the_values_when_asked() -> None:
    make_value(checked_on=dt.date(2025, 1, 1), review_by=dt.date(2025, 3, 2))
    article = make_article("fee", FEE, checked_on=dt.date(2025, 1, 1), review_by=dt.date(2025, 1, 5))
    today = timezone.localdate()
    article = actions.still_true(article=article, by=BY)
    assert (article.checked_on, article.review_by) == (today, today + dt.timedelta(30))
    assert FactValue.objects.get().checked_on == dt.date(2025, 1, 1)
    actions.still_true(article=article, by=BY, with_values=True)
    value = FactValue.objects.get()
    assert (value.checked_on, value.review_by) == (today, today + dt.timedelta(60))
    assert not Article.objects.get().is_past_review()


def test_the_next_review_is_between_a_month_and_a_year_away() -> None:
    day = dt.date(2026, 1, 1)
    assert rules.next_review(None, None, day) == day + dt.timedelta(183)
    assert rules.next_review(day, day + dt.timedelta(3000), day) == day + dt.timedelta(366)


def load(tmp_path: Path, facts: object) -> Any:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"facts": facts}), "utf-8")
    return import_facts(file, BY)


def test_values_are_imported_once_and_bad_ones_stay_outside_with_a_reason(tmp_path: Path) -> None:
    good = {"name": "pl-fee", "value": "340", "source": {"title": "UDSC", "url": "https://udsc.example/"}}
    bad = [{"name": "two words", "value": "1"}, {"name": "empty"}, {"name": "a", "value": "<b>"}, "text"]
    bad.append({"name": "d", "value": "1", "checked_on": "yesterday"})
    first = load(tmp_path, [good, *bad])
    assert (first.created, [refusal.item for refusal in first.refused]) == (1, [2, 3, 4, 5, 6])
    assert all(refusal.reason for refusal in first.refused)
    assert load(tmp_path, [good]).unchanged == 1
    assert FactValue.objects.get().source_title == "UDSC"


def test_an_import_that_names_a_value_is_as_before_the_second_time(tmp_path: Path) -> None:
    make_topic()
    make_value()
    text = {"title": "Збор", "summary": "", "body": "{{fact:pl-fee}} зл."}
    file = tmp_path / "a.json"
    file.write_text(json.dumps([{"slug": "fee", "topic": "documents", "translations": {"be": text}}]))
    assert import_articles(file, BY).created == 1
    change("400")
    assert import_articles(file, BY).unchanged == 1
    assert Article.objects.get().body_be == "400 зл."
