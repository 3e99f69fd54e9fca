"""Probes of the safety matrix around a client's own pages: how to reach her, consents."""

from __future__ import annotations

from cases.requests.actions.wishes import give_consent
from cases.requests.models import Client, Consent
from cases.requests.workflow import Purpose
from tests.architecture.visitor import Visitor, done


def update_contact(at: Visitor) -> str:
    """Her own page has no id in its address: whoever is not she changes nothing of hers."""
    at.post(
        "casefile:inbox_reach",
        contact_channel="email",
        contact="new@example.org",
        earliest_hour="8",
        latest_hour="9",
    )
    changed = Client.objects.get(pk=at.request.client_id).contact_channel == "email"
    return done(is_done=changed)


def record_consent(at: Visitor) -> str:
    if at.is_client:
        at.post("casefile:inbox_consent_give", purpose=Purpose.VOLUNTEER.value)
    else:
        words = {"purpose": Purpose.VOLUNTEER.value, "wording": "Так, можна."}
        at.post("casefile:consents", at.request.pk, **words)
    return done(is_done=Consent.objects.live().filter(client=at.request.client_id).exists())


def withdraw_consent(at: Visitor) -> str:
    holder = at.it.holder
    consent = give_consent(
        client=holder.client,
        purpose=Purpose.EXAMPLE,
        wording="Так, можна.",
        language="be",
        by=holder.actor,
        opener=holder.key,
    )
    if at.is_client:
        at.post("casefile:inbox_consent_withdraw", consent=str(consent.pk))
    else:
        at.post("casefile:consent_withdraw", at.request.pk, consent=str(consent.pk))
    return done(is_done=not Consent.objects.live().filter(pk=consent.pk).exists())
