"""The states of a paper that a step asks for. Pure."""

from __future__ import annotations

from enum import StrEnum


class PaperState(StrEnum):
    BROUGHT = "brought"
    ACCEPTED = "accepted"
    UNREADABLE = "unreadable"
    REDO = "redo"


HERE = frozenset({PaperState.BROUGHT, PaperState.ACCEPTED})  # the rest she still has to bring
