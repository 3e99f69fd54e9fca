"""What happens to sign-ins: a row for each signed-in browser, by a hash of its key; no row, no sign-in."""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists
from django.utils import timezone

from helpdesk.accounts.models import StaffSession, Standstill, User
from helpdesk.accounts.sessions import forget_names, name_of

SEEN_EVERY = timedelta(minutes=1)  # a write on each request would double the cost of every desk page
_BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")  # in this order: Edge and Opera also say Chrome
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")
_OWN_NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS X": "macOS"}


def device_of(agent: str) -> str:
    """Browser family and system, enough to recognise one's own sign-in, too little to recognise a person."""
    found = [
        next((name for name in names if re.search(rf"\b{name}\b", agent)), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(_OWN_NAMES.get(name, name) for name in found if name)


def living_sign_in(*, user: User, key: str) -> StaffSession | None:
    """The row of this sign-in; None when it is revoked, idle, too old, or the person may not work here."""
    rows = StaffSession.objects.annotate(desk_is_closed=Exists(Standstill.objects.going_on()))
    row = rows.filter(user=user, key_hash=name_of(key)).first() if key else None
    if row is None:
        return None
    now = timezone.now()
    idle = now - row.last_seen_at > timedelta(minutes=settings.STAFF_IDLE_MINUTES)
    old = now - row.started_at > timedelta(hours=settings.STAFF_ABSOLUTE_HOURS)
    if idle or old or not user.is_active or user.frozen_at is not None:
        row.delete()
        return None
    if now - row.last_seen_at >= SEEN_EVERY:
        # a filtered update cannot bring a row back that was revoked a moment ago
        StaffSession.objects.filter(pk=row.pk).update(last_seen_at=now)
    return row


def follow_sign_in(*, user: User, row: StaffSession | None, session: SessionBase, agent: str) -> None:
    """Give a new sign-in its row; when the key was cycled (new password), move the row to the new key."""
    if session.session_key is None:
        session.save()
    key_hash = name_of(session.session_key or "")
    if row is None:
        StaffSession.objects.get_or_create(
            key_hash=key_hash, defaults={"user": user, "device": device_of(agent)}
        )
    elif row.key_hash != key_hash:
        StaffSession.objects.filter(pk=row.pk).update(key_hash=key_hash)


def end_sign_in(row: StaffSession) -> None:
    """The person signed out."""
    StaffSession.objects.filter(pk=row.pk).delete()


def end_sign_ins_of(user: User, *, but: str | None = None) -> int:
    """End every sign-in of this person, except the one with key `but`; each is out on its next request."""
    rows = user.staff_sessions.all()
    if but:
        rows = rows.exclude(key_hash=name_of(but))
    return rows.delete()[0]


def end_all_sign_ins() -> int:
    """Nobody is signed in any more: the rows go, and what Redis keeps of them."""
    names = list(StaffSession.objects.values_list("key_hash", flat=True))
    ended = StaffSession.objects.all().delete()[0]
    forget_names(names)
    return ended
