"""The replay command: a line before each label is used, the summary, the same for the same seed."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

OWN = Path(__file__).resolve().parents[2] / "benchmarks" / "own_messages.jsonl"
KEYS = {"id", "place", "groups", "is_new", "topic", "urgency", "flags", "deadline_days"}


def replayed(path: Path, seed: int = 1) -> list[dict[str, Any]]:
    said = io.StringIO()
    call_command("triage_replay", str(path), "--json", "--seed", str(seed), stdout=said)
    return [json.loads(line) for line in said.getvalue().splitlines()]


def few(tmp_path: Path, count: int = 12) -> Path:
    path = tmp_path / "few.jsonl"
    path.write_text("\n".join(OWN.read_text("utf-8").splitlines()[:count]), "utf-8")
    return path


def test_each_message_has_its_line_and_the_summary_comes_last(tmp_path: Path) -> None:
    *lines, last = replayed(few(tmp_path))
    assert len(lines) == 12
    assert all(line.keys() == KEYS for line in lines)
    assert last["summary"]["messages"] == 12
    assert {"group_first", "group_among_three", "topic", "new", "emergency", "flags", "bcubed_f1"} <= set(
        last["summary"]
    )


def test_the_first_message_meets_no_group_and_groups_are_only_ones_seen_before() -> None:
    label = {one["id"]: one["problem"] for one in map(json.loads, OWN.read_text("utf-8").splitlines())}
    seen: set[str] = set()
    *lines, _summary = replayed(OWN, seed=2)
    assert lines[0]["is_new"]
    for line in lines:
        assert {group["group"] for group in line["groups"]} <= seen
        seen.add(label[line["id"]])


def test_a_label_changes_nothing_of_its_own_line(tmp_path: Path) -> None:
    """Every label of the last message of an order is turned: what was said of it stays the same."""
    path = few(tmp_path)
    before = replayed(path)[:-1]
    last = before[-1]["id"]
    turned = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for one in turned:
        if one["id"] == last:
            one |= {"problem": "x", "topic": "other", "urgency": "low", "flags": [], "deadline_days": 3}
    path.write_text("\n".join(map(json.dumps, turned)), "utf-8")
    assert replayed(path)[:-1] == before


def test_the_same_seed_says_the_same_and_another_shuffles(tmp_path: Path) -> None:
    path = few(tmp_path)
    assert replayed(path, 5) == replayed(path, 5)
    assert [line.get("id") for line in replayed(path, 5)] != [line.get("id") for line in replayed(path, 6)]


@pytest.mark.django_db
def test_nothing_is_stored_and_no_table_is_asked(tmp_path: Path, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        replayed(few(tmp_path))


@pytest.mark.parametrize("line", ["{nonsense", "[1]", '{"id": 1}'])
def test_a_line_that_is_no_message_is_named_by_number_alone(line: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(CommandError, match="Line 2"):
        replayed(path)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        replayed(tmp_path / "none.jsonl")
