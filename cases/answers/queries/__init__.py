"""What answers ask: articles to cite, and who was told an old text."""

from cases.answers.queries.citing import Citable, articles_for, articles_named, citable, revision_for

__all__ = ["Citable", "articles_for", "articles_named", "citable", "revision_for"]
