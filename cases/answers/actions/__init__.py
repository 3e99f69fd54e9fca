"""The verbs of answering: reply, recall an advice, make an article of an answer."""

from cases.answers.actions.replies import Draft, reply

__all__ = ["Draft", "reply"]
