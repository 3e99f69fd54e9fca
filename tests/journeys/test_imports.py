"""Input comes in by file: line by line, safe to repeat, never stopping half-way, and can be worked on."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from cases.requests.models import HelpRequest
from helpdesk.accounts.models import Office, User
from knowledge.articles.models import Article, Topic
from tests.journeys.conftest import AtWork
from tests.journeys.walker import Walker

pytestmark = pytest.mark.django_db
LINES: list[Any] = [
    {"id": "t1", "lang": "be", "country": "PL", "city": "Warszawa", "text": "Як запісаць дзіця ў школу?"},
    {"id": "t2", "lang": "ru", "country": "LT", "city": "Vilnius", "text": "Куда? 🙏\u202e", "topic": "x",
     "urgency": "emergency", "flags": ["suicidal"]},
    {"id": "t3", "lang": "xx", "country": "PL", "text": "?"},
    {"id": "t4", "lang": "pl", "country": "PL", "city": "", "text": ""},
    "not json at all {",
    {"id": "t1", "lang": "be", "country": "PL", "city": "Warszawa", "text": "Другі раз той самы нумар"},
    {"id": "t5", "lang": "lt", "country": "LT", "city": "Kaunas", "text": "Kur gauti pažymą?"},
]  # fmt: skip


def run(command: str, path: Path) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, str(path), stdout=out, stderr=err)
    except CommandError as refused:
        err.write(str(refused))
    return out.getvalue(), err.getvalue()


@pytest.fixture
def requests_file(tmp_path: Path) -> Path:
    path = tmp_path / "requests.jsonl"
    lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in LINES]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_good_lines_come_in_and_bad_ones_are_told_by_number(
    requests_file: Path, office_warsaw: Office, office_vilnius: Office, knowledge: Topic
) -> None:
    out, err = run("import_requests", requests_file)
    assert "3 imported" in out
    assert all(f"line {number}:" in err for number in (3, 4, 5))
    rows = {row.source_id: row for row in HelpRequest.objects.select_related("office")}
    assert {name.split(":")[-1] for name in rows if name} == {"t1", "t2", "t5"}
    second = next(row for name, row in rows.items() if name and name.endswith("t2"))
    assert (second.channel, second.topic, second.urgency, second.flags) == ("import", None, "normal", [])
    assert second.office == office_vilnius
    out, _ = run("import_requests", requests_file)
    assert "0 imported" in out
    assert HelpRequest.objects.count() == 3


def test_an_operator_works_on_an_imported_request(
    requests_file: Path, at_work: AtWork, alena_operator: User, knowledge: Topic
) -> None:
    run("import_requests", requests_file)
    row = HelpRequest.objects.get(source_id__endswith="t1")
    desk = at_work(alena_operator).open("/desk/queue/").follow(str(row.pk)).sees("Як запісаць дзіця ў школу?")
    desk.send("/reply/", words="Проста прыходзьце ў школу.", language="be").sees("Проста прыходзьце")


def test_articles_come_in_and_are_found(tmp_path: Path, knowledge: Topic) -> None:
    texts = {
        "be": {"title": "Школа для дзіцяці", "summary": "Як запісаць.", "body": "Прыходзьце ў школу раёна."},
        "pl": {"title": "Szkoła dla dziecka", "summary": "Jak zapisać.", "body": "Idź do szkoły rejonowej."},
    }
    good = {"slug": "pl-school", "topic": "documents", "country": "PL", "translations": texts}
    bad = {"slug": "pl-bad", "topic": "no-such-topic", "country": "PL", "translations": texts}
    path = tmp_path / "knowledge.json"
    path.write_text(json.dumps({"articles": [bad, good], "queries": []}, ensure_ascii=False), "utf-8")
    out, err = run("import_articles", path)
    assert "1 new" in out
    assert "pl-bad" in err
    assert Article.objects.get(slug="pl-school").title_pl == "Szkoła dla dziecka"
    out, _ = run("import_articles", path)
    assert "0 new" in out
    Walker(Browser()).open("/be/search/?q=школа").sees("Школа для дзіцяці")


def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path: Path, db: None) -> None:
    for command in ("import_requests", "import_articles"):
        out, err = run(command, tmp_path / "nothing.json")
        assert "nothing.json" in out + err
        assert "Traceback" not in out + err
