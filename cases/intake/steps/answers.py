"""Answers on their way into one sealed text and back: only what was asked, only what was answered. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from cases.intake.steps.question import UNKNOWN, Kind
from cases.intake.steps.questions import BY_CODE, QUESTIONS

Answer = str | list[str]


def kept(answers: Mapping[str, object]) -> str:
    """JSON of the answered questions; empty text when she answered none."""
    found = {code: _plain(value) for code, value in answers.items() if code in BY_CODE and _is_said(value)}
    return json.dumps(found, ensure_ascii=False) if found else ""


def read(text: str) -> dict[str, Answer]:
    """The answers in such a text, in the order in which the form asks; unknown questions are left out."""
    found = json.loads(text) if text else {}
    return {question.code: found[question.code] for question in QUESTIONS if question.code in found}


def told(text: str) -> list[tuple[str, list[str], bool]]:
    """(question, answers, whether they are source strings to translate) for a page."""
    lines = []
    for code, value in read(text).items():
        question = BY_CODE[code]
        values = [value] if isinstance(value, str) else value
        words = dict(question.choices)
        lines.append((question.text, [words.get(item, item) for item in values], bool(words)))
    return lines


def is_day(code: str) -> bool:
    return BY_CODE[code].kind is Kind.DATE


def _is_said(value: object) -> bool:
    return value not in (None, "", [], UNKNOWN)


def _plain(value: object) -> Answer:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(item) for item in value]
    return str(value)
