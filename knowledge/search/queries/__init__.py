"""Finding the articles that answer a question."""

from knowledge.search.queries.hits import Hit, answers, find

__all__ = ["Hit", "answers", "find"]
