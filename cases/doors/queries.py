"""What the doors read: who is known by a contact, links that are out, and how people reach us, as sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.doors.models import HandOver, link_mark
from cases.requests.models import Client, HelpRequest
from cases.requests.models.choices import CHANNEL_CHOICES, HEARD_CHOICES
from helpdesk.accounts.models import User
from knowledge.directory.models import Service

MOST_KNOWN = 5
LISTED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Source:
    """How many requests came from one source, through each channel that was used at all."""

    name: str
    by_channel: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(number for _channel, number in self.by_channel)


@dataclass(frozen=True)
class Doors:
    """Sums of one office and period; no people."""

    sources: list[Source]
    together: Source


def known_by(mark: bytes | None, user: User, *, other_than: Client | None = None) -> Sequence[HelpRequest]:
    """The newest requests of people with this contact, as far as this user may see them."""
    if mark is None:
        return []
    people = Client.objects.filter(contact_mark=mark)
    if other_than is not None:
        people = people.exclude(pk=other_than.pk)
    found = HelpRequest.objects.visible_to(user).filter(client__in=people.values("pk"))
    return list(found.select_related("client", "topic").order_by("-received_at", "id")[:MOST_KNOWN])


def open_invitation(token: str) -> HandOver | None:
    """The link's row while it may be used; wrong, used, withdrawn and old ones alike are None."""
    return HandOver.objects.open().filter(token_mark=link_mark(token)).first()


def hand_overs_of(user: User) -> Sequence[HandOver]:
    """Links of the last three months, newest first, with whether the request may be opened by this user."""
    since = timezone.now() - LISTED_FOR
    rows = HandOver.objects.visible_to(user).filter(created_at__gte=since)
    return list(rows.select_related("invited_by").order_by("-created_at")[:100])


def openable(rows: Sequence[HandOver], user: User) -> set[str]:
    """Ids of the handed-over requests among these that the user may open."""
    ids = [row.help_request_id for row in rows if row.help_request_id]
    found = HelpRequest.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
    return {str(pk) for pk in found}


def partner_names(user: User) -> list[str]:
    """Names to choose from while typing: partners invited before, then the public directory."""
    before = (
        HandOver.objects.visible_to(user).order_by("partner").values_list("partner", flat=True).distinct()
    )
    known = Service.objects.order_by("name").values_list("name", flat=True)
    return list(dict.fromkeys([*before[:50], *known[:200]]))


def doors_of(user: User, days: int) -> Doors:
    """How people of the user's office heard of us and which door they took, in the last `days` days."""
    since = timezone.now() - timedelta(days=days)
    rows = HelpRequest.objects.filter(office_id=user.office_id or 0, received_at__gte=since).known_to(user)
    counts = {
        (row["heard_from"], row["channel"]): row["number"]
        for row in rows.order_by().values("heard_from", "channel").annotate(number=Count("pk"))
    }
    used = [(code, str(name)) for code, name in CHANNEL_CHOICES if any(code == pair[1] for pair in counts)]
    sources = [(code, str(name)) for code, name in [*HEARD_CHOICES, ("", _("not asked"))]]
    sums = {code: sum(counts.get((source, code), 0) for source, _name in sources) for code, _name in used}
    return Doors(
        sources=[
            Source(name, [(channel, counts.get((source, code), 0)) for code, channel in used])
            for source, name in sources
        ],
        together=Source(_("Together"), [(channel, sums[code]) for code, channel in used]),
    )
