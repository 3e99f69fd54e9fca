"""Scheduled work of the legal room."""

from uuid import UUID

from celery import shared_task

from cases.legal.actions import (
    fill_free_seats,
    move_up,
    remind_of_consultations,
    remind_of_deadlines,
    review_grants,
)
from cases.legal.actions.importing import forget_uploads
from cases.legal.actions.told_days import note_told_days
from cases.legal.models import Consultation


@shared_task(name="cases.legal.remind_of_deadlines")
def deadline_guard() -> int:
    """Days told meanwhile, then reminders of those that are near or past; finds its own work."""
    note_told_days()
    return remind_of_deadlines()


@shared_task(name="cases.legal.move_up")
def move_line_up(consultation_id: str) -> int:
    """The waiting list of one meeting, as soon as a seat is free."""
    meeting = Consultation.objects.filter(pk=UUID(consultation_id)).first()
    return move_up(consultation=meeting) if meeting else 0


@shared_task(name="cases.legal.fill_free_seats")
def fill_seats() -> int:
    """Waiting lists whose message was lost, or where a seat was freed without one; finds its own work."""
    return fill_free_seats()


@shared_task(name="cases.legal.remind_of_consultations")
def consultation_reminders() -> int:
    """Reminders of the meetings of tomorrow; finds its own work."""
    return remind_of_consultations()


@shared_task(name="cases.legal.review_grants")
def grant_review() -> list[int]:
    """Asks each quarter whether access by name is still needed; what nobody confirmed lapses."""
    return list(review_grants())


@shared_task(name="cases.legal.forget_uploads")
def uploads_forgotten() -> int:
    """Lists of matters that nobody said yes to; finds its own work."""
    return forget_uploads()
