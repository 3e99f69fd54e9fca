"""Taking hold of one hand-over, and moving it along its table."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.referrals.models import Referral
from cases.referrals.workflow import LIVE, ReferralStatus, may_become
from cases.requests.actions import change_status, locked, note_event
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status, Turn, status_after_client_wrote
from helpdesk.accounts.actors import Actor, ByReceipt
from helpdesk.accounts.errors import NotNow
from helpdesk.audit.actions import record
from helpdesk.sealing.actions import erase_key


def hold(referral: Referral) -> Referral:
    """The same hand-over, fresh and locked until the action ends; its request first, as everywhere."""
    locked(referral.help_request)
    rows = Referral.objects.select_for_update(of=("self",))
    return rows.select_related("partner", "help_request__client", "help_request__topic", "payload_key").get(
        pk=referral.pk
    )


def move(referral: Referral, to: ReferralStatus) -> list[str]:
    """Moves a held hand-over; gives the names of the fields that changed. NotNow when it has moved on."""
    if not may_become(ReferralStatus(referral.status), to):
        raise NotNow(_("This hand-over has moved on meanwhile. Look at it again."))
    referral.status = to.value
    if to in {
        ReferralStatus.ACCEPTED,
        ReferralStatus.DECLINED,
        ReferralStatus.DONE,
        ReferralStatus.CANCELLED,
    }:
        referral.answered_at = timezone.now()
        return ["status", "answered_at"]
    return ["status"]


def close_door(referral: Referral) -> list[str]:
    """No code opens it any more, and what was packed is gone."""
    key = referral.payload_key
    spend(referral)
    referral.locator = referral.public_key = referral.expires_at = referral.payload_key = None
    if key is not None:
        referral.save(update_fields=["payload_key"])
        erase_key(key)
    return ["locator", "public_key", "expires_at", "payload_key", "spent_locators"]


def spend(referral: Referral) -> None:
    """The code that opens it now is remembered as used: typed again, it opens nothing and is noticed."""
    if referral.locator is not None:
        referral.spent_locators = [*referral.spent_locators, bytes(referral.locator)]


def back_to_us(referral: Referral, *, kind: str, by: Actor) -> None:
    """What the partner had is ours again: who stands in a case goes on there, others return to the queue.

    Not while another partner has it, and a closed request stays closed. One event in any case.
    """
    help_request = referral.help_request
    if help_request.status == Status.CLOSED.value:
        help_request.version += 1  # the undo of closing would give it back to the partner, who has it no more
        help_request.save(update_fields=["version"])
    if help_request.status == Status.CLOSED.value or _others_live(referral):
        note_event(help_request=help_request, kind=kind, by=by)
        return
    change_status(help_request=help_request, to=_home_of(help_request), by=by, kind=kind, turn=Turn.US)


def _home_of(help_request: HelpRequest) -> Status:
    """Where a request stands when no partner has it."""
    if help_request.memberships.filter(left_at=None).exists():
        return Status.IN_CASE
    now = Status(help_request.status)
    return Status.TRIAGED if now in {Status.REFERRED, Status.ANSWERED} else now


def ours_to_act(referral: Referral, *, kind: str, by: Actor) -> None:
    """What was waited for has come, so the next step is ours. Her own yes opens a closed request again."""
    help_request = referral.help_request
    if help_request.status == Status.CLOSED.value and not (isinstance(by, ByReceipt) and _is_live(referral)):
        note_event(help_request=help_request, kind=kind, by=by)
        return
    after = status_after_client_wrote(Status(help_request.status))
    change_status(help_request=help_request, to=after, by=by, kind=kind, turn=Turn.US)


def _is_live(referral: Referral) -> bool:
    return ReferralStatus(referral.status) in LIVE


def cancelled(referral: Referral, *, kind: str, by: Actor) -> Referral:
    """Ends a hand-over, by whoever ends it: no code opens it, and the request is ours again."""
    fresh = hold(referral)
    was_sent = fresh.is_with_partner
    changed = move(fresh, ReferralStatus.CANCELLED)
    fresh.save(update_fields=[*changed, *close_door(fresh)])
    if was_sent:
        back_to_us(fresh, kind=kind, by=by)
    elif isinstance(by, ByReceipt):
        ours_to_act(fresh, kind=kind, by=by)
    else:
        note_event(help_request=fresh.help_request, kind=kind, by=by)
    record("referral.cancel", fresh, by=by)
    return fresh


def _others_live(referral: Referral) -> bool:
    others = Referral.objects.live().filter(help_request=referral.help_request_id)
    return others.exclude(pk=referral.pk).filter(status__in=["sent", "accepted"]).exists()
