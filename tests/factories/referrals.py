"""Makes partners and hand-overs through the real actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.referrals.actions import propose, record_consents, send
from cases.referrals.models import Partner, Referral
from cases.referrals.workflow import Aim, DataSet
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from knowledge.articles.models import Topic

SETS = (DataSet.NEED, DataSet.CONTACT, DataSet.STORY)


def make_partner(topic: Topic, *, name: str = "Dach", country: str = "PL", **fields: Any) -> Partner:
    """A partner with a valid agreement that takes this topic."""
    today = timezone.localdate()
    terms = {"agreed_on": today - timedelta(days=30), "valid_until": today + timedelta(days=300)} | fields
    with writing():
        partner = Partner.objects.create(slug=name.lower(), name=name, country=country, **terms)
        partner.topics.set([topic])
    return partner


def make_referral(help_request: HelpRequest, partner: Partner, *, by: User, **changed: Any) -> Referral:
    """A hand-over for which the client has not been asked yet."""
    typed: dict[str, Any] = {
        "aim": Aim.ROOF,
        "data_sets": SETS,
        "summary": "Патрэбны дах на тыдзень.",
        "due_on": timezone.localdate() + timedelta(days=7),
        "asks_client": False,
    }
    return propose(help_request=help_request, partner=partner, by=by, **(typed | changed))


def hand_over(
    help_request: HelpRequest, partner: Partner, *, by: User, agreed: tuple[DataSet, ...] = SETS
) -> tuple[Referral, str]:
    """A hand-over that was agreed to aloud and sent; with the partner's code."""
    made = record_consents(referral=make_referral(help_request, partner, by=by), agreed=agreed, by=by)
    return made, send(referral=made, by=by)
