"""What a text is made of: sections with their hashes, and safe HTML. Plain Python."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

LONGEST_BODY = 200_000
# A line that is nothing but bold words is how people write a heading.
_HEADING = re.compile(r"^(?:#{1,6}\s+(?P<hash>.+?)\s*#*|\*\*(?P<bold>[^*\n]+)\*\*:?)\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
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
