"""The name an article made of an answer gets in addresses. Pure."""

from __future__ import annotations

import re

from helpdesk.text.normalise import fold, normalise
from helpdesk.text.transliterate import latin_of


def short_name(title: str, country: str) -> str:
    """The article's name in addresses, made of its title."""
    words = re.findall(r"[a-z0-9]+", fold(latin_of(normalise(title))))
    return "-".join([country.lower(), *words] if country else words)[:80].strip("-")
