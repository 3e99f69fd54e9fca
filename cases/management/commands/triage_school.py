"""`triage_school`: makes the weights of triage (school.json) from its invented examples (lessons/*.jsonl)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from cases.triage.rules.judge import lesson_of
from cases.triage.rules.school import SCHOOL, fingerprint, lesson_lines, train
from helpdesk.text.concepts import packaged


class Command(BaseCommand):
    help = "Learns the packaged lessons anew; run it after the lessons or the words of triage have changed."
    requires_system_checks: list[str] = []  # as Django declares it
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        lines, book = lesson_lines(), packaged()
        school = train([lesson_of(line, book) for line in lines], fingerprint(lines))
        SCHOOL.write_text(_one_feature_a_line(asdict(school)), "utf-8")
        self.stdout.write(f"{len(lines)} lessons, {len(school.weights)} features")


def _one_feature_a_line(school: dict[str, Any]) -> str:
    """JSON whose changes can be read in a review."""
    rows = [f"{_json(name)}: {_json(row)}" for name, row in school.pop("weights").items()]
    head = [f"{_json(name)}: {_json(value)}" for name, value in school.items()]
    return "{" + ",\n".join([*head, '"weights": {\n' + ",\n".join(rows) + "\n}"]) + "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
