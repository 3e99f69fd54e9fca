"""What a story should not hold: ways to name or reach a person. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.intake.rules.people import people_in

GAP = "…"
AROUND = 32  # letters shown on either side of the place


@dataclass(frozen=True)
class Finding:
    """A stretch of the story that names or reaches a person; equal when the same words stand there."""

    kind: str  # email, document, phone, handle, person
    text: str
    before: str = field(default="", compare=False)
    after: str = field(default="", compare=False)


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
    """Phones, e-mails, handles, document numbers, and names of people in Belarus: in order, each once."""
    found: list[tuple[int, Finding]] = []
    rest = story
    for kind, pattern in _TRACES:
        for hit in pattern.finditer(rest):
            found.append((hit.start(), _finding(kind, story, hit.start(), hit.end())))
        rest = pattern.sub(lambda hit: " " * len(hit.group()), rest)
    found += [(start, _finding("person", story, start, end)) for start, end in people_in(rest)]
    return list(dict.fromkeys(finding for _, finding in sorted(found, key=lambda item: item[0])))


def without(story: str, findings: Sequence[Finding]) -> str:
    """The story with dots wherever the words of these findings stood."""
    for finding in sorted(findings, key=lambda item: -len(item.text)):
        story = story.replace(finding.text, GAP)
    return story


def without_traces(story: str) -> str:
    """The story with dots in place of everything that was found."""
    return without(story, traces_in(story))


def _finding(kind: str, story: str, start: int, end: int) -> Finding:
    text = story[start:end]
    end -= len(text) - len(text.rstrip())
    before, after = story[max(0, start - AROUND) : start], story[end : end + AROUND]
    if start > AROUND:
        before = GAP + before.partition(" ")[2]
    if end + AROUND < len(story):
        after = after.rpartition(" ")[0] + GAP
    return Finding(kind, story[start:end], before, after)
