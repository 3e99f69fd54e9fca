"""Who hears of a hand-over: the client who is asked, and the colleague who waits for an answer."""

from __future__ import annotations

from cases.referrals.models import Referral
from cases.requests.notifications import tell
from helpdesk.accounts.actors import Actor
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def asked(referral: Referral) -> None:
    """There is a question in her inbox."""
    tell(referral.help_request.client, Kind.ANSWER)


def partner_answered(referral: Referral) -> None:
    """The partner has said something."""
    tell_staff(referral.follower, Kind.DIGEST)


def consent_settled(referral: Referral, *, by: Actor) -> None:
    """She has said yes or no, or two people have decided without her; not told to whoever noted it."""
    if by != referral.follower:
        tell_staff(referral.follower, Kind.DIGEST)


def silent(referral: Referral) -> None:
    """There is no answer by the day that was agreed: the partner is silent, or it was never sent."""
    tell_staff(referral.follower, Kind.DIGEST)


def replayed(referral: Referral) -> None:
    """A code that was used already has been typed again."""
    tell_staff(referral.follower, Kind.DIGEST)
