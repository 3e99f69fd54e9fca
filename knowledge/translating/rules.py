"""Reading two texts against each other, and how hard a text is to read. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from helpdesk.languages import BY_CODE

# Where a text becomes hard at level B1. Inflected languages pack articles and prepositions into endings, so
# sentences have fewer words and words more letters than in English. Measured on the reviewed demo
# articles (average sentence 7 to 10 words, 5 to 14 per cent of long words), the limits lie at their upper
# edge. They are a hint beside the text and never stop anybody.
HARD_SENTENCE = {"be": 10, "ru": 10, "pl": 10, "lt": 9, "en": 14}  # words on average
LONG_WORD = {"be": 11, "ru": 11, "pl": 11, "lt": 12, "en": 10}  # letters
HARD_SHARE = {"be": 10, "ru": 12, "pl": 10, "lt": 10, "en": 10}  # per cent of long words
FEWEST_WORDS = 20  # less says nothing about a text
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
_LEFT_OUT = re.compile(r"^#{1,6}\s.*$|https?://\S+|\bwww\.\S+|\{\{[^}]*\}\}|[*_`>|]", re.M)
MOST_WORDS_COMPARED = 4000
CONTEXT = 1  # unchanged lines shown on either side of a change


def wanted_in(country: str) -> tuple[str, ...]:
    """The languages an article must have: Belarusian, Russian and those of the countries it is about."""
    return ("be", "ru", *{"PL": ("pl",), "LT": ("lt",)}.get(country, ("pl", "lt")))


@dataclass(frozen=True)
class Readability:
    """Figures of one text; `hard_*` say whether they are over the limit of its language."""

    words: int
    sentence_words: float
    long_share: int
    long_letters: int
    hard_sentences: bool
    hard_words: bool
    longest: str  # the longest sentence: the first to cut

    @property
    def is_hard(self) -> bool:
        return self.hard_sentences or self.hard_words


def readability(text: str, language: str) -> Readability | None:
    """None when the text is too short to say anything."""
    code = language if language in BY_CODE else "en"
    plain = _LEFT_OUT.sub(" ", text)
    sentences = [" ".join(part.split()) for part in _SENTENCE_END.split(plain)]
    lengths = {sentence: len(_WORD.findall(sentence)) for sentence in sentences}
    counts = [length for sentence in sentences if (length := lengths[sentence])]
    words = _WORD.findall(plain)
    if len(words) < FEWEST_WORDS or not counts:
        return None
    average = sum(counts) / len(counts)
    share = round(100 * sum(len(word) >= LONG_WORD[code] for word in words) / len(words))
    return Readability(
        words=len(words),
        sentence_words=round(average, 1),
        long_share=share,
        long_letters=LONG_WORD[code],
        hard_sentences=average > HARD_SENTENCE[code],
        hard_words=share > HARD_SHARE[code],
        longest=max(lengths, key=lambda sentence: lengths[sentence]),
    )


@dataclass(frozen=True)
class Piece:
    """A stretch that stayed (`same`), came (`ins`) or went (`del`); `gap` stands for unchanged lines."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """What changed, by words; unchanged paragraphs far from a change are one `gap`."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces += _around(old[i1:i2], first=i1 == 0, last=i2 == len(old))
        else:
            pieces += _by_words("".join(old[i1:i2]), "".join(new[j1:j2]))
    return list(_joined(pieces))


def _around(lines: list[str], *, first: bool, last: bool) -> list[Piece]:
    head, tail = (0 if first else CONTEXT), (0 if last else CONTEXT)
    if len(lines) <= head + tail + 1:
        return [Piece("same", "".join(lines))]
    hidden = len(lines) - head - tail
    begin, end = "".join(lines[:head]), "".join(lines[head + hidden :])
    return [Piece("same", begin), Piece("gap", ""), Piece("same", end)]


def _by_words(before: str, after: str) -> list[Piece]:
    old, new = re.findall(r"\s+|[^\s\w]|\w+", before), re.findall(r"\s+|[^\s\w]|\w+", after)
    if len(old) + len(new) > MOST_WORDS_COMPARED:
        return [Piece("del", before), Piece("ins", after)]
    pieces = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[i1:i2])))
            continue
        pieces += [Piece("del", "".join(old[i1:i2])), Piece("ins", "".join(new[j1:j2]))]
    return pieces


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Empty pieces out, neighbours of one kind together."""
    kept = [piece for piece in pieces if piece.text or piece.kind == "gap"]
    last: Piece | None = None
    for piece in kept:
        if last is not None and last.kind == piece.kind:
            last = Piece(piece.kind, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
