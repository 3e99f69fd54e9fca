"""Where each language of each article stands, and what the side-by-side editor shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.text.collate import sort_key
from knowledge.articles.models import Article, Revision
from knowledge.articles.queries import without_bodies
from knowledge.articles.rules import Section, sections
from knowledge.articles.workflow import SectionState, TranslationState, section_state, translation_state

STATE_LABELS: dict[str, str | Promise] = {
    TranslationState.MISSING: pgettext_lazy("status", "missing"),
    TranslationState.DRAFT: pgettext_lazy("status", "draft"),
    TranslationState.PUBLISHED: pgettext_lazy("status", "published"),
    TranslationState.OUTDATED: pgettext_lazy("status", "outdated"),
}
STATE_TONES = {
    TranslationState.MISSING: "plain",
    TranslationState.DRAFT: "info",
    TranslationState.PUBLISHED: "ok",
    TranslationState.OUTDATED: "warn",
}


SECTION_LABELS: dict[str, str | Promise] = {
    SectionState.MISSING: pgettext_lazy("status", "missing"),
    SectionState.DRAFT: pgettext_lazy("status", "draft"),
    SectionState.REVIEWED: pgettext_lazy("status", "reviewed"),
    SectionState.OUTDATED: pgettext_lazy("status", "changed since the translation"),
}
SECTION_TONES = {
    SectionState.MISSING: "plain",
    SectionState.DRAFT: "info",
    SectionState.REVIEWED: "ok",
    SectionState.OUTDATED: "warn",
}


@dataclass(frozen=True)
class Cell:
    """One language of one article."""

    language: str
    state: TranslationState
    has_draft: bool

    @property
    def label(self) -> str | Promise:
        return STATE_LABELS[self.state]

    @property
    def tone(self) -> str:
        return STATE_TONES[self.state]


@dataclass(frozen=True)
class Row:
    """One article in the editors' list."""

    article: Article
    title: str
    title_language: str
    cells: list[Cell]


@dataclass(frozen=True)
class SourceSection:
    """A section of the source and where its translation stands; no state beside the source itself."""

    section: Section
    state: str = ""

    @property
    def changed(self) -> bool:
        return self.state == SectionState.OUTDATED

    @property
    def label(self) -> str | Promise:
        return SECTION_LABELS.get(self.state, "")

    @property
    def tone(self) -> str:
        return SECTION_TONES[SectionState(self.state)]


def rows(user: User, *, language: str = "", state: str = "") -> list[Row]:
    """Every article this editor may see, or only those where `language` is in `state`. Two queries."""
    articles = list(Article.objects.visible_to(user).select_related("topic").defer(*without_bodies()))
    marks = _marks([article.pk for article in articles])
    found = [_row(article, marks, user.language) for article in articles]
    if language and state:
        found = [row for row in found if any(c.language == language and c.state == state for c in row.cells)]
    return sorted(found, key=lambda row: sort_key(row.title, row.title_language or user.language))


@dataclass
class Mark:
    """What is known of one language: the newest published revision's origin, and whether a draft waits."""

    published_from: list[str] | None = None
    has_draft: bool = False


def _marks(articles: list[int]) -> dict[tuple[int, str], Mark]:
    marks: dict[tuple[int, str], Mark] = defaultdict(Mark)
    revisions = Revision.objects.filter(article__in=articles).order_by("number")
    for article, language, state, made_from in revisions.values_list(
        "article_id", "language", "state", "made_from"
    ):
        mark = marks[(article, language)]
        if state == "draft":
            mark.has_draft = True
        else:
            mark.published_from = made_from
    return marks


def _row(article: Article, marks: dict[tuple[int, str], Mark], reader: str) -> Row:
    cells = []
    for code in languages.CONTENT_CODES:
        mark = marks[(article.pk, code)]
        state = translation_state(
            has_draft=mark.has_draft,
            published_from=mark.published_from,
            source_now=article.source_hashes,
            is_source=code == article.source_language,
        )
        cells.append(Cell(code, state, mark.has_draft))
    shown = article.language_for(reader)
    return Row(article, article.heading_in(shown)[0] if shown else article.slug, shown, cells)


def draft_of(article: Article, language: str) -> Revision | None:
    return article.revisions.drafts().filter(language=language).first()


def source_sections(article: Article, language: str) -> list[SourceSection]:
    """The published source, with where each section's translation into `language` stands."""
    title, summary, body = article.text_in(article.source_language)
    every = [Section("head", title, summary), *sections(body)] if title else []
    if language == article.source_language:
        return [SourceSection(section) for section in every]
    last = article.revisions.published().filter(language=language).latest_first().first()
    draft = draft_of(article, language)
    hashes = [*article.source_hashes, *[""] * len(every)]
    return [
        SourceSection(
            section,
            section_state(
                hashes[at],
                published_from=last.made_from if last else None,
                draft_from=draft.made_from if draft else None,
            ),
        )
        for at, section in enumerate(every)
    ]


def raw_text(article: Article, language: str) -> dict[str, str]:
    """What an editor begins with: the draft, else the published text with its values named, else nothing."""
    versions = article.revisions.filter(language=language)
    lying = versions.drafts().first() or versions.published().latest_first().first()
    return {name: getattr(lying, name) for name in ("title", "summary", "body")} if lying else {}
