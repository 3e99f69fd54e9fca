"""`import_requests`: real lines in, reasons for what is refused, and never half-way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import override

from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_warsaw", "office_vilnius")]
GOOD = {"id": "x1", "text": "Патрэбна парада", "lang": "be", "country": "PL", "city": "Gdańsk"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The reasons are compared with their source, whether catalogues are compiled here or not."""
    with override("en"):
        yield


def run(path: Path) -> tuple[str, str, bool]:
    """(what it said, what it complained about, whether it ended well)."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_requests", str(path), stdout=out, stderr=err)
    except CommandError:
        return out.getvalue(), err.getvalue(), False
    return out.getvalue(), err.getvalue(), True


@pytest.fixture
def file_of(tmp_path: Path) -> Any:
    def write(*rows: Any) -> Path:
        path = tmp_path / "lines.jsonl"
        raw = [
            row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows
        ]
        path.write_bytes(b"\n".join(raw))
        return path

    return write


def test_a_line_becomes_a_sealed_request_without_a_receipt(file_of: Any, alena_operator: User) -> None:
    assert run(file_of(GOOD)) == ("1 imported, 0 here already, 0 refused.\n", "", True)
    help_request = HelpRequest.objects.select_related("client").get()
    opened = reveal_one(help_request, ["story"], by=alena_operator, reason=Reason.TRIAGE)
    assert opened["story"] == "Патрэбна парада"
    assert (help_request.channel, help_request.language) == ("import", "be")
    assert (help_request.country, help_request.city) == ("PL", "Gdańsk")
    assert help_request.client.locator is None


def test_labels_are_never_read(file_of: Any) -> None:
    labels = {
        "topic": "work",
        "problem": "secret",
        "urgency": "high",
        "flags": ["homeless"],
        "deadline_days": 3,
    }
    run(file_of({**GOOD, **labels}))
    help_request = HelpRequest.objects.get()
    assert (help_request.topic, help_request.urgency, help_request.flags) == (None, "normal", [])
    assert help_request.deadline_on is None


def test_running_it_again_changes_nothing(file_of: Any) -> None:
    path = file_of(GOOD, {**GOOD, "id": "x2"})
    run(path)
    assert run(path) == ("0 imported, 2 here already, 0 refused.\n", "", True)
    assert HelpRequest.objects.count() == Client.objects.count() == 2


def test_the_same_id_twice_in_one_file_is_one_request(file_of: Any) -> None:
    assert run(file_of(GOOD, GOOD))[0] == "1 imported, 1 here already, 0 refused.\n"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{not json", "is not JSON"),
        (b"\xff\xfe\xfa", "is not UTF-8 text"),
        (b"[1, 2]", "is not a JSON object"),
        (b"[" * 100_000, "is not JSON"),
        ({**GOOD, "id": None}, "id is missing or is not text"),
        ({**GOOD, "id": 7}, "id is missing or is not text"),
        ({**GOOD, "id": "i" * 61}, "id has 61 characters, at most 60 fit"),
        ({**GOOD, "text": ""}, "text is empty"),
        ({**GOOD, "text": "\x00 \u202e"}, "text is empty"),
        ({**GOOD, "text": "а" * 10_001}, "text has 10001 characters, at most 10000 fit"),
        ({**GOOD, "lang": "de"}, "lang is none of: be, ru, pl, lt, en"),
        ({**GOOD, "lang": ["be"]}, "lang is none of"),
        ({**GOOD, "country": "BY"}, "country is none of: PL, LT"),
        ({**GOOD, "city": 5}, "city is missing or is not text"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_stops_nothing(file_of: Any, bad: Any, reason: str) -> None:
    out, err, ended_well = run(file_of(GOOD, bad, {**GOOD, "id": "after"}))
    assert out == "2 imported, 0 here already, 1 refused.\n"
    assert err.startswith(f"line 2: {reason}")
    assert not ended_well
    assert HelpRequest.objects.filter(source_id="import:after").exists()


def test_blank_lines_a_byte_order_mark_and_a_missing_city_are_fine(file_of: Any) -> None:
    first = b"\xef\xbb\xbf" + json.dumps({**GOOD, "city": None}).encode()
    assert (
        run(file_of(first, b"", b"  ", {**GOOD, "id": "x2"}))[0] == "2 imported, 0 here already, 0 refused.\n"
    )


def test_a_complaint_never_repeats_what_a_person_wrote(file_of: Any) -> None:
    _out, err, _ok = run(file_of({**GOOD, "country": "BY", "text": "тайна"}, b'{"text": "tajna'))
    assert "тайна" not in err
    assert "tajna" not in err


def test_a_missing_file_gets_a_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_requests", str(tmp_path / "none.jsonl"))
