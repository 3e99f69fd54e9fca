"""Index of the app's models, in the order of the house."""

from knowledge.articles.models import Article, Revision, Topic
from knowledge.search.models import Posting, Term

__all__ = ["Article", "Posting", "Revision", "Term", "Topic"]
