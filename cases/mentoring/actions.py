"""Giving a household a mentor for thirty days: steps, check-ins, and an end with a handover."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.mentoring.models import CheckIn, Mentorship, MentorshipStep
from cases.mentoring.notifications import given_a_household
from cases.mentoring.permissions import can_manage, can_mentor, can_start, can_work, is_kept_from_household
from cases.mentoring.steps import (
    DAYS,
    MENTORSHIP_TRANSITIONS,
    MOST_DAYS,
    STEP_DAYS,
    MentorshipStatus,
    Mood,
    steps_for,
)
from cases.requests.actions import note_event
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, seal

SCHOOL_BANDS = frozenset({"3-6", "7-15", "16-17"})


@action
def start_mentorship(*, help_request: HelpRequest, mentor: User, brief: str, by: User) -> Mentorship:
    """One mentor for the household of this request.

    Raises NotNow when the household has a mentor already or the mentor is not vetted.
    """
    if not can_start(by, help_request):
        raise Refused
    household = help_request.client.household
    if household is None or not can_mentor(mentor) or mentor.office_id != help_request.office_id:
        raise NotNow(_("Choose a vetted volunteer of this office."))
    if is_kept_from_household(mentor, household.pk):
        raise NotNow(_("This volunteer cannot go to this household. Choose somebody else."))
    today = timezone.localdate()
    mentorship = Mentorship(
        household=household,
        office=help_request.office,
        mentor=mentor,
        starts_on=today,
        ends_on=today + timedelta(days=DAYS),
        made_by=by,
    )
    mentorship.mentorship_key = new_data_key("mentorship")
    seal(mentorship, brief=brief)
    try:
        with transaction.atomic():
            mentorship.save(force_insert=True)
    except IntegrityError as twin:
        raise NotNow(_("This household has a mentor already.")) from twin
    steps = steps_for(has_school_child=bool(SCHOOL_BANDS & set(household.child_bands)))
    MentorshipStep.objects.bulk_create(
        MentorshipStep(mentorship=mentorship, key=step.value, due_on=today + timedelta(days=STEP_DAYS[step]))
        for step in steps
    )
    note_event(help_request=help_request, kind="mentor_given", by=by)
    record("mentorship.create", mentorship, by=by, fields=["brief"])
    given_a_household(mentor)
    return mentorship


def _running(mentorship: Mentorship, *, by: User) -> Mentorship:
    """The mentorship, fresh and held until the action ends. Raises NotNow when it has ended.

    Raises Refused for somebody whom the household keeps away, whatever the role.
    """
    if is_kept_from_household(by, mentorship.household_id):
        raise Refused
    rows = Mentorship.objects.select_for_update(of=("self",)).select_related("mentorship_key", "mentor")
    fresh: Mentorship = rows.get(pk=mentorship.pk)
    if MentorshipStatus.ENDED not in MENTORSHIP_TRANSITIONS[MentorshipStatus(fresh.status)]:
        raise NotNow(_("This mentorship has ended already."))
    return fresh


@action
def set_step(*, step: MentorshipStep, done: bool, by: User) -> None:
    """Ticks one step of the first month, or takes the tick back."""
    if not can_work(by, step.mentorship):
        raise Refused
    fresh = _running(step.mentorship, by=by)
    step.done_on = timezone.localdate() if done else None
    step.save(update_fields=["done_on"])
    record("mentorship.step", fresh, by=by)


@action
def check_in(*, mentorship: Mentorship, mood: str, words: str, by: User) -> CheckIn:
    """How it goes, in one of three words and a sealed line."""
    if not can_work(by, mentorship):
        raise Refused
    fresh = _running(mentorship, by=by)
    entry = CheckIn(mentorship=fresh, by=by, mood=Mood(mood).value, made_at=timezone.now())
    seal(entry, words=words)
    entry.save(force_insert=True)
    record("mentorship.check_in", fresh, by=by, fields=["words"] if words else [])
    return entry


@action
def name_deputy(*, mentorship: Mentorship, deputy: User, by: User) -> None:
    """The mentor has vanished or rests: somebody else takes over the household and its steps.

    The mentor until now loses her access at once.
    """
    if not can_manage(by, mentorship):
        raise Refused
    fresh = _running(mentorship, by=by)
    fits = can_mentor(deputy) and deputy.office_id == fresh.office_id and deputy.pk != fresh.mentor_id
    if not fits:
        raise NotNow(_("Choose another vetted volunteer of this office."))
    if is_kept_from_household(deputy, fresh.household_id):
        raise NotNow(_("This volunteer cannot go to this household. Choose somebody else."))
    fresh.former_mentor, fresh.mentor, fresh.mentor_left_at = fresh.mentor, deputy, None
    fresh.save(update_fields=["former_mentor", "mentor", "mentor_left_at"])
    mentorship.mentor = deputy
    record("mentorship.deputy", fresh, by=by)
    given_a_household(deputy)


@action
def extend(*, mentorship: Mentorship, days: int, reason: str, by: User) -> None:
    """More days, with a reason that stays in the access log as a word, never as a story."""
    if not can_work(by, mentorship):
        raise Refused
    fresh = _running(mentorship, by=by)
    ends_on = fresh.ends_on + timedelta(days=days)
    if not 1 <= days <= DAYS or (ends_on - fresh.starts_on).days > MOST_DAYS:
        raise NotNow(_("At most 30 more days at once, and 90 days in all."))
    fresh.ends_on = mentorship.ends_on = ends_on
    fresh.save(update_fields=["ends_on"])
    record("mentorship.extend", fresh, by=by, reason=reason)


@action
def end_mentorship(*, mentorship: Mentorship, handover: str, by: User) -> None:
    """The desk ends it with a handover that the desk can read. The mentor's access ends with it."""
    if not can_manage(by, mentorship):
        raise Refused
    fresh = _running(mentorship, by=by)
    fresh.status, fresh.ended_at = MentorshipStatus.ENDED.value, timezone.now()
    seal(fresh, handover=handover)
    fresh.save(update_fields=["status", "ended_at", "handover"])
    mentorship.status = fresh.status
    record("mentorship.end", fresh, by=by, fields=["handover"] if handover else [])


@action
def part_mentor(*, client: Client, mentor: User, by: ByReceipt) -> None:
    """The client keeps this mentor away: the household's month with her ends now, without a handover."""
    if by.client_id != client.pk:
        raise Refused
    rows = Mentorship.objects.running().select_for_update(of=("self",))
    for mentorship in rows.filter(household__clients=client, mentor=mentor):
        mentorship.status, mentorship.ended_at = MentorshipStatus.ENDED.value, timezone.now()
        mentorship.save(update_fields=["status", "ended_at"])
        for help_request in client.help_requests.all():
            note_event(help_request=help_request, kind="mentor_gone", by=by)


@action
def flag_for_deputy(*, mentor: User, by: User) -> int:
    """The mentor leaves for good: her households wait for a deputy from now on; how many."""
    if by.pk != mentor.pk and not by.can(Permission.VET_VOLUNTEERS):
        raise Refused
    rows = Mentorship.objects.running().select_for_update(of=("self",)).filter(mentor=mentor)
    waiting = list(rows.filter(mentor_left_at=None).order_by("pk"))
    for mentorship in waiting:
        mentorship.mentor_left_at = timezone.now()
        mentorship.save(update_fields=["mentor_left_at"])
        record("mentorship.mentor_left", mentorship, by=by)
    return len(waiting)
