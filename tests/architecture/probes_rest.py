"""Probes of the safety matrix about rest: sums for the coordinator, nobody's own answer for anybody."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.rest.models import CheckTally
from cases.rest.rules import week_start
from helpdesk.audit.guard import writing
from tests.architecture.visitor import META, NONE, Visitor

VOICES = 4321  # a number that stands on no other page


def read_check_in(at: Visitor) -> str:
    """Last week's answers of the office: whoever finds the sum sees that many spoke, and no more."""
    week = week_start(timezone.localdate()) - timedelta(days=7)
    with writing():
        for question in ("heavy", "rested"):
            CheckTally(office=at.it.office, week=week, question=question, value=5, voices=VOICES).save()
    pages = [at.get("rest:mine"), at.get("rest:office")]
    shown = [page.content.decode() for page in pages if page.status_code == 200]
    return META if any(str(VOICES) in text.replace("\xa0", "").replace(",", "") for text in shown) else NONE
