"""Every template is used by somebody."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture import house

QUOTED = re.compile(r"[\"']([\w./-]+\.html)(?:#[\w-]+)?[\"']")
PREFIX = re.compile(r"[\"']([\w./-]+/)\{")  # f"cases/intake/{name}.html"
WORD = re.compile(r"[\"']([\w-]+)(?:\.html)?[\"']")
# Rendered by name from inside a library: allauth's pages and elements, Django's error pages.
BY_LIBRARIES = ("account/", "mfa/", "allauth/", "django/forms/", "429.html")


def _template_name(path: str) -> str:
    return path.partition("/templates/")[2]


def _named_by(path: Path) -> set[str]:
    """Templates a file names in full, or puts together from a folder and a word of its own."""
    text = path.read_text()
    put_together = {f"{prefix}{word}.html" for prefix in PREFIX.findall(text) for word in WORD.findall(text)}
    return {*QUOTED.findall(text), *put_together}


def test_every_template_is_used() -> None:
    named = {name for path in [*house.house_files(), *house.templates()] for name in _named_by(path)}
    ours = {_template_name(house.name(path)) for path in house.templates()}
    unused = {name for name in ours - named if not name.startswith(BY_LIBRARIES)}
    assert unused == set()


def test_every_template_that_is_named_exists() -> None:
    ours = {_template_name(house.name(path)) for path in house.templates()}
    rooms = tuple({f"{name.split('/')[0]}/" for name in ours} - {f"{name}" for name in BY_LIBRARIES})
    sources = [*house.house_files(), *house.templates()]
    named = {
        (name, house.name(path))
        for path in sources
        for name in QUOTED.findall(path.read_text())
        if name.startswith(rooms) and name not in ours
    }
    assert named == set()
