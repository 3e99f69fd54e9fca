"""Writing and publishing: who may, what stays, what becomes outdated."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InternalError, transaction

from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from knowledge.articles import actions
from knowledge.articles.models import Article, Revision, Significance
from knowledge.articles.workflow import TranslationState
from knowledge.search.models import Posting
from knowledge.search.queries import find
from knowledge.translating.queries import rows, source_sections
from tests.factories.knowledge import BY, make_article, make_topic, publish_text

pytestmark = pytest.mark.django_db


def states(user: User) -> dict[str, str]:
    return {cell.language: cell.state for cell in rows(user)[0].cells}


def test_an_editor_writes_and_publishes_and_both_are_logged(ina_editor: User) -> None:
    article = make_article(by=ina_editor, topic=make_topic())
    assert article.is_published
    assert article.title_be == "Нумар PESEL"
    verbs = list(AccessEntry.objects.filter(object_id=str(article.pk)).values_list("verb", flat=True))
    assert {"article.create", "article.draft", "article.publish"} <= set(verbs)


def test_an_operator_neither_writes_nor_publishes(alena_operator: User) -> None:
    article = make_article()
    with pytest.raises(Refused):
        publish_text(article, "be", "Чужое", "", "Чужое", by=alena_operator)


def test_a_lawyer_writes_a_draft_but_cannot_publish_it(maks_lawyer: User) -> None:
    article = make_article()
    with pytest.raises(Refused):
        publish_text(article, "be", "Новае", "", "Новае", by=maks_lawyer)
    assert Article.objects.get(pk=article.pk).title_be == "Нумар PESEL"


def test_a_published_revision_never_changes() -> None:
    revision = make_article().revisions.published().first()
    assert revision is not None
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(body="Іншае")
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).delete()


def test_a_second_save_changes_the_draft_and_makes_no_other() -> None:
    article = make_article()
    for text in ("Адзін", "Два"):
        actions.save_draft(article=article, language="be", title=text, summary="", body=text, by=BY)
    assert [draft.title for draft in article.revisions.drafts()] == ["Два"]


def test_a_revision_is_published_once() -> None:
    article = make_article()
    draft = actions.save_draft(article=article, language="be", title="Т", summary="", body="Т", by=BY)
    actions.publish(revision=draft, by=BY)
    with pytest.raises(NotNow):
        actions.publish(revision=draft, by=BY)


def test_an_empty_title_or_text_is_refused() -> None:
    article = make_article()
    for title, body in (("", "Тэкст"), ("Загаловак", "  ")):
        with pytest.raises(NotNow):
            actions.save_draft(article=article, language="be", title=title, summary="", body=body, by=BY)


def test_a_duplicate_slug_is_refused() -> None:
    article = make_article()
    with pytest.raises(NotNow):
        actions.create_article(slug=article.slug, topic=article.topic, by=BY)


def test_a_material_change_of_the_source_outdates_the_translation(ina_editor: User) -> None:
    article = make_article()
    assert states(ina_editor) | {"be": "published", "pl": "published", "ru": "missing"} == states(ina_editor)
    publish_text(
        article, "be", "Нумар PESEL", "Інакш.", "## Крокі\n\nІнакш.", significance=Significance.MATERIAL
    )
    assert states(ina_editor)["pl"] == TranslationState.OUTDATED
    article.refresh_from_db()
    assert any(item.changed for item in source_sections(article, "pl"))


def test_a_typo_outdates_nothing_even_after_a_later_change_elsewhere(ina_editor: User) -> None:
    body = "## Адзін\n\nПершы тэкст.\n\n## Два\n\nДругі тэкст."
    article = make_article("two", {"be": ("Т", "", body), "pl": ("T", "", "## A\n\nA\n\n## B\n\nB")})
    fixed = body.replace("Першы", "Перші")
    article = publish_text(article, "be", "Т", "", fixed, significance=Significance.TYPO)
    assert states(ina_editor)["pl"] == TranslationState.PUBLISHED
    article = publish_text(article, "be", "Т", "", fixed.replace("Другі", "Зусім другі"))
    changed = [item.section.title for item in source_sections(article, "pl") if item.changed]
    assert changed == ["Два"]


@pytest.mark.parametrize(
    ("significance", "pl"), [("typo", "published"), ("clarification", "outdated"), ("material", "outdated")]
)
def test_how_much_a_change_means_decides_whether_translations_are_outdated(
    ina_editor: User, significance: str, pl: str
) -> None:
    article = make_article()
    publish_text(article, "be", "Нумар PESEL", "Інакш.", "## Крокі\n\nІнакш.", significance=significance)
    assert states(ina_editor)["pl"] == pl


def test_a_draft_waits_beside_what_readers_see(ina_editor: User) -> None:
    article = make_article()
    actions.save_draft(article=article, language="ru", title="Номер", summary="", body="Текст", by=ina_editor)
    assert states(ina_editor)["ru"] == TranslationState.DRAFT
    assert Article.objects.get(pk=article.pk).language_for("ru") != "ru"


def test_a_withdrawn_article_leaves_the_index_in_the_same_moment() -> None:
    article = make_article()
    assert find("PESEL", "be")
    actions.withdraw(article=article, by=BY)
    assert not find("PESEL", "be")
    assert not Posting.objects.filter(article=article).exists()


def test_when_indexing_fails_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article()
    draft = actions.save_draft(article=article, language="be", title="Новае", summary="", body="Т", by=BY)
    monkeypatch.setattr("knowledge.search.rules.article_terms", _fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.publish(revision=draft, by=BY)
    assert Article.objects.get(pk=article.pk).title_be == "Нумар PESEL"


def _fail(*_: object) -> object:
    raise RuntimeError("the index is broken")
