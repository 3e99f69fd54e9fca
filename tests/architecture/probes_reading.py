"""Probe of the safety matrix: how often articles are read."""

from __future__ import annotations

from tests.architecture.visitor import Visitor, done


def read_counts(at: Visitor) -> str:
    answer = at.get("knowledge:reads")
    return done(is_done=answer.status_code == 200 and "/desk/articles/pl-pesel/" in answer.content.decode())
