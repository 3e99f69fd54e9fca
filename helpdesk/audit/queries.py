"""Reading the access log: one page of it, the names in it, and where its chain breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection
from django.utils import timezone

from helpdesk.accounts.models import User
from helpdesk.audit.models import GENESIS, AccessEntry, LogCheckpoint
from helpdesk.audit.rules import CUT

PAGE = 50


@dataclass(frozen=True)
class Page:
    """One page, newest first; `next_before` is where the following page goes on, None at the end."""

    entries: list[AccessEntry]
    next_before: int | None


@dataclass(frozen=True)
class Chain:
    """What walking the whole log found."""

    length: int
    head: str
    breaks: list[str]
    has_noted: bool


def page(
    user: User, *, verb: str = "", actor: str = "", refused: bool = False, before: int | None = None
) -> Page:
    """The entries this user may read, filtered; `actor` is an id or a kind of actor."""
    entries = AccessEntry.objects.visible_to(user)
    if verb:
        entries = entries.filter(verb=verb)
    if actor in {AccessEntry.CLIENT, AccessEntry.SYSTEM}:
        entries = entries.filter(actor_kind=actor)
    elif actor:
        entries = entries.filter(actor_kind=AccessEntry.USER, actor_id=actor)
    if refused:
        entries = entries.filter(is_refused=True)
    if before is not None:
        entries = entries.before(before)
    found = list(entries.order_by("-pk")[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def names_of(entries: Iterable[AccessEntry]) -> dict[str, str]:
    """Names of the users who act in these entries, by id as text."""
    ids = {UUID(entry.actor_id) for entry in entries if entry.actor_kind == AccessEntry.USER}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def people() -> list[tuple[str, str]]:
    """Everybody with an account, for choosing whose entries to read."""
    return [(str(pk), name) for pk, name in User.objects.order_by("name").values_list("pk", "name")]


def walk(noted: str = "") -> Chain:
    """Recomputes every hash from the first kept entry on. `noted` is a head hash somebody wrote down earlier:
    if it is gone, the end of the log was cut off, which the chain itself cannot show."""
    start = LogCheckpoint.objects.first()
    expected, length, breaks = (start.hash if start else GENESIS), 0, _unannounced(start)
    has_noted = not noted or noted in {GENESIS, expected}
    for entry in AccessEntry.objects.order_by("pk").iterator(chunk_size=2000):
        length += 1
        if entry.previous_hash != expected:
            breaks.append(f"entry {entry.pk}: it does not follow the one before (one is missing or moved)")
        if entry.computed_hash() != entry.hash:
            breaks.append(f"entry {entry.pk}: it was changed")
        expected = entry.hash
        has_noted = has_noted or entry.hash == noted
    return Chain(length, expected, breaks, has_noted)


def _unannounced(start: LogCheckpoint | None) -> list[str]:
    """A checkpoint that no entry after it speaks of: somebody cut the log off without saying so."""
    if start is None:
        return []
    said = AccessEntry.objects.filter(verb=CUT, reason__endswith=start.hash, pk__gt=start.last_entry)
    return [] if said.exists() else [f"entry {start.last_entry}: the log was cut off here without a word"]


def number_before(day: date) -> int:
    """How many entries are older than this day."""
    moment = timezone.make_aware(datetime.combine(day, time.min))
    first = first_since(moment)
    return AccessEntry.objects.filter(pk__lt=first).count()


def last_before(day: date) -> AccessEntry | None:
    """The newest entry that is older than this day."""
    moment = timezone.make_aware(datetime.combine(day, time.min))
    return AccessEntry.objects.filter(pk__lt=first_since(moment)).order_by("-pk").first()


def owns_the_log() -> bool:
    """Whether this process works in the role that owns the table, which alone may cut it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = %s::regclass",
            [AccessEntry._meta.db_table],
        )
        return bool(cursor.fetchone()[0])


def minutes_of_work(since: datetime) -> Iterator[tuple[str, datetime]]:
    """Who (id as text) was at work in which minute since then; refusals do not count.

    Rows are found by their number, which grows with time: the log has no index on its times.
    """
    entries = AccessEntry.objects.filter(
        pk__gte=first_since(since), actor_kind=AccessEntry.USER, at__gte=since, is_refused=False
    )
    yield from entries.order_by().values_list("actor_id", "at").distinct().iterator(chunk_size=2000)


def lately(user: User, since: datetime, most: int = 5000) -> list[tuple[str, datetime]]:
    """What one person did since then (verb, minute), the newest first; one bounded query."""
    own = AccessEntry.objects.filter(
        actor_kind=AccessEntry.USER, actor_id=str(user.pk), is_refused=False
    ).order_by("-pk")
    return [(verb, at) for verb, at in own.values_list("verb", "at")[:most] if at >= since]


def first_since(moment: datetime) -> int:
    """The number of the first entry that is not older, by halving; numbers may have gaps."""
    last = AccessEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    low, high = 0, last + 1
    while low < high:
        middle = (low + high) // 2
        at = AccessEntry.objects.filter(pk__gte=middle).order_by("pk").values_list("at", flat=True).first()
        if at is None or at >= moment:
            high = middle
        else:
            low = middle + 1
    return low
