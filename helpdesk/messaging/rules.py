"""When and whether somebody may be told at all: kinds, safe-contact rules, hours, back-off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Why somebody is told; it decides when, never what the message says (every message says the same)."""

    ANSWER = "answer"
    INVITATION = "invitation"
    TASK = "task"
    DIGEST = "digest"
    DANGER = "danger"
    TEAM_INVITATION = "team_invitation"
    ROLE = "role"
    LIST = "list"  # a list waits for a second person, or for an hour to be taken


# Staff hear of these at once; everything else waits for the full hour, so that ten events are one message.
AT_ONCE = frozenset({Kind.DANGER, Kind.TEAM_INVITATION, Kind.ROLE, Kind.LIST})
MAIL = "mail"
MOST_JITTER = timedelta(minutes=30)
MOST_ATTEMPTS = 12


@dataclass(frozen=True)
class ContactRules:
    """How a client agreed to be told. Hours are local; `latest_hour` is the first that is no longer safe.

    Equal hours mean any time; an earliest after the latest means over midnight. `word` is one that she chose,
    by which she knows that a message is ours. Address and word never show in a traceback or log.
    """

    wants: bool
    channel: str = MAIL
    address: str = field(default="", repr=False)
    earliest_hour: int = 0
    latest_hour: int = 0
    word: str = field(default="", repr=False)

    @property
    def allow_mail(self) -> bool:
        return self.wants and self.channel == MAIL and bool(self.address)


def is_safe_hour(hour: int, earliest: int, latest: int) -> bool:
    """Whether a message may arrive within this hour."""
    if earliest == latest:
        return True
    if earliest < latest:
        return earliest <= hour < latest
    return hour >= earliest or hour < latest


def next_safe_moment(moment: datetime, earliest: int, latest: int) -> datetime:
    """The first moment from `moment` (aware, local) on that lies in the safe hours."""
    if is_safe_hour(moment.hour, earliest, latest):
        return moment
    opening = datetime.combine(moment.date(), time(earliest), tzinfo=moment.tzinfo)
    return opening if opening > moment else opening + timedelta(days=1)


def client_moment(now: datetime, earliest: int, latest: int, jitter: timedelta) -> datetime:
    """When a client is told: some minutes late, so that the time of a mail does not say when staff acted."""
    return next_safe_moment(next_safe_moment(now, earliest, latest) + jitter, earliest, latest)


def staff_moment(now: datetime, kind: Kind) -> datetime:
    """When staff are told: at once, or at the next full hour together with everything else."""
    if kind in AT_ONCE:
        return now
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 1, 2, 4 ... minutes, at most 6 hours."""
    return min(timedelta(minutes=2 ** max(attempts - 1, 0)), timedelta(hours=6))
