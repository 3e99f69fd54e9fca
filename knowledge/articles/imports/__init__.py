"""What comes in from files: topics, articles and fact values."""

from knowledge.articles.imports.articles import import_articles, import_topics
from knowledge.articles.imports.reading import (
    LARGEST_FILE,
    BadItem,
    ImportResult,
    NotHere,
    Placed,
    Refusal,
    address_of,
    date_of,
    guarded,
    one_of,
    parts_of,
    read_items,
    slug_of,
)
from knowledge.articles.imports.values import import_facts

__all__ = [
    "LARGEST_FILE",
    "BadItem",
    "ImportResult",
    "NotHere",
    "Placed",
    "Refusal",
    "address_of",
    "date_of",
    "guarded",
    "import_articles",
    "import_facts",
    "import_topics",
    "one_of",
    "parts_of",
    "read_items",
    "slug_of",
]
