"""One text as its readers have it: a look before saving, how hard it reads, and what changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knowledge.articles.models import Article, FactValue, Revision, RevisionState
from knowledge.articles.rules import Section, filled, names_in, sections
from knowledge.translating.rules import Piece, Readability, difference, readability

PARTS: dict[str, str | Promise] = {"title": _("Title"), "summary": _("Summary"), "body": _("Text")}


@dataclass(frozen=True)
class Look:
    """A text before it is saved, its values in place; `unknown` are names that nobody keeps."""

    title: str
    summary: str
    sections: list[Section]
    unknown: list[str]
    reading: Readability | None


@dataclass(frozen=True)
class Part:
    """Title, summary or body with what changed; `changed` is false when nothing did."""

    label: str | Promise
    pieces: list[Piece]

    @property
    def changed(self) -> bool:
        return any(piece.kind in {"ins", "del"} for piece in self.pieces)


def look(typed: Mapping[str, str], language: str) -> Look:
    """How readers would see what is typed. One query when it names values, else none."""
    both = f"{typed['summary']}\n{typed['body']}"
    values = _said(both, language)
    body = filled(typed["body"], values)
    return Look(
        title=typed["title"],
        summary=filled(typed["summary"], values),
        sections=sections(body),
        unknown=[name for name in names_in(both) if name not in values],
        reading=reading(body, language),
    )


def reading(text: str, language: str) -> Readability | None:
    return readability(text, language)


def _said(text: str, language: str) -> dict[str, str]:
    names = names_in(text)
    known = FactValue.objects.filter(name__in=names) if names else []
    return {value.name: value.text_in(language) for value in known}


def versions_of(article: Article, language: str) -> list[Revision]:
    """Every version, the newest first, without its text. One query."""
    found = article.revisions.filter(language=language).select_related("author", "proposed_by")
    return list(found.defer("body", "summary").latest_first())


def version_before(revision: Revision, number: int | None) -> Revision | None:
    """The version to compare with: the one asked for, else the published one before."""
    same = Revision.objects.filter(article=revision.article_id, language=revision.language)
    if number is not None:
        return same.filter(number=number).first()
    published = same.published().exclude(pk=revision.pk).latest_first()
    if revision.state == RevisionState.PUBLISHED:
        published = published.filter(number__lt=revision.number)
    return published.first()


def parts_changed(before: Revision | None, after: Revision) -> list[Part]:
    """Title, summary and body by words, as readers had them."""
    old = _as_read(before) if before else ("", "", "")
    return [
        Part(label, difference(was, now))
        for label, was, now in zip(PARTS.values(), old, _as_read(after), strict=True)
    ]


def _as_read(revision: Revision) -> tuple[str, str, str]:
    if revision.state == RevisionState.PUBLISHED:
        return revision.as_read
    values = _said(f"{revision.summary}\n{revision.body}", revision.language)
    return revision.title, filled(revision.summary, values), filled(revision.body, values)
