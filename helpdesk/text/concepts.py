"""The glossary: what a word or phrase of any language stands for, matched on stems.

Data lies in data/*.json, each file a list of `{"concept": slug, "be": [...], "ru": [...], ...}`, optionally
with `"near": [slugs]`: what a person asking for this one may also mean. One slug may stand in several files.
What editors changed since comes from above: whoever keeps it gives it with `use_overlay`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from helpdesk import languages
from helpdesk.text.normalise import fold, is_cyrillic, words
from helpdesk.text.stems import HEARD, forget_keys, heard, key, keys
from helpdesk.text.stopwords import DENYING, is_stop_word
from helpdesk.text.transliterate import typed_for

DATA = Path(__file__).resolve().parent / "data"
_SHORT = 4  # a single word with a shorter key counts only as it is spelled
_TOO_BARE = 3  # a phrase of so many words of which only one carries meaning would match that word anywhere
_MOST_SEEN = 20_000  # words whose reading is kept: a vocabulary repeats itself
_LONGEST_PHRASE = 6
_FREE_ORDER = 2  # phrases of so many words are said either way round: "boli ząb", "ząb boli"
_FUZZY_LENGTH = 6  # shorter keys have too many neighbours for typing mistakes
_FUZZY_BY_EAR = 8  # a mistake in a word read by ear or in the other script is a guess twice over


@dataclass(frozen=True)
class Match:
    """A concept found in words[start:end]."""

    concept: str
    start: int
    end: int
    language: str


@dataclass(slots=True)
class Node:
    """One step in the tree of phrases."""

    further: dict[str, Node] = field(default_factory=dict)
    concepts: tuple[str, ...] = ()


@dataclass
class Glossary:
    """The phrases of all languages as trees of keys, ready to match."""

    trees: dict[str, Node]
    spelled: dict[str, tuple[str, ...]]
    near: dict[str, tuple[str, ...]]
    names: dict[str, dict[str, str]]
    neighbours: dict[str, tuple[str, ...]]
    seen: dict[tuple[str, bool], dict[str, tuple[str, ...]]] = field(
        default_factory=dict
    )  # words read before

    @property
    def concepts(self) -> tuple[str, ...]:
        return tuple(self.names)


def read_entries(folder: Path = DATA) -> list[dict[str, object]]:
    """All glossary entries of the data folder, files in name order."""
    return [entry for path in sorted(folder.glob("*.json")) for entry in json.loads(path.read_text("utf-8"))]


def without_one(text: str) -> set[str]:
    """The text and each text with one letter left out: two words one mistake apart share one of these."""
    return {text} | {text[:index] + text[index + 1 :] for index in range(len(text))}


def _insert(root: Node, steps: Sequence[str], concept: str) -> None:
    node = root
    for step in steps:
        node = node.further.setdefault(step, Node())
    if concept not in node.concepts:
        node.concepts = (*node.concepts, concept)


def _phrase_words(phrase: str) -> list[str]:
    """The words of a phrase; joining words stay out, so that they need not be said."""
    every = words(phrase)
    content = [word for word in every if not is_stop_word(word)] or every
    return content if len(content) > 1 or len(every) < _TOO_BARE else []


def _spell(glossary: Glossary, word: str, language: str, concept: str) -> bool:
    """Note a one-word phrase as spelled; whether it is long enough to be matched by its stem too."""
    for form in {word, fold(word)}:
        known = glossary.spelled.get(form, ())
        glossary.spelled[form] = known if concept in known else (*known, concept)
    return len(key(word, language)) >= _SHORT


def _plant(glossary: Glossary, phrase: str, language: str, concept: str) -> None:
    parts = _phrase_words(phrase)
    if not parts:
        return
    if len(parts) == 1 and not _spell(glossary, parts[0], language, concept):
        return
    for forms in {tuple(parts), tuple(fold(part) for part in parts)}:
        readings = ("pl", "lt") if language in ("ru", "be") and not is_cyrillic(forms[0]) else (language,)
        for reading in readings:
            steps = [key(form, reading) for form in forms]
            _insert(glossary.trees[reading], steps, concept)
            if len(steps) == _FREE_ORDER:
                _insert(glossary.trees[reading], steps[::-1], concept)
    if language in ("pl", "lt"):
        steps = [heard(part, polish=language == "pl") for part in parts]
        if len(steps) > 1 or len(steps[0]) > _SHORT:
            _insert(glossary.trees[HEARD], steps, concept)


def _first_steps(glossary: Glossary) -> dict[str, tuple[str, ...]]:
    every: set[str] = set()
    for tree in glossary.trees.values():
        pending = [tree]
        while pending:
            node = pending.pop()
            every.update(step for step in node.further if len(step) >= _FUZZY_LENGTH)
            pending.extend(node.further.values())
    table: dict[str, list[str]] = {}
    for step in sorted(every):
        for variant in without_one(step):
            table.setdefault(variant, []).append(step)
    return {variant: tuple(steps) for variant, steps in table.items()}


def compile_entries(entries: Iterable[dict[str, object]]) -> Glossary:
    """The glossary of these entries; unknown languages are ignored."""
    glossary = Glossary({code: Node() for code in (*languages.CODES, HEARD)}, {}, {}, {}, {})
    for entry in entries:
        concept = str(entry["concept"])
        names = glossary.names.setdefault(concept, {})
        near = entry.get("near", [])
        if isinstance(near, list):
            glossary.near[concept] = tuple(dict.fromkeys((*glossary.near.get(concept, ()), *map(str, near))))
        for language in languages.CODES:
            phrases = entry.get(language, [])
            if not isinstance(phrases, list):
                continue
            for phrase in phrases:
                names.setdefault(language, str(phrase))
                _plant(glossary, str(phrase), language, concept)
    glossary.neighbours = _first_steps(glossary)
    return glossary


@lru_cache(maxsize=1)
def packaged() -> Glossary:
    """The glossary as it came with the house, read once for each process."""
    found = compile_entries(read_entries())
    forget_keys()
    return found


_kept: list[Callable[[], Glossary | None]] = []  # where the editors' glossary comes from; empty: nowhere


def use_overlay(source: Callable[[], Glossary | None]) -> None:
    """From now on ask `source` for the glossary of today; None: it is the packaged one.

    It is asked at every analysis, so it must be cheap: it notices by itself when a version is out of date.
    """
    _kept[:] = [source]


def glossary() -> Glossary:
    """The glossary of today: the packaged one with what editors changed."""
    return (_kept[0]() if _kept else None) or packaged()


def _steps_of(word: str, book: Glossary, *, forgiving: bool) -> dict[str, tuple[str, ...]]:
    """For each language the keys under which a word may stand in its tree; neighbours if it is unknown."""
    steps = book.seen.get((word, forgiving))
    if steps is None:
        if len(book.seen) >= _MOST_SEEN:
            book.seen.clear()
        steps = book.seen[word, forgiving] = _read(word, book, forgiving=forgiving)
    return steps


def _read(word: str, book: Glossary, *, forgiving: bool) -> dict[str, tuple[str, ...]]:
    readings = keys(word)
    known = any(reading in book.neighbours.get(reading, ()) for _, reading in readings)
    found: dict[str, list[str]] = {}
    for language, reading in readings:
        steps = found.setdefault(language, [])
        steps.append(reading)
        by_ear = language == HEARD or is_cyrillic(word) != (language in ("ru", "be"))
        if forgiving and not known and len(reading) >= (_FUZZY_BY_EAR if by_ear else _FUZZY_LENGTH):
            near = (step for variant in without_one(reading) for step in book.neighbours.get(variant, ()))
            steps.extend(step for step in near if step[0] == reading[0])
    return {language: tuple(dict.fromkeys(steps)) for language, steps in found.items()}


def _phrases(tree: Node, steps: Sequence[tuple[str, ...]], *, gap: bool) -> list[tuple[int, str]]:
    """Every phrase that begins here: how many steps it takes, and what it stands for.

    With `gap` one other word may stand within it: "hits (me) every night", "husband (again) drinks".
    """
    found: list[tuple[int, str]] = []
    pending = [(tree, 0, gap)]
    while pending:
        node, depth, may_skip = pending.pop()
        found += [(depth, concept) for concept in node.concepts]
        for skipped in (0, 1) if may_skip and depth else (0,):
            here = steps[depth + skipped] if depth + skipped < len(steps) else ()
            pending += [
                (node.further[step], depth + skipped + 1, may_skip and not skipped)
                for step in here
                if step in node.further
            ]
    return found


def _is_chance(word: str, code: str, steps: Sequence[str]) -> bool:
    """Whether a single short word of one script, read in a language of the other, says nothing."""
    other_script = is_cyrillic(word) != (code in ("ru", "be"))
    return other_script and min(map(len, steps), default=0) <= _SHORT


def _least_in_document(word: str, code: str, language: str) -> int:
    """How many words a phrase read as `code` must have in an article written in `language`.

    An article is spelled as its language is: what it quotes from the local one stands in the other script or
    is a name of several words. `państwo` is no `пьянство` there, and `паспорт` no `paspartinti`.
    """
    cyrillic = is_cyrillic(word)
    quoted = cyrillic != (language in ("ru", "be"))
    if code == HEARD:
        return 1 if cyrillic else 2
    if code == language or (quoted and code in ("pl", "lt")):
        return 1
    return 2 if cyrillic == (code in ("ru", "be")) else _LONGEST_PHRASE + 1


def match(
    content: Sequence[str],
    language: str,
    *,
    forgiving: bool = False,
    nested: bool = False,
    book: Glossary | None = None,
) -> list[Match]:
    """The concepts in these content words: the longest phrase of each language at each place.

    With `nested` also the shorter ones it begins with (an article on a child's card is one on the card, too).

    Where the text's own language (or the very spelling) knows a phrase, shorter and equal ones of the others
    are chance: Lithuanian `Lenkijoje` sounds like Polish `lęki`. `forgiving` also takes words one typing
    mistake away (for queries; documents are matched strictly).
    """
    book = book or glossary()
    ladder = [_steps_of(word, book, forgiving=forgiving) for word in content]
    found: list[Match] = []
    for start, word in enumerate(content):
        forms = dict.fromkeys((word, *typed_for(word)))
        concepts = [(concept, 1, "") for form in forms for concept in book.spelled.get(form, ())]
        for code, tree in book.trees.items():
            if any(step in tree.further for step in ladder[start].get(code, ())):
                rungs = [rung.get(code, ()) for rung in ladder[start : start + _LONGEST_PHRASE]]
                phrases = _phrases(tree, rungs, gap=forgiving and word not in DENYING)
                least = 1 if nested else max((length for length, _concept in phrases), default=0)
                least = 2 if least == 1 and _is_chance(word, code, rungs[0]) else least
                least = max(least, _least_in_document(word, code, language)) if nested else least
                concepts += [(concept, length, code) for length, concept in phrases if length >= least]
        own = max((length for _concept, length, code in concepts if code in ("", language)), default=0)
        found += [
            Match(concept, start, start + length, code)
            for concept, length, code in concepts
            if code in ("", language) or length > own
        ]
    return list({(item.concept, item.start, item.end): item for item in found}.values())
