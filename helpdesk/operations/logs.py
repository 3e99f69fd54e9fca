"""Lines of the log as JSON: what happened and where in the code, never what somebody wrote.

A message of ours holds ids only (house rule). Of everybody else's, only the words that stand in their program
are kept, without what was put into them: a path, an address, the text of an exception. Of an exception its
kind and the lines of code are kept, never its words: they may quote a form.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

OURS = ("helpdesk", "cases", "knowledge")
MOST_STEPS = 12
MOST_WORDS = 500


class JsonLines(logging.Formatter):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname,
            "logger": record.name,
            "said": _words(record)[:MOST_WORDS],
            "process": record.process,
            **_facts(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["steps"] = steps(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def steps(trace: TracebackType | None) -> list[str]:
    """The innermost lines of code, without values."""
    found = traceback.extract_tb(trace)[-MOST_STEPS:]
    return [f"{step.filename}:{step.lineno} {step.name}" for step in found]


def _words(record: logging.LogRecord) -> str:
    """Words put together before they came here cannot be told from values: only those of our own are kept."""
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    template = str(record.msg)
    return template if record.args or _stands_in_program(template) else "(left out)"


def _stands_in_program(text: str) -> bool:
    """Plain words that a program could have written itself: ASCII, no digits, no address, no quotation."""
    return text.isascii() and len(text) < MOST_WORDS and not any(c.isdigit() or c in "@/'\"`" for c in text)


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    """Names that come from our own tables: the page's name, the status, the task and its id."""
    facts: dict[str, Any] = {}
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    if match is not None:
        facts["view"] = match.view_name
    if isinstance(status := getattr(record, "status_code", None), int):
        facts["status"] = status
    data = getattr(record, "data", None)
    if record.name.startswith("celery") and isinstance(data, dict):
        facts |= {key: str(data[key])[:100] for key in ("name", "id", "runtime") if key in data}
    return facts
