"""The verbs of the articles room."""

from knowledge.articles.actions.articles import (
    FACTS,
    change_facts,
    create_article,
    keep_published,
    keep_topic,
    relate,
    withdraw,
)
from knowledge.articles.actions.texts import (
    discard_draft,
    one_publisher,
    propose,
    publish,
    restore,
    save_draft,
    stamp,
)
from knowledge.articles.actions.values import VALUE_FIELDS, drop_value, keep_value, still_true

__all__ = [
    "FACTS",
    "VALUE_FIELDS",
    "change_facts",
    "create_article",
    "discard_draft",
    "drop_value",
    "keep_published",
    "keep_topic",
    "keep_value",
    "one_publisher",
    "propose",
    "publish",
    "relate",
    "restore",
    "save_draft",
    "stamp",
    "still_true",
    "withdraw",
]
