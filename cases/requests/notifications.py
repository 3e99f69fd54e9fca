"""Telling a client that there is something new: her own safe-contact rules, then the one gate."""

from __future__ import annotations

from cases.requests.models import Client
from helpdesk.accounts.actors import SYSTEM
from helpdesk.messaging.gate import silence_client, tell_client
from helpdesk.messaging.rules import MAIL, ContactRules, Kind
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason


def rules_for(client: Client, *, address: str, word: str) -> ContactRules:
    """Her profile as the gate knows it; only e-mail can be sent by a program, all else is for people."""
    if client.contact_channel != "email" or not address:
        return ContactRules(wants=False)
    return ContactRules(
        wants=True,
        channel=MAIL,
        address=address,
        earliest_hour=client.earliest_hour,
        latest_hour=client.latest_hour,
        word=word,
    )


def contact_rules(client: Client) -> ContactRules:
    """What the client agreed to at intake; opens her contact only when there is one to use."""
    if client.contact_channel != "email" or not client.contact:
        return ContactRules(wants=False)
    words = reveal_one(client, ["contact", "safe_word"], by=SYSTEM, reason=Reason.DELIVERY)
    return rules_for(client, address=words["contact"], word=words["safe_word"])


def tell(client: Client, kind: Kind) -> None:
    """One contentless message, if and as she wished."""
    tell_client(client_id=client.pk, kind=kind, language=client.language, rules=contact_rules(client))


def tell_again(client: Client, *, address: str, word: str) -> None:
    """Her rules have changed: whatever waits for the old ones is dropped, and sent by the new ones, once."""
    if silence_client(client.pk):
        rules = rules_for(client, address=address, word=word)
        tell_client(client_id=client.pk, kind=Kind.ANSWER, language=client.language, rules=rules)
