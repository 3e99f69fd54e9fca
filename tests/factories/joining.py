"""Makes applications, and everything a vetting needs, through the real actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.joining.actions import Applicant, apply, plan_talk, write_note, write_reference
from cases.joining.models import Application
from helpdesk.accounts.models import Office, User

NAME, AVOID = "Алеся Прыклад", "Не хачу пра турму"


def applicant(**fields: Any) -> Applicant:
    values: dict[str, Any] = {
        "name": NAME,
        "email": "alesia@applicant.example",
        "language": "be",
        "country": "PL",
        "language_levels": {"be": "native", "pl": "good", "lt": "basic"},
        "cities": ["Warszawa"],
        "skills": ["accompany"],
        "free_times": ["evening"],
        "weekly_hours": 3,
        "contact": "@alesia",
        "avoid": AVOID,
        **fields,
    }
    return Applicant(**values)


def make_application(office: Office, **fields: Any) -> Application:
    """An application from the public page of the office's country."""
    person = applicant(**{"country": office.country, **fields})
    assert apply(applicant=person)
    return Application.objects.get(form_id=person.form_id)


def make_ready(application: Application, *, by: User) -> Application:
    """With a note of a talk and two references."""
    ahead = timezone.now() + timedelta(days=2)
    talk = plan_talk(applications=[application], starts_at=ahead, by=by)
    write_note(seat=talk.seats.get(), note="Добрая размова", by=by)
    for number in (1, 2):
        write_reference(application=application, number=number, words=f"Рэкамендацыя {number}", by=by)
    return Application.objects.get(pk=application.pk)
