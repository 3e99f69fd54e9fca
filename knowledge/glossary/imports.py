"""Words from a file in the shape of the data files: the whole file or nothing, with lines and reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow
from helpdesk.ui.forms import plain_text
from knowledge.glossary import actions, queries, rules
from knowledge.glossary.rules import Row

LARGEST_FILE = 5_000_000
MOST_FAULTS = 20


class NotTaken(ValueError):
    """Nothing of the file was taken; `faults` say where and why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass
class Taken:
    """What an import did: concepts with changed words, and concepts that were so already."""

    changed: int = 0
    unchanged: int = 0
    words: int = 0


@dataclass
class _Read:
    """The file's entries as rows, each concept with its line."""

    rows: list[Row] = field(default_factory=list)
    lines: dict[tuple[str, str, str], int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def import_words(text: str, by: Actor, *, means_both: bool = False) -> Taken:
    """Take every word of a file, or none. Raises NotTaken with a line and a reason for each fault."""
    read = _read(plain_text(text))
    if read.faults:
        raise NotTaken(read.faults[:MOST_FAULTS])
    try:
        with transaction.atomic():
            counts = actions.keep_rows(rows=read.rows, by=by, means_both=means_both)
    except NotNow as refused:
        raise NotTaken([str(refused)]) from None
    changed = sum(1 for count in counts.values() if count)
    return Taken(changed, len(counts) - changed, sum(counts.values()))


def _read(text: str) -> _Read:
    read, known = _Read(), queries.entries_now()
    try:
        items = list(rules.items_of(text))
    except rules.Unreadable as broken:
        read.faults.append(str(broken))
        return read
    for item in items:
        rows, wrong = rules.rows_of(item.entry)
        if wrong:
            read.faults.append(f"line {item.line}: {wrong}")
            continue
        for row in rows:
            _take(read, item.line, row, known.get(row[0], {}))
    return read


def _take(read: _Read, line: int, row: Row, known: rules.Entry) -> None:
    concept, language, word, use = row
    place = (concept, language, rules.plain(word))
    if place in read.lines:
        read.faults.append(f"line {line}: {word!r} stands already on line {read.lines[place]}")
        return
    is_new = use and language and rules.plain(word) not in map(rules.plain, known.get(language, []))
    fault = rules.fault_of(word) if is_new else None
    if fault:
        read.faults.append(f"line {line}: {word[:80]!r}: {actions.fault_text(fault)}")
        return
    read.lines[place] = line
    read.rows.append(row)
