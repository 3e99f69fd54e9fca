"""Which of the prepared texts a member gets: her own language, else the next of her order. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from helpdesk.languages import reading_order


def text_for(language: str, texts: Mapping[str, str]) -> tuple[str, str]:
    """(language, text) of the draft that a reader of `language` gets.

    Raises LookupError when nothing was written at all.
    """
    for code in reading_order(language):
        if texts.get(code, "").strip():
            return code, texts[code].strip()
    raise LookupError(language)
