"""After a meeting: one step ticked for all who came, and the rest back to the queue."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.joining import leave
from cases.legal.actions.locks import lock_case, lock_meeting, lock_requests
from cases.legal.models import Consultation, Invitation, Membership, MemberStep, StepTemplate
from cases.legal.permissions import can_change_members, can_record_minutes, can_run
from cases.legal.workflow import MAY_COME, InvitationState, StepState
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal

MOST_MINUTES = 5000  # a dozen colleagues for a day


def _invited(meeting: Consultation, by: User, *, came: bool) -> list[Membership]:
    """Invited members who still stand in the case, held; those whom `by` may know. A reply is not coming."""
    if meeting.starts_at > timezone.now() or meeting.cancelled_at is not None:
        raise NotNow(_("This meeting has not taken place yet."))
    invitations = Invitation.objects.filter(consultation=meeting)
    attended = invitations.filter(state=InvitationState.ATTENDED.value).values("membership")
    rows = Membership.objects.known_to(by).filter(
        legal_case=meeting.legal_case, left_at=None, pk__in=invitations.values("membership")
    )
    rows = rows.filter(pk__in=attended) if came else rows.exclude(pk__in=attended).exclude(pk__in=_later())
    lock_requests(rows.values_list("help_request_id", flat=True))
    found = rows.select_related("help_request__client__mailbox_key", "legal_case", "assigned_before")
    return list(found.order_by("help_request"))


def _later() -> QuerySet[Invitation, dict[str, object]]:
    """Whoever has another date ahead is not absent: she comes then."""
    ahead = Invitation.objects.filter(
        state__in=sorted(MAY_COME),
        consultation__starts_at__gt=timezone.now(),
        consultation__cancelled_at=None,
    )
    return ahead.values("membership")


@action
def tick_for_present(*, consultation: Consultation, template: StepTemplate, by: User) -> int:
    """Ticks one step for everybody who came and has it open. How many there were."""
    case = lock_case(consultation.legal_case)
    if not can_run(by, case) or template.case_type_id != case.case_type_id:
        raise Refused
    came = _invited(consultation, by, came=True)
    steps = MemberStep.objects.filter(
        membership__in=came, template=template, state=StepState.TODO.value
    ).select_related("membership__legal_case__case_key")
    ticked = list(steps)
    for step in ticked:
        step.state, step.changed_at = StepState.DONE.value, timezone.now()
        seal(step, reason="")
        step.save(update_fields=["state", "changed_at", "reason"])
    for step in ticked:
        record("case_step.set", step, by=by)
    return len(ticked)


@action
def return_absent(*, consultation: Consultation, by: User) -> int:
    """Gives everybody who was invited and did not come back to the queue, as she stood before. How many."""
    case = lock_case(consultation.legal_case)
    if not can_change_members(by, case):
        raise Refused
    absent = _invited(consultation, by, came=False)
    left = [leave(membership, by=by) for membership in absent]
    went = Invitation.objects.filter(consultation=consultation, membership__in=absent)
    went.update(returned_at=timezone.now())
    for help_request in left:
        record("membership.remove", help_request, by=by)
    return len(left)


@action
def record_minutes(*, consultation: Consultation, minutes: int, by: User) -> None:
    """What this meeting cost all staff together; one number for the meeting, which can be corrected."""
    meeting = lock_meeting(consultation)
    if not can_record_minutes(by, meeting.legal_case):
        raise Refused
    if meeting.cancelled_at is not None or timezone.localdate(meeting.starts_at) > timezone.localdate():
        raise NotNow(_("The day of this meeting has not come yet."))
    if not 1 <= minutes <= MOST_MINUTES:
        raise NotNow(_("Choose between 1 and %(count)d minutes.") % {"count": MOST_MINUTES})
    meeting.minutes = minutes
    meeting.save(update_fields=["minutes"])
    record("consultation.minutes", meeting, by=by, fields=["minutes"])
