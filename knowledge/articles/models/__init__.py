"""Tables of what we know: topics, articles in several languages, and every revision of each language."""

from knowledge.articles.models.articles import Article, ArticleQuerySet, Confidence, Kind
from knowledge.articles.models.revisions import Revision, RevisionState, Significance
from knowledge.articles.models.topics import Country, Topic
from knowledge.articles.models.values import FactValue, FactValueQuerySet

__all__ = [
    "Article",
    "ArticleQuerySet",
    "Confidence",
    "Country",
    "FactValue",
    "FactValueQuerySet",
    "Kind",
    "Revision",
    "RevisionState",
    "Significance",
    "Topic",
]
