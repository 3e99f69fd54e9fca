"""The shape of one question. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

UNKNOWN, YES, NO = "unknown", "yes", "no"
Words = tuple[tuple[str, str], ...]


def _(text: str) -> str:
    """Marks a source string; whoever shows it translates it."""
    return text


YES_NO_WORDS: Words = ((YES, _("Yes")), (NO, _("No")))


class Kind(StrEnum):
    """How a question is answered; every kind also takes no answer."""

    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Question:
    """`topics` are first-level slugs, empty: every topic; `why` is one sentence that she reads below it."""

    code: str
    kind: Kind
    text: str
    why: str
    topics: frozenset[str] = frozenset()
    words: Words = ()
    countries: frozenset[str] = frozenset({"PL", "LT"})

    @property
    def choices(self) -> Words:
        """Codes and words to choose from."""
        return YES_NO_WORDS if self.kind is Kind.YES_NO else self.words

    def fits(self, topic: str, country: str) -> bool:
        return country in self.countries and (not self.topics or topic in self.topics)
