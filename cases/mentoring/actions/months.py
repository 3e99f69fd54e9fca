"""Giving a household a mentor for thirty days: steps, check-ins, and an end with a handover."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.mentoring.actions.talks import close_talk, open_talk
from cases.mentoring.models import CheckIn, Mentorship, MentorshipStep
from cases.mentoring.notifications import given_a_household
from cases.mentoring.permissions import can_manage, can_mentor, can_start, can_work, is_kept_from_household
from cases.mentoring.steps import (
    DAYS,
    MENTORSHIP_TRANSITIONS,
    MOST_DAYS,
    MentorshipStatus,
    MonthOutcome,
    Mood,
    plan_for,
)
from cases.requests.actions import note_event, this_hour
from cases.requests.models import HelpRequest
from cases.requests.queries import has_agreed
from cases.requests.workflow import SEALED_OFF, Purpose
from helpdesk.accounts.actors import Actor, ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, seal

SCHOOL_BANDS = frozenset({"3-6", "7-15", "16-17"})


@action
def start_mentorship(
    *, help_request: HelpRequest, mentor: User, brief: str, deputy: User | None = None, by: User
) -> Mentorship:
    """One mentor for the household of this request, and somebody who steps in when she falls silent.

    Raises NotNow when the household has a mentor already or the mentor is not vetted.
    """
    if not can_start(by, help_request):
        raise Refused
    household = help_request.client.household
    _check_household(help_request)
    for person in (mentor, deputy):
        _check_person(person, household.pk if household else None, help_request.office_id)
    if deputy is not None and deputy.pk == mentor.pk:
        raise NotNow(_("The deputy has to be another person."))
    mentorship = Mentorship(
        household=household,
        office=help_request.office,
        client=help_request.client,
        mentor=mentor,
        deputy=deputy,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=DAYS),
        made_by=by,
    )
    mentorship.mentorship_key = new_data_key("mentorship")
    seal(mentorship, brief=brief)
    _begin(mentorship)
    open_talk(mentorship, by=by)
    note_event(help_request=help_request, kind="mentor_given", by=by)
    record("mentorship.create", mentorship, by=by, fields=["brief"])
    given_a_household(mentor)
    return mentorship


def _begin(mentorship: Mentorship) -> None:
    """The row and its steps. Raises NotNow when the household has a mentor."""
    try:
        with transaction.atomic():
            mentorship.save(force_insert=True)
    except IntegrityError as twin:
        raise NotNow(_("This household has a mentor already.")) from twin
    household, start = mentorship.household, mentorship.starts_on
    plan = plan_for(household.country, has_school_child=bool(SCHOOL_BANDS & set(household.child_bands)))
    MentorshipStep.objects.bulk_create(
        MentorshipStep(mentorship=mentorship, key=step.key.value, due_on=start + timedelta(days=step.day))
        for step in plan
    )


def _check_household(help_request: HelpRequest) -> None:
    """Raises NotNow where no volunteer may come: nobody known, sealed off, or a yes taken back."""
    if help_request.client.household is None:
        raise NotNow(_("Choose a vetted volunteer of this office."))
    if help_request.sensitivity == SEALED_OFF:
        raise NotNow(_("This request is sealed off: no volunteer may learn of it."))
    if has_agreed(help_request.client_id, Purpose.VOLUNTEER) is False:
        raise NotNow(_("The person took back her yes to volunteers. Ask her first, and note her answer."))


def _check_person(person: User | None, household_id: UUID | None, office_id: int | None) -> None:
    """Raises NotNow when this person may not go to this household; nobody is fine."""
    if person is None:
        return
    if not can_mentor(person) or person.office_id != office_id:
        raise NotNow(_("Choose a vetted volunteer of this office."))
    if household_id is not None and is_kept_from_household(person, household_id):
        raise NotNow(_("This volunteer cannot go to this household. Choose somebody else."))


def note_sign(mentorship: Mentorship, *, by: Actor) -> None:
    """The mentor's own sign of life; what the desk does for her is none."""
    if isinstance(by, User) and by.pk == mentorship.mentor_id:
        mentorship.last_sign_on = timezone.localdate()
        mentorship.save(update_fields=["last_sign_on"])


def _running(mentorship: Mentorship, *, by: User | ByReceipt) -> Mentorship:
    """The mentorship, fresh and held until the action ends. Raises NotNow when it has ended.

    Raises Refused for somebody whom the household keeps away, whatever the role.
    """
    if isinstance(by, User) and is_kept_from_household(by, mentorship.household_id):
        raise Refused
    rows = Mentorship.objects.select_for_update(of=("self",)).select_related(
        "mentorship_key", "mentor", "client", "office"
    )
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
    note_sign(fresh, by=by)
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
    note_sign(fresh, by=by)
    record("mentorship.check_in", fresh, by=by, fields=["words"] if words else [])
    return entry


@action
def check_in_at_home(*, mentorship: Mentorship, mood: str, by: ByReceipt) -> CheckIn:
    """How it goes in the household's eyes: one of three words; text goes into the conversation."""
    if mentorship.client_id != by.client_id:
        raise Refused
    fresh = _running(mentorship, by=by)
    entry = CheckIn(mentorship=fresh, from_household=True, mood=Mood(mood).value, made_at=this_hour())
    seal(entry, words="")
    entry.save(force_insert=True)
    record("mentorship.check_in", fresh, by=by)
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
    hand_to(fresh, deputy, by=by)
    mentorship.mentor = deputy


def hand_to(fresh: Mentorship, deputy: User, *, by: Actor) -> None:
    """The household is hers from now on; called inside an action that has checked who may."""
    close_talk(fresh, fresh.mentor, by=by)
    fresh.former_mentor, fresh.mentor, fresh.mentor_left_at = fresh.mentor, deputy, None
    fresh.introduced_at = fresh.reminded_on = None
    fresh.deputy = None if fresh.deputy_id == deputy.pk else fresh.deputy
    fresh.last_sign_on = timezone.localdate()  # the clock of silence begins anew
    fresh.save(
        update_fields=[
            *("former_mentor", "mentor", "mentor_left_at", "last_sign_on"),
            *("introduced_at", "reminded_on", "deputy"),
        ]
    )
    open_talk(fresh, by=by)
    record("mentorship.deputy", fresh, by=by)
    given_a_household(deputy)


@action
def set_deputy(*, mentorship: Mentorship, deputy: User | None, by: User) -> None:
    """Who steps in when the mentor falls silent; nobody else learns of it before."""
    if not can_manage(by, mentorship):
        raise Refused
    fresh = _running(mentorship, by=by)
    _check_person(deputy, fresh.household_id, fresh.office_id)
    if deputy is not None and deputy.pk == fresh.mentor_id:
        raise NotNow(_("The deputy has to be another person."))
    fresh.deputy = mentorship.deputy = deputy
    fresh.save(update_fields=["deputy"])
    record("mentorship.name_deputy", fresh, by=by)


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
    fresh.extended_for, fresh.escalated_at = reason, None
    fresh.save(update_fields=["ends_on", "extended_for", "escalated_at"])
    note_sign(fresh, by=by)
    record("mentorship.extend", fresh, by=by, reason=reason)


@action
def end_mentorship(
    *,
    mentorship: Mentorship,
    handover: str,
    outcome: MonthOutcome = MonthOutcome.STANDS,
    remains: str = "",
    review: str = "",
    by: User,
) -> None:
    """The desk ends it: what came of it, the handover, what remains, what was learnt. Access ends with it."""
    if not can_manage(by, mentorship):
        raise Refused
    fresh = _running(mentorship, by=by)
    close_talk(fresh, fresh.mentor, by=by)
    fresh.status, fresh.ended_at = MentorshipStatus.ENDED.value, timezone.now()
    fresh.outcome = MonthOutcome(outcome).value
    words = {"handover": handover, "remains": remains, "review": review}
    seal(fresh, handover=handover, remains=remains, review=review)
    fresh.save(update_fields=["status", "ended_at", "outcome", *words])
    mentorship.status = fresh.status
    record("mentorship.end", fresh, by=by, fields=[name for name, text in words.items() if text])
