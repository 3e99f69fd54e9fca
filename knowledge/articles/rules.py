"""What a text is made of: sections with their hashes, and safe HTML. Plain Python."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

LONGEST_BODY = 200_000
# A line that is nothing but bold words is how people write a heading.
_HEADING = re.compile(r"^(?:#{1,6}\s+(?P<hash>.+?)\s*#*|\*\*(?P<bold>[^*\n]+)\*\*:?)\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_NAMED = re.compile(r"\{\{\s*fact:\s*([a-z0-9_-]+)\s*\}\}", re.I)
_HALF_NAMED = re.compile(r"\{\{\s*fact\b", re.I)
# A value stands in the middle of Markdown: nothing of it may be read as Markdown, HTML or another value.
_NOT_IN_VALUES = re.compile(r"[<>\[\]{}*`\\\n\r|]")
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "br", "hr", "h3", "h4"} | {
    "table", "thead", "tbody", "tr", "th", "td", "pre"
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; the first section may have no heading."""

    anchor: str
    title: str
    text: str

    @property
    def html(self) -> str:
        return render(self.text)

    @property
    def hash(self) -> str:
        """Changes with the words, not with white space."""
        words = " ".join(f"{self.title}\n{self.text}".split())
        return hashlib.sha256(words.encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


@lru_cache(maxsize=2048)
def render(text: str) -> str:
    """Markdown as HTML that cannot do anything: no scripts, images, frames, styles or odd addresses."""
    return nh3.clean(
        _markdown().render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "tel", "mailto"},
        link_rel="noopener noreferrer",
    )


def sections(body: str) -> list[Section]:
    """The sections of a Markdown text in order."""
    found: list[Section] = []
    title, lines, fenced = "", [], False
    for line in body.replace("\r\n", "\n").split("\n"):
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        _close(found, title, lines)
        title, lines = (heading["hash"] or heading["bold"]).strip(), []
    _close(found, title, lines)
    return found


def _close(found: list[Section], title: str, lines: list[str]) -> None:
    text = "\n".join(lines).strip()
    if title or text:
        found.append(Section(f"part-{len(found) + 1}", title, text))


def section_hashes(title: str, summary: str, body: str) -> list[str]:
    """One hash for the head (title and summary) and one for each section."""
    head = Section("head", title, summary)
    return [head.hash, *(section.hash for section in sections(body))]


def source_hashes_after(
    *, known: Sequence[str], before: Sequence[str], after: Sequence[str], typo: bool
) -> list[str]:
    """What translations are measured against after the source changed from `before` to `after`.

    `known` are the hashes valid until now. A typo outdates nothing, and a section that did not change keeps
    the hash it had, even if an earlier typo has since changed its words.
    """
    if typo and len(before) == len(after) and known:
        return list(known)
    kept = dict(zip(before, known, strict=False))
    return [kept.get(digest, digest) for digest in after]


def names_in(text: str) -> list[str]:
    """The values a text names as {{fact:name}}, each once, in order."""
    return list(dict.fromkeys(name.lower() for name in _NAMED.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its values in place; a name without a value stays as it is."""
    if "{{" not in text:
        return text
    return _NAMED.sub(lambda found: values.get(found[1].lower(), found[0]), text)


def has_half_name(text: str) -> bool:
    """Whether somebody began to name a value and did not end it: readers would see the braces."""
    return bool(_HALF_NAMED.search(_NAMED.sub("", text)))


def is_plain_value(value: str) -> bool:
    return not _NOT_IN_VALUES.search(value)


def stamp(*parts: str) -> str:
    """A short mark of exactly these texts."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


SOONEST_REVIEW, USUAL_REVIEW, LATEST_REVIEW = dt.timedelta(30), dt.timedelta(183), dt.timedelta(366)


def next_review(checked_on: dt.date | None, review_by: dt.date | None, today: dt.date) -> dt.date:
    """After a check today: again after as long as it was planned last time, between a month and a year."""
    planned = review_by - checked_on if checked_on and review_by else USUAL_REVIEW
    return today + min(max(planned, SOONEST_REVIEW), LATEST_REVIEW)
