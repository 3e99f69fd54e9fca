"""Probes of the safety matrix about canned replies."""

from __future__ import annotations

from cases.answers.models import CannedReply
from helpdesk import languages
from tests.architecture.visitor import Visitor, done


def edit(at: Visitor) -> str:
    """A new one in five languages."""
    texts = {f"text_{code}": "Вітаем, {alias}" for code in languages.CODES}
    at.post("answers:canned_new", title="Вітанне", **texts)
    return done(is_done=CannedReply.objects.filter(title="Вітанне").exists())
