"""How much a concept says about a request: rare ones say more. Pure."""

from __future__ import annotations

import math


def idf(count: int, total: int) -> float:
    """Weight of a concept that `count` of `total` requests have (inverse document frequency, smoothed)."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5)) if total else 1.0
