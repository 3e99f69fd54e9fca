"""Index of the rooms' tasks: importing them makes them known to the worker."""

from knowledge.feedback.tasks import forget_old as forget_old_remarks
from knowledge.search.tasks import forget_old as forget_old_searches

__all__ = ["forget_old_remarks", "forget_old_searches"]
