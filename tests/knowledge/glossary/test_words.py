"""What editors say that words mean: it holds at once, everywhere, and can be taken back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from helpdesk import languages
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.text.analyzer import analyze, concepts_of
from helpdesk.text.concepts import Glossary, compile_entries, glossary
from knowledge.articles.queries import work_from_rooms
from knowledge.glossary import actions, queries
from knowledge.glossary.models import HeardWord, Word, WordChange
from knowledge.glossary.rules import plain
from knowledge.search.actions import index_by, rebuild
from knowledge.search.models import Posting
from knowledge.search.queries import find
from knowledge.search.tasks import follow_words
from tests.factories.knowledge import BY, make_article

pytestmark = pytest.mark.django_db
Commit = DjangoCaptureOnCommitCallbacks


def add(
    text: str, concept: str = "pesel", language: str = "be", use: str = "said", **more: object
) -> WordChange:
    return actions.keep_word(concept=concept, language=language, text=text, use=use, by=BY, **more)


def later() -> None:
    """A second has passed in this process."""
    queries.read_anew()


def postings() -> set[tuple[str, str, float]]:
    return set(Posting.objects.values_list("article__slug", "term__text", "weight"))


def test_a_word_takes_effect_in_search_at_once(django_capture_on_commit_callbacks: Commit) -> None:
    make_article()
    assert "pesel" not in concepts_of("пэсюлік", "be")
    with django_capture_on_commit_callbacks(execute=True):
        add("пэсюлік")
    later()
    assert "pesel" in concepts_of("дзе мой пэсюлік", "be")
    assert find("пэсюлік", "be")[0].article.slug == "pl-pesel"
    assert find("пэсюлік", "be")[0].concepts == ("pesel",)


def test_articles_that_hold_the_word_hold_the_concept_in_the_same_transaction() -> None:
    make_article("hrushka", {"be": ("Грушка", "", "Пра грушачку тутэйшую.")})
    assert not postings() & {("hrushka", "c:pesel", 0.0)}
    add("грушачка тутэйшая")
    assert ("hrushka", "c:pesel") in {row[:2] for row in postings()}
    actions.leave_out(concept="pesel", language="be", text="Грушачка тутэйшая", by=BY)
    assert ("hrushka", "c:pesel") not in {row[:2] for row in postings()}


@pytest.mark.parametrize("word", ["грушачка", "karta tutejsza", "паспарт", "urząd gminy", "шматок"])
def test_the_index_is_what_building_it_anew_would_make(word: str) -> None:
    make_article()
    texts = {"be": ("Карта тутэйшая", "Шматкі", "Грушачкі ў паспарце."), "pl": ("Karta tutejsza", "", "x")}
    make_article("other", texts)
    add(word, "child-benefit-800", means_both=True)
    kept = postings()
    later()
    queries.HELD.mark = "another"
    rebuild()
    assert postings() == kept


def test_a_packaged_word_can_be_left_out_and_come_back(django_capture_on_commit_callbacks: Commit) -> None:
    concept, words = _of_few_words()
    assert concept in glossary().concepts
    with django_capture_on_commit_callbacks(execute=True):
        for code, text in words:
            change = actions.leave_out(concept=concept, language=code, text=text, by=BY)
    later()
    assert concept not in concepts_of(text, code)
    assert concept not in glossary().concepts
    with django_capture_on_commit_callbacks(execute=True):
        actions.undo(change=change, by=BY)
    later()
    assert concept in glossary().concepts


def _of_few_words() -> tuple[str, list[tuple[str, str]]]:
    """The packaged concept with the fewest words, with their languages: each is a step to leave out."""
    each = {
        concept: sorted({(code, plain(text)) for code in languages.CODES for text in entry.get(code, [])})
        for concept, entry in queries.packaged().items()
    }
    return min(((slug, words) for slug, words in each.items() if words), key=lambda pair: len(pair[1]))


def test_every_process_picks_a_change_up_at_its_next_look(
    django_capture_on_commit_callbacks: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert queries.LOOK_EVERY <= 1
    monkeypatch.setattr(queries, "LOOK_EVERY", 60.0)
    queries.HELD.looked_at = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        add("пэсюлік")
    assert queries.HELD.version == 0
    later()
    first = glossary()
    assert queries.HELD.version == WordChange.objects.get().pk
    assert glossary() is first
    with django_capture_on_commit_callbacks(execute=True):
        add("пэселёк")
    assert glossary() is first, "looked at the mark twice within a second"
    later()
    assert glossary() is not first


def test_reading_by_a_known_glossary_asks_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add("пэсюлік")
    later()
    glossary()
    later()
    with django_assert_num_queries(0):
        assert concepts_of("пэсюлік", "be")


def test_while_one_thread_reads_new_words_the_others_go_on_with_the_old() -> None:
    later()
    held = queries.HELD.lock
    found: list[object] = []
    with held:
        thread = threading.Thread(target=lambda: found.append(queries.book_of_today()))
        thread.start()
        thread.join(5)
    assert found == [None]


def test_a_word_is_refused_for_a_reason(ina_editor: User) -> None:
    entries = queries.packaged()
    other = next(slug for slug in entries if slug != "pesel" and entries[slug].get("be"))
    taken, there = entries[other]["be"][0], entries["pesel"]["be"][0]
    for text in ("", "  ", "?!", "я", "і", "слова " * 7, "ш" * 81, "600100200", there, taken):
        with pytest.raises(NotNow):
            actions.keep_word(concept="pesel", language="be", text=text, use="said", by=ina_editor)
    with pytest.raises(NotNow):
        actions.keep_word(concept="Not A Slug", language="be", text="грушачка", use="said", by=ina_editor)
    with pytest.raises(actions.Ambiguous, match=other):
        actions.keep_word(concept="pesel", language="be", text=taken, use="said", by=ina_editor)
    assert not Word.objects.exists()
    assert not WordChange.objects.exists()
    add(taken, means_both=True)
    assert Word.objects.get().text == taken


def test_a_kind_of_use_can_be_said_of_a_packaged_word_and_taken_back(ina_editor: User) -> None:
    word = queries.packaged()["pesel"]["pl"][0]
    change = actions.keep_word(concept="pesel", language="pl", text=word, use="official", by=ina_editor)
    assert (change.was, change.now) == ("said", "official")
    actions.undo(change=change, by=ina_editor)
    assert not Word.objects.exists()
    changes = [(row.was, row.now) for row in WordChange.objects.all()]
    assert changes == [("official", "said"), ("said", "official")]
    assert WordChange.objects.first().by == ina_editor  # type: ignore[union-attr]


def test_undo_is_refused_when_somebody_changed_the_word_since() -> None:
    change = add("пэсюлік")
    add("пэсюлік", use="loan")
    with pytest.raises(NotNow):
        actions.undo(change=change, by=BY)


def test_changes_are_in_the_access_log_without_the_words(ina_editor: User) -> None:
    change = actions.keep_word(concept="pesel", language="be", text="пэсюлік", use="said", by=ina_editor)
    entry = AccessEntry.objects.get(verb="concept.word")
    assert (entry.actor_id, entry.object_id, entry.fields) == (str(ina_editor.pk), str(change.pk), ["be"])


def test_only_editors_change_the_glossary(hanna_coordinator: User, maks_lawyer: User) -> None:
    for by in (hanna_coordinator, maks_lawyer):
        with pytest.raises(Refused):
            actions.keep_word(concept="pesel", language="be", text="пэсюлік", use="said", by=by)


def test_in_a_large_house_a_worker_reads_the_articles_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.search.actions.MOST_AT_ONCE", 0)
    make_article("hrushka", {"be": ("Грушка", "", "Пра грушачку тутэйшую.")})
    add("грушачка тутэйшая")
    assert ("hrushka", "c:pesel") not in {row[:2] for row in postings()}
    assert follow_words() == 1
    assert follow_words() == 0
    assert ("hrushka", "c:pesel") in {row[:2] for row in postings()}
    assert index_by(book=queries.book_now()) == 0


def test_a_process_that_only_writes_reads_the_words_once_for_many_articles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A command that imports articles has asked nothing yet, so it knows no glossary of today."""
    add("грушачка тутэйшая")
    queries.know_nothing()
    read: list[Glossary] = []

    def compile_and_note(entries: Iterable[dict[str, object]]) -> Glossary:
        read.append(compile_entries(entries))
        return read[-1]

    monkeypatch.setattr(queries, "compile_entries", compile_and_note)
    for number in range(3):
        make_article(f"hrushka-{number}", {"be": ("Грушка", "", "Пра грушачку тутэйшую.")})
    assert len(read) == 1
    add("шматок")
    make_article("last")
    assert len(read) == 3  # the change itself, and the first article after it
    assert {row[0] for row in postings() if row[1] == "c:pesel"} >= {"hrushka-0", "hrushka-2"}


def test_words_that_no_search_held_are_work_for_editors(
    ina_editor: User, maks_lawyer: User, django_capture_on_commit_callbacks: Commit, client: Client
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add("пэсюлік")
        add("грушачка тутэйшая")
    later()
    listed = {item.key: item for item in work_from_rooms(ina_editor)}["words"]
    assert [item.title for item in listed.items] == ["пэсюлік", "грушачка тутэйшая"]
    assert client.get("/be/search/", {"q": "Дзе мой пэсюлік?"}).status_code == 200
    listed = {item.key: item for item in work_from_rooms(ina_editor)}["words"]
    assert [item.title for item in listed.items] == ["грушачка тутэйшая"]
    assert "words" not in {item.key for item in work_from_rooms(maks_lawyer)}


def test_of_a_heard_word_only_the_month_is_known(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/be/search/", {"q": "PESEL"})
    assert {field.name for field in HeardWord._meta.fields} == {"id", "concept", "language", "plain", "month"}
    assert HeardWord.objects.filter(concept="pesel", plain="pesel").exists()
    assert set(HeardWord.objects.values_list("month__day", flat=True)) == {1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM knowledge_heardword WHERE plain ~ '[0-9]{5}'")
        assert cursor.fetchone()[0] == 0
    before = HeardWord.objects.count()
    with django_assert_num_queries(0):
        queries.book_of_today()
        assert actions.note_heard(analyze("PESEL", "be")) == 0
    assert HeardWord.objects.count() == before
