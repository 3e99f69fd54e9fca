"""Index of the app's models, in the order of the house."""

from knowledge.articles.models import Article, FactValue, Revision, Topic
from knowledge.directory.models import Service
from knowledge.feedback.models import Helpfulness, Remark
from knowledge.glossary.models import HeardWord, Word, WordChange
from knowledge.reading.models import ArticleReads, ReadsBatch
from knowledge.search.models import IndexMade, MissedSearch, Posting, Term

__all__ = [
    "Article",
    "ArticleReads",
    "FactValue",
    "HeardWord",
    "Helpfulness",
    "IndexMade",
    "MissedSearch",
    "Posting",
    "ReadsBatch",
    "Remark",
    "Revision",
    "Service",
    "Term",
    "Topic",
    "Word",
    "WordChange",
]
