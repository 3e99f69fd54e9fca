"""A month that ends because somebody does not want it any more, and a mentor who leaves for good."""

from __future__ import annotations

from django.dispatch import receiver
from django.utils import timezone

from cases.mentoring.actions.talks import close_talk
from cases.mentoring.models import Mentorship, MentorshipQuerySet
from cases.mentoring.steps import MentorshipStatus, MonthOutcome
from cases.requests.actions import note_event
from cases.requests.models import Client, Consent
from cases.requests.queries import consent_withdrawn
from cases.requests.workflow import Purpose
from helpdesk.accounts.actors import ByReceipt, System
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def part_mentor(*, client: Client, mentor: User, by: ByReceipt) -> None:
    """The client keeps this mentor away: the household's month with her ends now, without a handover."""
    if by.client_id != client.pk:
        raise Refused
    _stop(Mentorship.objects.running().filter(household__clients=client, mentor=mentor), client, by=by)


@receiver(consent_withdrawn)
def _stop_accompanying(*, consent: Consent, by: User | ByReceipt, **_more: object) -> None:
    """She took back her yes to volunteers: the month that her page shows ends with it."""
    if consent.purpose == Purpose.VOLUNTEER.value:
        _stop(Mentorship.objects.running().filter(client=consent.client_id), consent.client, by=by)


def _stop(months: MentorshipQuerySet, client: Client, *, by: User | ByReceipt) -> None:
    for mentorship in months.select_for_update(of=("self",)).select_related("client", "mentor"):
        mentorship.status, mentorship.ended_at = MentorshipStatus.ENDED.value, timezone.now()
        mentorship.outcome = MonthOutcome.STOPPED.value
        mentorship.save(update_fields=["status", "ended_at", "outcome"])
        close_talk(mentorship, mentorship.mentor, by=by)
        for help_request in client.help_requests.all():
            note_event(help_request=help_request, kind="mentor_gone", by=by)


@action
def flag_for_deputy(*, mentor: User, by: User | System) -> int:
    """The mentor leaves for good: her households wait for a deputy from now on; how many."""
    if isinstance(by, User) and by.pk != mentor.pk and not by.can(Permission.VET_VOLUNTEERS):
        raise Refused
    rows = Mentorship.objects.running().select_for_update(of=("self",)).filter(mentor=mentor)
    waiting = list(rows.filter(mentor_left_at=None).order_by("pk"))
    for mentorship in waiting:
        mentorship.mentor_left_at = timezone.now()
        mentorship.save(update_fields=["mentor_left_at"])
        record("mentorship.mentor_left", mentorship, by=by)
    return len(waiting)
