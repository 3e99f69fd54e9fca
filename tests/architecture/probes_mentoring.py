"""Probes of the safety matrix about private signals and the household's own check-in."""

from __future__ import annotations

from cases.mentoring.actions import send_signal
from cases.mentoring.models import CheckIn, SafetySignal
from cases.mentoring.steps import Concern
from tests.architecture.visitor import ALL, NONE, Visitor, done

WORDS = "Пытае, дзе жыве мой брат"


def check_in(at: Visitor) -> str:
    """A client checks in on her own page, which names no mentorship; everybody else on the page of one."""
    before = CheckIn.objects.filter(mentorship=at.it.mentorship).count()
    if at.is_client:
        at.post("mentoring:home_check_in", mood="well")
    else:
        at.post("mentoring:check_in", at.it.mentorship.pk, mood="well", words="")
    return done(is_done=CheckIn.objects.filter(mentorship=at.it.mentorship).count() > before)


def send(at: Visitor) -> str:
    if at.is_client:
        at.post("mentoring:home_signal", concern="uneasy")
    else:
        at.post("mentoring:signal", at.it.mentorship.pk, concern="uneasy")
    return done(is_done=SafetySignal.objects.filter(mentorship=at.it.mentorship).exists())


def read(at: Visitor) -> str:
    """The other side's signal, on its own page, on the month's and on the list."""
    row = send_signal(
        mentorship=at.it.mentorship, concern=Concern.PRESSURE, words=WORDS, by=at.it.holder.actor
    )
    pages = [
        at.get("mentoring:signal_page", row.pk),
        at.get("mentoring:open", at.it.mentorship.pk),
        at.get("mentoring:list"),
        at.get("mentoring:home"),
    ]
    return ALL if any(WORDS in page.content.decode() for page in pages) else NONE
