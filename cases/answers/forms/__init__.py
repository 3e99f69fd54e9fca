"""Shapes of what is typed in this room."""

from cases.answers.forms.replies import ReplyForm

__all__ = ["ReplyForm"]
