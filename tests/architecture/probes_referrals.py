"""Probes of the safety matrix about handing people on."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.referrals.models import Partner, Referral
from tests.architecture.visitor import Visitor, done
from tests.factories.directory import make_service
from tests.factories.knowledge import make_topic
from tests.factories.referrals import make_partner


def create(at: Visitor) -> str:
    """A second hand-over, to a partner that has none yet."""
    one = at.request
    partner = make_partner(one.topic, name="Second", country=one.country)
    before = Referral.objects.count()
    day = timezone.localdate() + timedelta(days=5)
    typed = {"partner": str(partner.pk), "aim": "legal", "data_sets": "need", "due_on": day.isoformat()}
    at.post("referrals:refer", one.pk, **typed, how="said")
    return done(is_done=Referral.objects.count() > before)


def override_consent(at: Visitor) -> str:
    """The first of the two words; that one person alone moves nothing is tested in the room."""
    row = Referral.objects.get(help_request=at.it.plain)
    at.post("referrals:without", row.pk, reason="life")
    row.refresh_from_db()
    return done(is_done=row.without_by_id is not None)


def edit_partner(at: Visitor) -> str:
    day = timezone.localdate()
    typed = {"name": "Neu", "country": "PL", "agreed_on": day.isoformat(), "valid_until": day.isoformat()}
    typed["service"] = str(make_service("neu").pk)
    at.post("referrals:new_partner", **typed, topics=str(make_topic("documents").pk))
    return done(is_done=Partner.objects.filter(name="Neu").exists())
