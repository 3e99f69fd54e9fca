"""Minutes of a case by person, member and kind, and its privileged notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, Sum

from cases.legal.models import Consultation, LegalCase, Membership, PrivilegedNote, TimeSpent
from cases.legal.models.choices import WORK_CHOICES
from cases.legal.permissions import can_read_words
from cases.legal.queries.words import words_of
from helpdesk.accounts.models import User

WORK_WORDS = dict(WORK_CHOICES)
LAST_ENTRIES = 5


@dataclass
class NoteLine:
    """One privileged note, opened."""

    note: PrivilegedNote
    body: str = ""
    about: str = ""  # the name by which this reader knows the member


@dataclass
class TimeView:
    """What was worked on a case; `members` maps a membership to her own minutes."""

    minutes: int = 0
    members: dict[UUID, int] = field(default_factory=dict)
    people: list[tuple[str, int]] = field(default_factory=list)
    kinds: list[tuple[str, int]] = field(default_factory=list)
    last: list[TimeSpent] = field(default_factory=list)
    meetings: int = 0  # minutes of all staff together, noted at consultations


def time_of(legal_case: LegalCase) -> TimeView:
    """All sums from one query: a case has few entries."""
    rows = list(TimeSpent.objects.filter(legal_case=legal_case).select_related("by"))
    noted = Consultation.objects.filter(legal_case=legal_case).aggregate(sum=Sum("minutes"))["sum"]
    people: dict[str, int] = {}
    kinds: dict[str, int] = {}
    found = TimeView(minutes=sum(row.minutes for row in rows), last=rows[:LAST_ENTRIES], meetings=noted or 0)
    for row in rows:
        people[str(row.by)] = people.get(str(row.by), 0) + row.minutes
        words = str(WORK_WORDS[row.kind])
        kinds[words] = kinds.get(words, 0) + row.minutes
        if row.membership_id is not None:
            found.members[row.membership_id] = found.members.get(row.membership_id, 0) + row.minutes
    found.people = sorted(people.items(), key=lambda pair: -pair[1])
    found.kinds = sorted(kinds.items(), key=lambda pair: -pair[1])
    return found


def member_names(legal_case: LegalCase, *, by: User) -> dict[str, str]:
    """Present members under the name by which this user knows them: the lawyer's label, else the alias."""
    rows = Membership.objects.known_to(by).filter(legal_case=legal_case, left_at=None)
    members = list(rows.select_related("help_request__client").order_by("joined_at", "id"))
    for row in members:
        row.legal_case = legal_case
    labels = [""] * len(members)
    if can_read_words(by, legal_case) and any(row.label for row in members):
        opened = words_of(members, ["label"], by=by, subject=legal_case)
        labels = [words["label"] for words in opened]
    return {
        str(row.pk): label or row.help_request.client.alias
        for row, label in zip(members, labels, strict=True)
    }


def privileged_notes(legal_case: LegalCase, names: Mapping[str, str], *, by: User) -> list[NoteLine]:
    """The privileged notes, the newest first, opened with one entry in the log. The caller asked who may.

    A note about somebody whom this reader may not know is not among them.
    """
    known = Membership.objects.known_to(by).filter(legal_case=legal_case).values("pk")
    rows = PrivilegedNote.objects.filter(legal_case=legal_case).select_related("author")
    notes = list(rows.filter(Q(membership=None) | Q(membership__in=known)))
    if not notes:
        return []
    for note in notes:
        note.legal_case = legal_case
    opened = words_of(notes, ["body"], by=by, subject=legal_case)
    return [
        NoteLine(note, words["body"], names.get(str(note.membership_id), ""))
        for note, words in zip(notes, opened, strict=True)
    ]
