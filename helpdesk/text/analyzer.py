"""The analyzer: what search and triage know about a text. Deterministic, the same at indexing and asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk import languages
from helpdesk.text.concepts import Glossary, Match, glossary, match
from helpdesk.text.normalise import is_cyrillic, words
from helpdesk.text.stems import key
from helpdesk.text.stopwords import is_stop_word


@dataclass(frozen=True)
class Analysis:
    """A text, taken apart.

    `tokens`: its words in order, normalised, joining words included. `content`: without joining words.
    `stems`: one key for each content word, read in the text's language (in another script: in its own).
    `concepts`: glossary slugs in order of appearance, each once. `matches`: where in `content` each stands.
    """

    tokens: tuple[str, ...]
    content: tuple[str, ...]
    stems: tuple[str, ...]
    concepts: tuple[str, ...]
    matches: tuple[Match, ...]


def analyze(
    text: str, lang: str, *, forgiving: bool = False, nested: bool = False, book: Glossary | None = None
) -> Analysis:
    """Take a text apart. `lang` is its main language; words of the other four are understood as well.

    With `forgiving`, concepts are also found behind typing mistakes (meant for short queries);
    with `nested`, also those that a longer phrase only begins with (meant for what is to be found).
    `book` is the glossary to read by, today's without it.
    """
    code = lang if lang in languages.BY_CODE else languages.DEFAULT
    tokens = tuple(words(text))
    content = tuple(word for word in tokens if not is_stop_word(word))
    matches = tuple(match(content, code, forgiving=forgiving, nested=nested, book=book))
    return Analysis(
        tokens=tokens,
        content=content,
        stems=tuple(key(word, _reading(word, code)) for word in content),
        concepts=tuple(dict.fromkeys(item.concept for item in matches)),
        matches=matches,
    )


def _reading(word: str, lang: str) -> str:
    """The language in which to read a word of a text in `lang`: Latin words in a Cyrillic text are Polish."""
    if lang in ("be", "ru"):
        return lang if is_cyrillic(word) or word[0].isdigit() else "pl"
    return lang


def concepts_of(text: str, lang: str) -> tuple[str, ...]:
    """The concepts of a text in order of appearance, each once."""
    return analyze(text, lang).concepts


def near_concepts(concepts: Sequence[str]) -> tuple[str, ...]:
    """What a person who names these concepts may also mean; never the concepts themselves."""
    book = glossary()
    near = [other for concept in concepts for other in book.near.get(concept, ())]
    return tuple(dict.fromkeys(other for other in near if other not in concepts))


def concept_name(concept: str, lang: str) -> str:
    """The glossary's first word for a concept in a language, in English or as a slug when it has none."""
    names = glossary().names.get(concept, {})
    return names.get(lang) or names.get("en") or concept
