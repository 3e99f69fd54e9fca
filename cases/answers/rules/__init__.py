"""Pure rules of answers: ready sentences, corrections, and what may not stand in an article."""

from cases.answers.rules.blocks import BLOCKS, compose

__all__ = ["BLOCKS", "compose"]
