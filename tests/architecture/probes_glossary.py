"""Probes of the safety matrix in the glossary."""

from __future__ import annotations

from knowledge.glossary.models import Word
from tests.architecture.visitor import Visitor, done


def edit_concept(at: Visitor) -> str:
    """Adds a word, leaves a word out, brings a file in: all of it or none of it may be done."""
    at.post("knowledge:concept", "pesel", language="be", text="пэсюлік", use="said")
    added = Word.objects.filter(text="пэсюлік").exists()
    at.post("knowledge:leave_out", "pesel", language="be", text="пэсюлік")
    assert added != Word.objects.filter(text="пэсюлік").exists() or not added
    read = at.get("knowledge:glossary").status_code == at.get("knowledge:glossary_export").status_code == 200
    assert read == added
    return done(is_done=added)
