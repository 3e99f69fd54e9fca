"""Finds every translatable string of the house in Python and templates, without the gettext programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from helpdesk.ui.package_strings import PACKAGE_STRINGS

HOUSES = ("helpdesk", "cases", "knowledge")
SUFFIXES = {".py", ".html", ".txt"}
SKIPPED_FOLDERS = {"migrations", "tests", "static"}
NOTE = "Translators:"  # a comment that begins so is meant for the translators
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
FUNCTIONS = dict.fromkeys(sorted(SINGLE | PLURAL | CONTEXT | CONTEXT_PLURAL))

Key = tuple[str, str]  # context (empty: none) and source text


@dataclass
class Phrase:
    """One source string, and everything a translator should know about it."""

    context: str
    text: str
    plural: str = ""
    files: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.context, self.text


def collect(root: Path) -> dict[Key, Phrase]:
    """Every phrase of the project below `root`, with the phrases of packages that our pages show."""
    phrases: dict[Key, Phrase] = {}
    for package, text, plural in PACKAGE_STRINGS:
        _add(phrases, Phrase("", text, plural, {package}))
    for path in _sources(root):
        for phrase in phrases_in(path, str(path.relative_to(root))):
            _add(phrases, phrase)
    return phrases


def phrases_in(path: Path, name: str) -> Iterator[Phrase]:
    """The phrases of one file, in the order of its lines."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into calls of gettext; the indentation of markup would offend the tokenizer.
        text = "\n".join(line.strip() for line in templatize(text, origin=name).splitlines())
    source = BytesIO(text.encode())
    found: Iterator[Any] = extract_python(source, FUNCTIONS, [NOTE], {"encoding": "utf-8"})
    for _line, function, messages, notes in found:  # one argument comes bare, several as a tuple
        phrase = _phrase(str(function), list(messages) if isinstance(messages, tuple) else [messages])
        if phrase is not None:
            phrase.files.add(name)
            phrase.notes.update([" ".join(note.strip() for note in notes)] if notes else [])
            yield phrase


def _phrase(function: str, words: list[str | None]) -> Phrase | None:
    """The call's literal arguments as a phrase; None for a call whose text is not a literal."""
    context = words.pop(0) if function in CONTEXT | CONTEXT_PLURAL and words else ""
    texts = [word for word in words[: 2 if function in PLURAL | CONTEXT_PLURAL else 1] if word]
    if len(texts) < (2 if function in PLURAL | CONTEXT_PLURAL else 1):
        return None
    return Phrase(context or "", texts[0], texts[1] if len(texts) == 2 else "")


def _add(phrases: dict[Key, Phrase], phrase: Phrase) -> None:
    known = phrases.setdefault(phrase.key, phrase)
    known.files |= phrase.files
    known.notes |= phrase.notes
    known.plural = known.plural or phrase.plural


def _sources(root: Path) -> Iterator[Path]:
    for house in HOUSES:
        for path in sorted((root / house).rglob("*")):
            inside = set(path.relative_to(root).parts[:-1])
            if path.suffix in SUFFIXES and path.is_file() and not inside & SKIPPED_FOLDERS:
                yield path
