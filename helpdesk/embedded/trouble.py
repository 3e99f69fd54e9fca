"""What goes wrong at the start, said in one sentence."""

from __future__ import annotations


class CannotStart(Exception):
    """Carries one plain sentence for the person at the terminal."""
