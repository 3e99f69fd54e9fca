"""After an update the index is made anew by itself, once, and only when something it is made of changed."""

from __future__ import annotations

import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from knowledge.search import rules
from knowledge.search.actions import is_up_to_date, rebuild, renew
from knowledge.search.models import IndexMade, Posting, Term
from knowledge.search.queries import answers, find
from tests.factories.knowledge import make_article

pytestmark = pytest.mark.django_db


def as_an_older_version_made_it() -> None:
    """An index that knows no concepts, as if the glossary had been empty then."""
    rebuild()
    Posting.objects.filter(term__text__startswith=rules.CONCEPT).delete()
    Term.objects.filter(text__startswith=rules.CONCEPT).delete()
    IndexMade.objects.update(recipe="of last year")


def migrate() -> None:
    call_command("migrate", verbosity=0, stdout=StringIO())


def test_migrating_after_an_update_makes_the_index_anew() -> None:
    make_article("teeth", {"pl": ("Dentysta na NFZ", "", "Leczenie zębów.")})
    as_an_older_version_made_it()
    assert not answers("болит зуб", "ru")
    migrate()
    assert find("болит зуб", "ru")[0].answer
    assert is_up_to_date()


def test_an_installation_from_before_has_no_mark_and_is_renewed_too() -> None:
    make_article()
    as_an_older_version_made_it()
    IndexMade.objects.all().delete()
    assert renew() == 1


def test_without_a_change_migrating_reads_no_article(django_assert_num_queries: object) -> None:
    make_article()
    rebuild()
    made_at = IndexMade.objects.get().made_at
    migrate()
    assert IndexMade.objects.get().made_at == made_at
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert renew() == 0


def test_an_empty_house_is_marked_and_articles_follow_one_by_one() -> None:
    IndexMade.objects.all().delete()
    migrate()
    assert is_up_to_date()
    make_article()
    assert find("PESEL", "pl")
    assert is_up_to_date()


def test_an_unfinished_migration_leaves_the_index_alone() -> None:
    make_article()
    IndexMade.objects.update_or_create(pk=1, defaults={"recipe": "of last year"})
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE (app = 'knowledge' AND name >= '0004')"
            " OR (app = 'cases' AND name >= '0007')"  # they stand on it
        )
    call_command("migrate", "knowledge", "0003", "--fake", verbosity=0, stdout=StringIO())
    assert IndexMade.objects.get().recipe == "of last year"


@pytest.mark.parametrize("change", ["word", "weight", "new file", "file gone"])
def test_the_mark_changes_with_everything_the_index_is_made_of(tmp_path: Path, change: str) -> None:
    words, weights = tmp_path / "words.json", tmp_path / "rules.py"
    words.write_text('[{"concept": "tooth", "ru": ["зуб"]}]', "utf-8")
    weights.write_text("TITLE = 3.0")
    before = rules.recipe_of([words, weights])
    assert rules.recipe_of([weights, words]) == before
    if change == "word":
        words.write_text('[{"concept": "tooth", "ru": ["дуб"]}]', "utf-8")
    elif change == "weight":
        weights.write_text("TITLE = 4.0")
    files = {"new file": [words, weights, tmp_path / "more.json"], "file gone": [words]}
    (tmp_path / "more.json").write_text("[]")
    assert rules.recipe_of(files.get(change, [words, weights])) != before


def test_the_mark_of_the_house_covers_analyzer_glossary_and_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    monkeypatch.setattr(rules, "recipe_of", read.extend)
    rules.recipe.__wrapped__()
    names = {path.name for path in read}
    assert {"analyzer.py", "stems.py", "concepts.py", "transliterate.py", "rules.py"} <= names
    assert len([name for name in names if name.endswith(".json")]) >= 10


@pytest.mark.django_db(transaction=True)
def test_two_updates_at_once_make_it_once() -> None:
    make_article()
    IndexMade.objects.update_or_create(pk=1, defaults={"recipe": "of last year"})
    done: list[int] = []

    def run() -> None:
        try:
            done.append(renew())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [0, 0, 0, 1]
