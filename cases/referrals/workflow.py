"""The life of one hand-over as a table. Pure."""

from __future__ import annotations

from enum import StrEnum


class ReferralStatus(StrEnum):
    ASKED = "asked"  # the client is asked in her inbox
    READY = "ready"  # she agreed, or two people decided without her
    SENT = "sent"  # the partner can open it with a code
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"
    CANCELLED = "cancelled"


class DataSet(StrEnum):
    """What can be handed over, each with a consent of its own."""

    NEED = "need"  # topic, country, city, language
    CONTACT = "contact"
    STORY = "story"
    SUMMARY = "summary"  # what a colleague wrote for the partner; the client can read it
    HOUSEHOLD = "household"
    FLAGS = "flags"


class Aim(StrEnum):
    """What for."""

    LEGAL = "legal"
    ROOF = "roof"
    HEALTH = "health"
    SUPPORT = "support"
    SCHOOL = "school"
    GOODS = "goods"
    OTHER = "other"


class WhyWithout(StrEnum):
    """Why two people may hand over without consent."""

    LIFE = "life"
    CANNOT_ASK = "cannot_ask"
    LAW = "law"


class WhyNot(StrEnum):
    """Why a partner declines."""

    FULL = "full"
    NOT_OURS = "not_ours"
    NOT_REACHED = "not_reached"
    OTHER = "other"


_S = ReferralStatus
REFERRAL_TRANSITIONS: dict[ReferralStatus, frozenset[ReferralStatus]] = {
    _S.ASKED: frozenset({_S.READY, _S.CANCELLED}),
    _S.READY: frozenset({_S.SENT, _S.CANCELLED}),
    _S.SENT: frozenset({_S.ACCEPTED, _S.DECLINED, _S.DONE, _S.CANCELLED}),
    _S.ACCEPTED: frozenset({_S.DECLINED, _S.DONE, _S.CANCELLED}),
    _S.DECLINED: frozenset(),
    _S.DONE: frozenset(),
    _S.CANCELLED: frozenset(),
}
LIVE = frozenset({_S.ASKED, _S.READY, _S.SENT, _S.ACCEPTED})
WITH_PARTNER = frozenset({_S.SENT, _S.ACCEPTED})
CAN_BE_SENT = frozenset({_S.READY, _S.SENT, _S.ACCEPTED})


def may_become(now: ReferralStatus, then: ReferralStatus) -> bool:
    """Whether the table has this step."""
    return then in REFERRAL_TRANSITIONS[now]
