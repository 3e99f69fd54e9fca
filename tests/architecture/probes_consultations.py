"""Probes of the safety matrix about consultations: change, second date, minutes of staff, figures."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.legal.models import Consultation, Invitation
from helpdesk.audit.guard import writing
from tests.architecture.visitor import Visitor, done


def _moment(days: int) -> dict[str, str]:
    return {"on_date": (timezone.localdate() + timedelta(days=days)).isoformat(), "at_time": "12:00"}


def change(at: Visitor) -> str:
    row = at.it.meeting
    typed = {**_moment(9), "place": "Тут", "seats": "7", "languages": ["be"]}
    at.post("legal:change", at.it.legal_case.pk, row.pk, **typed)
    return done(is_done=Consultation.objects.get(pk=row.pk).seats == 7)


def second_date(at: Visitor) -> str:
    """Somebody waits for more seats than there are."""
    row = at.it.meeting
    with writing():
        Consultation.objects.filter(pk=row.pk).update(seats=1)
        Invitation.objects.filter(pk=at.it.invitation.pk).update(state="waiting", place_in_line=1, seats=2)
    at.post("legal:second_date", at.it.legal_case.pk, row.pk, **_moment(11))
    return done(is_done=Consultation.objects.filter(second_of=row).exists())


def record_minutes(at: Visitor) -> str:
    row = at.it.meeting
    _is_over(row)
    at.post("legal:minutes", at.it.legal_case.pk, row.pk, minutes="60")
    return done(is_done=Consultation.objects.get(pk=row.pk).minutes == 60)


def read_figures(at: Visitor) -> str:
    """Of cases that one may open; the code of the case stands beside its figures."""
    _is_over(at.it.meeting)
    today = timezone.localdate()
    span = f"?first={today - timedelta(days=7)}&last={today}"
    answer = at.browser.get(f"/desk/cases/figures/{span}", headers={"HX-Request": "true"} if at.htmx else {})
    return done(is_done=answer.status_code == 200 and at.it.legal_case.code in answer.content.decode())


def _is_over(meeting: Consultation) -> None:
    with writing():
        Consultation.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(minutes=5))
