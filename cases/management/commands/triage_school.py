"""`triage_school`: makes the weights of triage (school-*.json) from invented examples (lessons/*.jsonl)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict, replace
from typing import Any

from django.core.management.base import BaseCommand

from cases.triage.rules.deadlines import lessons_of_days
from cases.triage.rules.judge import lesson_of, lesson_of_matter
from cases.triage.rules.nearest import FILE, LESSONS, packed
from cases.triage.rules.school import (
    DAYS,
    MATTERS,
    TOPICS,
    Lesson,
    fingerprint,
    is_whole,
    lesson_lines,
    school_file,
    topics_of_matters,
    train,
    with_known_matter,
)
from helpdesk.text.concepts import packaged


class Command(BaseCommand):
    help = "Learns the packaged lessons anew; run it after the lessons or the words of triage have changed."
    requires_system_checks: list[str] = []  # as Django declares it
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        subjects = (TOPICS, MATTERS, DAYS, LESSONS)
        parser.add_argument("subjects", nargs="*", default=subjects, help=f"of {subjects}; all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        lines, book = lesson_lines(), packaged()
        taught = {
            TOPICS: [lesson_of(line, book) for line in lines],
            MATTERS: [lesson_of_matter(line, book) for line in with_known_matter(lines)],
            DAYS: [one for line in lines if "deadline_days" in line for one in lessons_of_days(line)],
        }
        for subject in options["subjects"]:
            if subject == LESSONS:
                self._write_down(lines, taught[TOPICS])
                continue
            lessons = taught[subject]
            school = train(lessons, fingerprint(lines), subject)
            if subject == MATTERS:
                school = replace(school, about=topics_of_matters(with_known_matter(lines)))
            school_file(subject).write_text(_one_feature_a_line(asdict(school)), "utf-8")
            self.stdout.write(f"{subject}: {len(lessons)} lessons, {len(school.weights)} features")

    def _write_down(self, lines: list[dict[str, Any]], lessons: list[Lesson]) -> None:
        """The messages, not the phrases."""
        whole = [pair for pair in zip(lines, lessons, strict=True) if is_whole(pair[0])]
        FILE.write_text("".join(packed(whole, fingerprint(lines))), "utf-8")
        self.stdout.write(f"{LESSONS}: {len(whole)} lessons")


def _one_feature_a_line(school: dict[str, Any]) -> str:
    """JSON whose changes can be read in a review."""
    rows = [f"{_json(name)}: {_json(row)}" for name, row in school.pop("weights").items()]
    head = [f"{_json(name)}: {_json(value)}" for name, value in school.items()]
    return "{" + ",\n".join([*head, '"weights": {\n' + ",\n".join(rows) + "\n}"]) + "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
