"""How long a vetting, a declined application and a name that left last; which languages help."""

from __future__ import annotations

from collections.abc import Mapping

YEAR_DAYS = 365  # a vetting holds for a year
REMIND_DAYS = 30  # before its end
ASK_TO_STAY_DAYS = 60  # from when on she may ask for another year
DECLINED_DAYS = 30  # then a declined application is erased
UNANSWERED_DAYS = 365  # no account after so long: erased as well
LEFT_DAYS = 90  # then the account of somebody who left becomes a pseudonym
IDLE_DAYS = 30
TIER_NEEDS = {1: 1, 2: 2}  # how many different people say yes
HELPS = frozenset({"good", "native"})  # a few words do not interpret


def helping_languages(levels: Mapping[str, str]) -> list[str]:
    """The languages in which she can help, out of all that she knows a little."""
    return [code for code, level in levels.items() if level in HELPS]
