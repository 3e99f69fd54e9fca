"""Scheduled work of the volunteers' room."""

from celery import shared_task

from cases.volunteering.actions import (
    expire_claims,
    expire_tasks,
    forget_flats,
    hand_over_for_breaks,
    offer_waiting,
    remind_of_tomorrow,
)
from cases.volunteering.actions import look_at_rest as look


@shared_task(name="cases.volunteering.expire_claims")
def expire_claims_daily() -> int:
    """Ends claims past their last day or in a break, then takes what nobody took in time from the board."""
    return expire_claims() + hand_over_for_breaks() + expire_tasks()


@shared_task(name="cases.volunteering.look_at_rest")
def look_at_rest() -> int:
    """Raises and ends signals of work without rest."""
    return look()


@shared_task(name="cases.volunteering.offer_waiting")
def offer_waiting_tasks() -> int:
    """Brings tasks that nobody takes to those whom they fit."""
    return offer_waiting()


@shared_task(name="cases.volunteering.remind")
def remind_volunteers() -> int:
    """Reminds of tasks of tomorrow, and forgets the owners of flats that are long gone."""
    return remind_of_tomorrow() + forget_flats()
