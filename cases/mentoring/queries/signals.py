"""Safety signals as a coordinator reads them, opened and logged."""

from __future__ import annotations

from dataclasses import dataclass

from cases.mentoring.models import SafetySignal
from cases.mentoring.permissions import can_see_signals
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal
from helpdesk.sealing.reasons import Reason

MOST = 50


@dataclass(frozen=True)
class SignalLine:
    """One signal with its words; empty on a list."""

    signal: SafetySignal
    words: str = ""


def open_signals(user: User) -> list[SafetySignal]:
    """Those that no coordinator has in her hands yet."""
    if not can_see_signals(user):
        return []
    rows = SafetySignal.objects.visible_to(user).filter(seen_at=None)
    return list(rows.select_related("mentorship__household", "mentorship__mentor")[:MOST])


def signal_line(signal: SafetySignal, *, by: User) -> SignalLine:
    """One signal, its words opened and logged."""
    if not signal.words:
        return SignalLine(signal)
    (opened,) = reveal([signal], ["words"], by=by, reason=Reason.MENTORSHIP, subject=signal)
    return SignalLine(signal, opened["words"])
