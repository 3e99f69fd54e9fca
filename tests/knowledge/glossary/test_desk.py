"""The editors' pages of the glossary: find, add, leave out, take back, bring in and out."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.accounts.models import User
from knowledge.glossary import queries
from knowledge.glossary.imports import LARGEST_FILE
from knowledge.glossary.models import Word, WordChange
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
LIST, PESEL, FILE = "/desk/glossary/", "/desk/glossary/concepts/pesel/", "/desk/glossary/file/"
WORD = {"language": "be", "text": "пэсюлік", "use": "loan"}


@pytest.fixture
def desk(client: Client, sign_in: SignIn, ina_editor: User) -> Client:
    return sign_in(client, ina_editor)


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_editor_finds_a_concept_by_any_word_of_it(desk: Client) -> None:
    assert PESEL in body(desk, f"{LIST}?q=pesel")
    assert "/desk/glossary/new/" in body(desk, f"{LIST}?q=зусімнячуванаеслова")
    assert "1,3" in body(desk, LIST) or "13" in body(desk, LIST)


def test_the_list_costs_the_same_however_many_words_there_are(desk: Client) -> None:
    desk.get(LIST)
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for number in range(5):
        desk.post(PESEL, WORD | {"text": f"пэсюлік {'абвгд'[number]}с"})
    queries.know_nothing()
    with CaptureQueriesContext(connection) as many:
        desk.get(LIST)
    assert len(many) <= len(few) <= 12


def test_a_word_is_added_with_its_use_and_the_message_undoes_it(desk: Client) -> None:
    answer = desk.post(PESEL, WORD, follow=True)
    page = answer.content.decode()
    change = WordChange.objects.get()
    assert "пэсюлік" in page
    assert f'formaction="/desk/glossary/changes/{change.pk}/undo/"' in page
    assert (Word.objects.get().use, change.by_id) == ("loan", answer.context["user"].pk)
    desk.post(f"/desk/glossary/changes/{change.pk}/undo/")
    assert not Word.objects.exists()
    assert body(desk, "/desk/glossary/changes/").count("пэсюлік") >= 2


@pytest.mark.parametrize("text", ["", "?!", "я", "слова " * 7, "600100200", "і", "\x00\u202e", "there"])
def test_a_bad_word_comes_back_with_a_reason_and_stays_typed(desk: Client, text: str) -> None:
    text = queries.packaged()["pesel"]["be"][0] if text == "there" else text
    answer = desk.post(PESEL, WORD | {"text": text, "use": "said"})
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    if text.strip().isprintable():
        assert text.strip() in answer.content.decode()
    assert not WordChange.objects.exists()


def test_a_word_of_another_concept_needs_a_tick(desk: Client) -> None:
    other = next(slug for slug in queries.packaged() if slug != "pesel")
    taken = WORD | {"text": queries.packaged()[other]["be"][0]}
    page = desk.post(PESEL, taken).content.decode()
    assert other in page
    assert 'name="means_both"' in page
    desk.post(PESEL, taken | {"means_both": "on"})
    assert Word.objects.get().concept == "pesel"
    assert other in body(desk, PESEL)


def test_a_new_concept_begins_with_its_first_word_and_its_name_is_taken_once(desk: Client) -> None:
    answer = desk.post("/desk/glossary/new/", WORD | {"concept": "grushachka", "text": "грушачка"})
    assert answer.headers["Location"] == "/desk/glossary/concepts/grushachka/"
    assert "грушачка" in body(desk, "/desk/glossary/concepts/grushachka/")
    for slug in ("grushachka", "pesel", "Not Good", "", "a" * 61):
        assert desk.post("/desk/glossary/new/", WORD | {"concept": slug}).status_code == 200
    assert WordChange.objects.count() == 1
    left = desk.post("/desk/glossary/concepts/grushachka/leave-out/", {"language": "be", "text": "грушачка"})
    assert left.headers["Location"] == LIST
    assert desk.get("/desk/glossary/concepts/grushachka/").status_code == 404


def test_what_a_concept_may_also_mean_is_another_concept(desk: Client) -> None:
    desk.post(PESEL, {"language": "near", "text": "no-such-concept", "use": "said"})
    assert not Word.objects.exists()
    desk.post(PESEL, {"language": "near", "text": "residence-card", "use": "said"})
    assert "residence-card" in queries.entries_now()["pesel"]["near"]


def test_the_export_brings_everything_into_an_empty_glossary(desk: Client, tmp_path: Path) -> None:
    desk.post(PESEL, WORD)
    desk.post(f"{PESEL}leave-out/", {"language": "be", "text": queries.packaged()["pesel"]["be"][0]})
    desk.post(PESEL, {"language": "near", "text": "residence-card", "use": "said"})
    before = set(Word.objects.values_list("concept", "language", "text", "use"))
    text = desk.get("/desk/glossary/export/").content
    for row in WordChange.objects.all():
        desk.post(f"/desk/glossary/changes/{row.pk}/undo/")
    assert not Word.objects.exists()
    answer = desk.post(FILE, {"file": SimpleUploadedFile("g.json", text)})
    assert answer.headers["Location"] == "/desk/glossary/changes/"
    assert set(Word.objects.values_list("concept", "language", "text", "use")) == before
    file = tmp_path / "g.json"
    call_command("export_glossary", str(file), stdout=StringIO())
    assert file.read_bytes() == text


def test_the_whole_glossary_goes_out_in_the_shape_of_the_data_files_and_changes_nothing_here(
    desk: Client, tmp_path: Path
) -> None:
    entries = json.loads(desk.get("/desk/glossary/export/?all=1").content)
    assert len(entries) == len(queries.packaged())
    assert set(entries[0]) <= {"concept", "near", "be", "ru", "pl", "lt", "en"}
    file, out = tmp_path / "all.json", StringIO()
    file.write_text(json.dumps(entries), "utf-8")
    call_command("import_glossary", str(file), "--both", stdout=out)
    assert out.getvalue().startswith("0 words changed")


BAD = [
    ("{", "line 1"),
    ('[\n{"concept": "a",\n oops}\n]', "line 3"),
    ('{"words": []}', "line 1: expected a list"),
    ('[\n{"concept": "Not A Slug"}\n]', "line 2"),
    ('[\n{"concept": "new", "be": ["грушачка"]},\n{"concept": "pesel", "be": ["я"]}\n]', "line 3"),
    ('[\n{"concept": "new", "be": "грушачка"}\n]', "line 2: be must be a list"),
    ('[\n{"concept": "new", "be": ["грушачка", "Грушачка"]}\n]', "stands twice"),
    ('[\n{"concept": "new", "fr": ["poire"]}\n]', "unknown key 'fr'"),
    ('[\n{"concept": "new", "be": ["грушачка"]},\n{"concept": "new", "be": ["грушачка"]}\n]', "on line 2"),
    ('[\n{"concept": "new", "be": ["грушачка"], "near": ["nothing-like-it"]}\n]', "no other concept"),
    ('[\n{"concept": "new", "be": ["PESEL"]}\n]', "pesel"),
    ("[" * 100_000, "line 1"),
    ("[7]", "expected an object"),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_of_a_bad_file_nothing_is_taken_and_the_reason_is_said(
    desk: Client, tmp_path: Path, text: str, reason: str
) -> None:
    page = desk.post(FILE, {"file": SimpleUploadedFile("g.json", text.encode())}).content.decode()
    assert reason in page.replace("&#x27;", "'")
    file = tmp_path / "g.json"
    file.write_text(text, "utf-8")
    with pytest.raises(CommandError, match="nothing taken") as refused:
        call_command("import_glossary", str(file))
    assert reason in str(refused.value)
    assert not Word.objects.exists()
    assert not WordChange.objects.exists()


def test_no_file_an_empty_one_and_one_that_is_no_text_are_told(desk: Client) -> None:
    for data in (
        {},
        {"file": SimpleUploadedFile("g", b"")},
        {"file": SimpleUploadedFile("g", b"\xff\xfe\x00")},
    ):
        assert "error" in desk.post(FILE, data).content.decode()
    large = SimpleUploadedFile("g.json", b"[" + b" " * LARGEST_FILE + b"]")
    assert "too large" in desk.post(FILE, {"file": large}).content.decode()
    with pytest.raises(CommandError):
        call_command("import_glossary", "/nowhere/at/all.json")
