"""Which stems may leave a trace: those of the shared vocabulary, where no name or number is. Pure."""

from __future__ import annotations

from functools import lru_cache

from helpdesk import languages
from helpdesk.text.concepts import read_entries
from helpdesk.text.normalise import words
from helpdesk.text.stems import key
from helpdesk.text.stopwords import is_stop_word


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, frozenset[str]]:
    """For each language the stems of all words of the glossary."""
    stems: dict[str, set[str]] = {code: set() for code in languages.CODES}
    for entry in read_entries():
        for code in languages.CODES:
            phrases = entry.get(code, [])
            if isinstance(phrases, list):
                for word in words(" ".join(map(str, phrases))):
                    if not is_stop_word(word) and not word.isdigit():
                        stems[code].add(key(word, code))
    return {code: frozenset(found) for code, found in stems.items()}
