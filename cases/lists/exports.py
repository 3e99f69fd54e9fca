"""A list as a file, in the words of who takes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.lists.queries import Row
from cases.lists.rules import COLUMNS, FileKind
from cases.reports.exports import csv_of_cells, sheet_of_cells
from cases.requests.models.choices import (
    CHANNEL_CHOICES,
    COUNTRY_CHOICES,
    OUTCOME_CHOICES,
    STATUS_CHOICES,
    TURN_CHOICES,
    URGENCY_CHOICES,
)
from cases.requests.queries import topic_names
from helpdesk import languages

TYPES = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEAD: dict[str, Promise] = {
    "code": _("Request"),
    "office": _("Office"),
    "country": _("Country"),
    "language": _("Language"),
    "channel": _("Channel"),
    "topic": _("Topic"),
    "urgency": _("Urgency"),
    "status": _("Status"),
    "turn": _("Whose turn"),
    "received_on": _("Came on"),
    "closed_on": _("Closed on"),
    "outcome": _("Outcome"),
}
WORDS: dict[str, dict[str, str | Promise]] = {
    "country": dict(COUNTRY_CHOICES),
    "channel": dict(CHANNEL_CHOICES),
    "urgency": dict(URGENCY_CHOICES),
    "status": dict(STATUS_CHOICES),
    "turn": dict(TURN_CHOICES),
    "outcome": dict(OUTCOME_CHOICES),
}


def head() -> list[str]:
    """The names of the columns, as page and file show them."""
    return [str(HEAD[name]) for name in COLUMNS]


def file_of(rows: Iterable[Row], kind: FileKind) -> bytes:
    """The whole file; nothing is written to a disk."""
    lines = [head(), *_lines(rows)]
    return csv_of_cells(lines) if kind is FileKind.CSV else sheet_of_cells(str(_("Requests")), lines)


def _lines(rows: Iterable[Row]) -> Iterator[list[str]]:
    topics = {topic.pk: topic.name for topic in topic_names()}
    for row in rows:
        yield [
            row.code,
            row.office,
            _said("country", row.country),
            languages.BY_CODE[row.language].own_name,
            _said("channel", row.channel),
            topics.get(row.topic, "") if row.topic else "",
            _said("urgency", row.urgency),
            _said("status", row.status),
            _said("turn", row.turn) if row.closed_at is None else "",
            _day(row.received_at),
            _day(row.closed_at),
            _said("outcome", row.outcome),
        ]


def _said(column: str, code: str) -> str:
    return str(WORDS[column].get(code, ""))


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
