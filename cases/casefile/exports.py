"""A client's own thread as plain text to take away."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.casefile.queries.inbox import Said, Thread
from helpdesk.ui.dates import day


def as_text(threads: Iterable[Thread]) -> str:
    """All threads, oldest word first. Her own words are left out where her device may be searched."""
    parts: list[str] = []
    for thread in threads:
        parts.append("=" * 40)
        parts.extend(_entry(said) for said in thread.said)
    return "\n\n".join(parts) + "\n"


def _entry(said: Said) -> str:
    who = _("You") if said.is_hers else _("Help desk")
    text = _("(your own words are hidden)") if said.text is None else said.text
    title = f"\n{said.article_title}" if said.article_title else ""
    return f"{who}, {day(said.at)}:\n{text}{title}"
