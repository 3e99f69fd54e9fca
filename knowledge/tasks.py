"""Index of the rooms' tasks: importing them makes them known to the worker."""

from knowledge.feedback.tasks import forget_old as forget_old_remarks
from knowledge.glossary.tasks import forget_unheard
from knowledge.reading.tasks import forget_old as forget_old_reads
from knowledge.reading.tasks import move_counts
from knowledge.search.tasks import follow_words
from knowledge.search.tasks import forget_old as forget_old_searches

__all__ = [
    "follow_words",
    "forget_old_reads",
    "forget_old_remarks",
    "forget_old_searches",
    "forget_unheard",
    "move_counts",
]
