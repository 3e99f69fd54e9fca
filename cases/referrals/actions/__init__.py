"""The verbs of referrals."""

from cases.referrals.actions.agreeing import answer_ask, confirm_without, propose_without, record_consents
from cases.referrals.actions.making import cancel, keep_partner, propose, sound_alarms
from cases.referrals.actions.sending import Handed, open_handover, partner_says, send

__all__ = [
    "Handed",
    "answer_ask",
    "cancel",
    "confirm_without",
    "keep_partner",
    "open_handover",
    "partner_says",
    "propose",
    "propose_without",
    "record_consents",
    "send",
    "sound_alarms",
]
