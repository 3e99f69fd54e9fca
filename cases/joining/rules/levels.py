"""How well somebody speaks a language: less is believed at once, more after a coordinator's look. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

RANK = {"": 0, "basic": 1, "good": 2, "native": 3}


def known_levels(levels: Mapping[str, str], languages: Collection[str]) -> dict[str, str]:
    """What is written of her; a language of which only is known that she helps in it counts as good."""
    return {**dict.fromkeys(languages, "good"), **levels}


def said_levels(now: Mapping[str, str], says: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What holds from now on, and what a coordinator has to look at first."""
    holds, asked = dict(now), {}
    for code in {*now, *says}:
        level = says.get(code, "")
        if RANK[level] > RANK[now.get(code, "")]:
            asked[code] = level
        elif level:
            holds[code] = level
        else:
            holds.pop(code, None)
    return holds, asked
