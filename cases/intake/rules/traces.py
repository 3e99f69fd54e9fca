"""What a story should not hold: ways to name or reach a person. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A stretch of the story that names or reaches a person."""

    kind: str  # email, document, phone, handle
    text: str


_TRACES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\W\d_]{2,}")),
    (
        "document",
        re.compile(r"(?<!\w)(?:[A-ZА-ЯЁІЎ]{2}\s?\d{7}|\d{7}[A-ZА-Я]\d{3}[A-ZА-Я]{2}\d|\d{11})(?!\w)"),
    ),
    ("phone", re.compile(r"(?<![\w+])(?:\+\d[\d\s()\-]{7,17}\d|\d(?:[\s()\-]?\d){8,12})(?!\w)")),
    ("handle", re.compile(r"(?<![\w@.])@[A-Za-z0-9_]{4,32}")),
)


def traces_in(story: str) -> list[Finding]:
    """Phones, e-mails, handles and document numbers in the story, in the order of the story, each once."""
    found: list[tuple[int, Finding]] = []
    rest = story
    for kind, pattern in _TRACES:
        for hit in pattern.finditer(rest):
            found.append((hit.start(), Finding(kind, hit.group().strip())))
        rest = pattern.sub(lambda hit: " " * len(hit.group()), rest)
    return list(dict.fromkeys(finding for _, finding in sorted(found, key=lambda item: item[0])))


def without_traces(story: str) -> str:
    """The story with dots where a phone, e-mail, handle or document number stood."""
    for _, pattern in _TRACES:
        story = pattern.sub("…", story)
    return story
