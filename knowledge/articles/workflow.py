"""How a text lives: kinds, confidence, revision states and the state of a translation. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Kind(StrEnum):
    """A programme has an end and vanishes after it; an article is checked again by its review date."""

    ARTICLE = "article"
    PROGRAMME = "programme"


class RevisionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Significance(StrEnum):
    """How much an edit changes what people were told; a typo outdates no translation."""

    TYPO = "typo"
    CLARIFICATION = "clarification"
    MATERIAL = "material"


class TranslationState(StrEnum):
    MISSING = "missing"
    DRAFT = "draft"
    PUBLISHED = "published"
    OUTDATED = "outdated"


class SectionState(StrEnum):
    """Where one section of a translation stands, by the hash of the source's section."""

    MISSING = "missing"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    OUTDATED = "outdated"


def section_state(
    digest: str, *, published_from: Sequence[str] | None, draft_from: Sequence[str] | None
) -> SectionState:
    """Reviewed when the published translation was made from this hash, a draft when only the draft was,
    outdated when what is published was made from older words."""
    if published_from is not None and digest in published_from:
        return SectionState.REVIEWED
    if draft_from is not None and digest in draft_from:
        return SectionState.DRAFT
    return SectionState.MISSING if published_from is None else SectionState.OUTDATED


def translation_state(
    *, has_draft: bool, published_from: Sequence[str] | None, source_now: Sequence[str], is_source: bool
) -> TranslationState:
    """Where one language of an article stands.

    `published_from` are the source's section hashes when this language was published, None when it never was;
    `source_now` are the source's section hashes today.
    """
    if published_from is None:
        return TranslationState.DRAFT if has_draft else TranslationState.MISSING
    if not is_source and list(published_from) != list(source_now):
        return TranslationState.OUTDATED
    return TranslationState.PUBLISHED
