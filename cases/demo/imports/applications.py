"""Invented people who want to help: one new, one met already, one who waits for her invitation."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.joining.actions import Applicant, apply, plan_talk, welcome, write_note, write_reference
from cases.joining.models import Application
from helpdesk.accounts.models import User

PEOPLE = (
    Applicant(
        name="Марына",
        email="maryna@applicant.example",
        language="be",
        country="PL",
        language_levels={"be": "native", "ru": "native", "pl": "good"},
        cities=("Warszawa",),
        skills=("accompany", "phone_call"),
        free_times=("evening",),
        weekly_hours=3,
        avoid="Лепш не пра лячэнне дзяцей.",
    ),
    Applicant(
        name="Rasa",
        email="rasa@applicant.example",
        language="lt",
        country="PL",
        language_levels={"lt": "native", "ru": "good", "en": "good"},
        cities=("Warszawa", "Białystok"),
        skills=("translation",),
        free_times=("weekend",),
        weekly_hours=2,
    ),
    Applicant(
        name="Илья",
        email="ilya@applicant.example",
        language="ru",
        country="PL",
        language_levels={"ru": "native", "be": "good", "pl": "basic"},
        cities=("Kraków",),
        skills=("housing", "errand"),
        free_times=("weekday", "weekend"),
        weekly_hours=6,
    ),
)


def load_applications(coordinator: User) -> int:
    """Only where there are none yet; how many were made."""
    if Application.objects.exists():
        return 0
    for person in PEOPLE:
        apply(applicant=person)
    _new, met, waiting = (Application.objects.get(form_id=person.form_id) for person in PEOPLE)
    talk = plan_talk(applications=[met], starts_at=timezone.now() + timedelta(days=2), by=coordinator)
    write_note(seat=talk.seats.get(), note="Спокойная, переводит с 2019 года.", by=coordinator)
    write_reference(application=met, number=1, words="Знакомая по курсам: надёжная.", by=coordinator)
    welcome(application=waiting, by=coordinator)
    return len(PEOPLE)
