"""What is asked about hand-overs: lists, one hand-over, and what its consents let through."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from cases.referrals.models import DATA_SET_CHOICES, Partner, Referral
from cases.referrals.rules import consent_code
from cases.referrals.workflow import LIVE, Aim, DataSet
from cases.requests.models import Client, Consent
from cases.requests.workflow import Purpose
from helpdesk.accounts.models import User

SHOWN_ENDED = timedelta(days=30)
MOST_SHOWN = 200


@dataclass(frozen=True)
class Part:
    """One thing the partner is told, under its name."""

    name: str
    text: str


def referrals_for(user: User, *, only_due: bool = False) -> list[Referral]:
    """Live hand-overs, the silent and late ones first, then what ended in the last month. One query."""
    live = Q(status__in=[status.value for status in LIVE])
    recent = Q(answered_at__gte=timezone.now() - SHOWN_ENDED)
    rows = Referral.objects.visible_to(user)
    rows = rows.due() if only_due else rows.filter(live | recent)
    rows = rows.select_related("partner", "help_request__client", "help_request__topic", "made_by")
    found = list(rows.order_by("due_on", "id")[:MOST_SHOWN])
    return sorted(found, key=lambda one: (not one.is_overdue, one.status not in LIVE, one.due_on))


def open_asks(client: Client) -> list[Referral]:
    """What the client is asked in her inbox. One query."""
    rows = Referral.objects.filter(help_request__client=client, status="asked")
    return list(rows.select_related("partner", "help_request__inbox_key", "help_request__topic"))


def consented_sets(referral: Referral) -> list[DataSet]:
    """The data sets that the client agrees to today for this partner and purpose. One query."""
    aim = Aim(referral.aim)
    wanted = {consent_code(DataSet(name), aim): DataSet(name) for name in referral.data_sets}
    live = Consent.objects.live().filter(
        client=referral.help_request.client_id,
        purpose=Purpose.PARTNER.value,
        partner=referral.partner.slug,
        data_set__in=list(wanted),
    )
    agreed = set(live.values_list("data_set", flat=True))
    return [one for code, one in wanted.items() if code in agreed]


def is_without_consent(referral: Referral) -> bool:
    """Two people have decided that it must go without her word."""
    return referral.without_confirmed_by_id is not None


def parts_of(payload: str) -> list[Part]:
    """What the partner reads, in the order in which it was packed."""
    names = dict(DATA_SET_CHOICES)
    packed: dict[str, str] = json.loads(payload)
    return [Part(str(names[key]), text) for key, text in packed.items() if key in names and text]


def partners_for_list() -> list[Partner]:
    """All partners with how many hand-overs are live. Two queries."""
    live = Count("referrals", filter=Q(referrals__status__in=[status.value for status in LIVE]))
    return list(Partner.objects.annotate(live=live).prefetch_related("topics").order_by("name", "pk"))
