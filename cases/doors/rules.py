"""How long links and receipts of the doors live, and what kind of contact was typed. Pure."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

LINK_LIFE = timedelta(days=7)
FORGET_LINKS_AFTER = timedelta(days=90)
RECEIPT_SECONDS = 30 * 60
MOST_LOOK_UPS = (
    120  # of contacts, by one person in one hour: a long shift at the phone, not a list of numbers
)


def new_token() -> str:
    """A secret of 256 bits for one link."""
    return secrets.token_urlsafe(32)


def kind_of_contact(typed: str) -> str:
    """email, phone or messenger, as a person would tell them apart; none for nothing."""
    text = typed.strip()
    if not text:
        return "none"
    if re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", text):
        return "email"
    if re.fullmatch(r"[+\d\s().\-/]+", text):
        return "phone"
    return "messenger"


def moved_out(story: str, trace: str) -> str:
    """The story with dots where this phone number, address or handle stood."""
    return story.replace(trace, "…") if trace else story
