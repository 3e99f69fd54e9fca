"""The short list of reasons for opening what a person told us; one tap each, kept in the access log."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Reason(TextChoices):
    OWN_QUEUE = "own_queue", pgettext_lazy("reason", "my queue")
    TRIAGE = "triage", pgettext_lazy("reason", "sorting new requests")
    ANSWER = "answer", pgettext_lazy("reason", "writing an answer")
    LEGAL_CASE = "legal_case", pgettext_lazy("reason", "work on a legal case")
    TASK = "task", pgettext_lazy("reason", "a task")
    MENTORSHIP = "mentorship", pgettext_lazy("reason", "a mentorship")
    HANDOVER = "handover", pgettext_lazy("reason", "handing over")
    RING_BACK = "ring_back", pgettext_lazy("reason", "calling back")
    CLOSING = "closing", pgettext_lazy("reason", "closing the request")
    SUGGESTIONS = "suggestions", pgettext_lazy("reason", "suggestions by the program")
    DELIVERY = "delivery", pgettext_lazy("reason", "sending a message by the program")
    ARTICLES = "articles", pgettext_lazy("reason", "keeping articles true")
    SIGN_IN = "sign_in", pgettext_lazy("reason", "checking a second factor")
    JOINING = "joining", pgettext_lazy("reason", "somebody who wants to help")
    LIST = "list", pgettext_lazy("reason", "a list that leaves the house")
    FILES = "files", pgettext_lazy("reason", "a file of this request")
    SIGNATURE = "signature", pgettext_lazy("reason", "an office or a court needs the signed original")
    UNREADABLE = "unreadable", pgettext_lazy("reason", "the preview cannot be read")
