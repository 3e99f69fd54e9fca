"""What the editors' pages ask."""

from knowledge.translating.queries.reading import (
    Look,
    look,
    parts_changed,
    reading,
    version_before,
    versions_of,
)
from knowledge.translating.queries.states import (
    STATE_LABELS,
    Cell,
    Row,
    SourceSection,
    draft_of,
    raw_text,
    rows,
    source_sections,
)
from knowledge.translating.queries.values import uses_of, values_with_uses
from knowledge.translating.queries.work import work_lists

__all__ = [
    "STATE_LABELS",
    "Cell",
    "Look",
    "Row",
    "SourceSection",
    "draft_of",
    "look",
    "parts_changed",
    "raw_text",
    "reading",
    "rows",
    "source_sections",
    "uses_of",
    "values_with_uses",
    "version_before",
    "versions_of",
    "work_lists",
]
