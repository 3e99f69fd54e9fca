"""The words of the confidentiality terms: data beside the code, one file for each version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cases.requests.rules import TERMS_VERSION
from helpdesk.languages import reading_order

FOLDER = Path(__file__).resolve().parent.parent / "terms"


@dataclass(frozen=True)
class Terms:
    """One version in one language."""

    version: int
    language: str
    title: str
    points: tuple[str, ...]


def terms_for(language: str) -> Terms:
    """The terms of today in this language, or in the next one of her order."""
    texts = _texts(TERMS_VERSION)
    code = next(code for code in reading_order(language) if code in texts)
    return Terms(TERMS_VERSION, code, str(texts[code]["title"]), tuple(texts[code]["points"]))


@cache
def _texts(version: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / f"{version}.json").read_text("utf-8"))["texts"]
    return found
