"""The canned replies to choose from; kept for a minute, as every case file asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

from cases.answers.models import CannedReply
from cases.answers.rules.canned import fields_in

KEPT = "answers:canned"
KEPT_FOR = 60


@dataclass(frozen=True)
class Canned:
    """One canned reply as forms need it."""

    pk: UUID
    title: str
    texts: dict[str, str]

    @property
    def fields(self) -> list[str]:
        return fields_in(self.texts["en"])


def canned_replies() -> list[Canned]:
    """All that are in use, by title; asked of the database once a minute."""
    known: list[Canned] | None = cache.get(KEPT)
    if known is None:
        rows = CannedReply.objects.live().order_by("title")
        known = [Canned(row.pk, row.title, row.texts) for row in rows]
        cache.set(KEPT, known, KEPT_FOR)
    return known


def canned_reply(key: str | UUID | None) -> Canned | None:
    """The one of this id, if it is in use."""
    return next((one for one in canned_replies() if str(one.pk) == str(key)), None)
