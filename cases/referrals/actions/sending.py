"""Packing what was agreed, the code that opens it once, and what the partner says."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.intake.rules import new_receipt
from cases.referrals import notifications
from cases.referrals.actions.locks import back_to_us, close_door, hold, move, spend
from cases.referrals.models import Partner, Referral
from cases.referrals.permissions import can_refer
from cases.referrals.queries import consented_sets, is_without_consent
from cases.referrals.rules import CODE_DAYS, answer_due, outcome_due
from cases.referrals.workflow import CAN_BE_SENT, DataSet, ReferralStatus, WhyNot
from cases.requests.actions import change_status, note_event
from cases.requests.models import HelpRequest
from cases.requests.models.choices import FLAG_CHOICES
from cases.requests.workflow import Status, Turn
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.languages import BY_CODE
from helpdesk.sealing.actions import (
    new_data_key,
    open_with,
    reveal_page,
    rewrap_for_client,
    seal,
)
from helpdesk.sealing.inbox import InboxKey
from helpdesk.sealing.reasons import Reason
from helpdesk.sealing.receipts import OpenedReceipt, derive

PARTNER = System(job="partner")
CAN_GO = {Status.NEW.value, Status.TRIAGED.value, Status.ANSWERED.value, Status.IN_CASE.value}


@dataclass(frozen=True)
class Handed:
    """What the partner's page shows once: the payload and the digits for the next time."""

    referral: Referral
    payload: str = field(repr=False)
    next_digits: str = field(repr=False)


def send(*, referral: Referral, by: User) -> str:
    """Packs what is agreed today and gives the code, shown this once; a second one makes the first dead.

    Raises NotNow without any consent, or when the request cannot be referred from where it stands.
    """
    digits = new_receipt()
    opened = derive(digits)  # slow by design, so before anything is locked
    _send(referral=referral, opened=opened, by=by)
    return digits


@action
def _send(*, referral: Referral, opened: OpenedReceipt, by: User) -> None:
    if not can_refer(by, referral.help_request):
        raise Refused
    fresh = hold(referral)
    if ReferralStatus(fresh.status) not in CAN_BE_SENT:
        raise NotNow(_("This hand-over is not ready to be sent."))
    if not Partner.objects.in_force().filter(pk=fresh.partner_id).exists():
        raise NotNow(_("The agreement with this partner has ended, or it does not work now."))
    sets = [DataSet(one) for one in fresh.agreed_sets] if is_without_consent(fresh) else consented_sets(fresh)
    if not sets:
        raise NotNow(_("The person has agreed to nothing, or has taken it back."))
    payload = _packed(fresh, sets, by=by)
    close_door(fresh)
    fresh.payload_key = new_data_key("referral", client_public_key=opened.public, client_id=fresh.pk)
    seal(fresh, payload=payload)
    is_first = fresh.status == ReferralStatus.READY.value
    changed = move(fresh, ReferralStatus.SENT) if is_first else []
    if is_first and fresh.is_due:  # it rested with us past its day: the partner has a week all the same
        fresh.due_on, fresh.alarmed_on = answer_due(timezone.localdate()), None
        changed += ["due_on", "alarmed_on"]
    fresh.locator, fresh.public_key = opened.locator, opened.public
    fresh.expires_at = timezone.now() + timedelta(days=CODE_DAYS)
    fresh.sent_by, fresh.sent_at, fresh.agreed_sets = by, timezone.now(), [one.value for one in sets]
    fresh.save(
        update_fields=[
            *(*changed, "payload_key", "payload", "locator", "public_key", "expires_at", "spent_locators"),
            *("sent_by", "sent_at", "agreed_sets"),
        ]
    )
    _refer(fresh.help_request, is_first=is_first, by=by)
    record("referral.send", fresh, by=by, fields=[one.value for one in sets])


def _refer(help_request: HelpRequest, *, is_first: bool, by: User) -> None:
    if help_request.status == Status.REFERRED.value and not is_first:
        return
    if help_request.status not in CAN_GO | {Status.REFERRED.value}:
        raise NotNow(
            _("This request cannot be handed on from where it stands. Take it out of the list first.")
        )
    change_status(help_request=help_request, to=Status.REFERRED, by=by, kind="referred", turn=Turn.OFFICE)


def _packed(referral: Referral, sets: list[DataSet], *, by: User) -> str:
    """Only what was agreed, in the partner's country's language where it is ours to say."""
    one, client = referral.help_request, referral.help_request.client
    (own, reach, words) = reveal_page(
        [
            (one, ["story"] if DataSet.STORY in sets else []),
            (client, ["contact"] if DataSet.CONTACT in sets else []),
            (referral, ["summary"] if DataSet.SUMMARY in sets else []),
        ],
        by=by,
        reason=Reason.HANDOVER,
        subject=referral,
    )
    found: dict[DataSet, str] = {
        DataSet.STORY: own.get("story", ""),
        DataSet.SUMMARY: words.get("summary", ""),
    }
    with override(referral.partner.country.lower()):
        found[DataSet.NEED] = _need(one)
        found[DataSet.CONTACT] = _contact(referral, reach.get("contact", ""))
        found[DataSet.HOUSEHOLD] = _household(one)
        found[DataSet.FLAGS] = ", ".join(str(dict(FLAG_CHOICES)[flag]) for flag in one.flags)
    return json.dumps({data_set.value: found[data_set] for data_set in sets}, ensure_ascii=False)


def _need(help_request: HelpRequest) -> str:
    topic = str(help_request.topic) if help_request.topic else ""
    return ", ".join(filter(None, (topic, help_request.city, BY_CODE[help_request.language].own_name)))


def _contact(referral: Referral, address: str) -> str:
    client = referral.help_request.client
    if not address:
        return _("She left no contact with us. Ask us to pass on a message.")
    hours = _("between %(earliest)s and %(latest)s o'clock") % {
        "earliest": client.earliest_hour,
        "latest": client.latest_hour,
    }
    parts = [client.get_contact_channel_display(), address, hours]
    if client.leave_no_message:
        parts.append(_("never leave a message"))
    return ", ".join(str(part) for part in parts)


def _household(help_request: HelpRequest) -> str:
    household = help_request.client.household
    if household is None:
        return ""
    words = _("adults: %(adults)s") % {"adults": household.adults}
    if household.child_bands:
        words += "; " + _("children: %(bands)s") % {"bands": ", ".join(household.child_bands)}
    return words


def open_handover(*, digits: str) -> Handed | None:
    """What this code opens, once: it is dead afterwards and another stands in its place. None: nothing."""
    opened, following = derive(digits), new_receipt()
    return _open_handover(opened=opened, following=derive(following), next_digits=following)


@action
def _open_handover(*, opened: OpenedReceipt, following: OpenedReceipt, next_digits: str) -> Handed | None:
    rows = Referral.objects.select_for_update(of=("self",)).select_related(
        "partner", "help_request", "payload_key"
    )
    found: Referral | None = rows.filter(locator=opened.locator, status__in=["sent", "accepted"]).first()
    if found is None:
        _note_replay(opened.locator)
        return None
    is_late = found.expires_at is None or found.expires_at < timezone.now()
    if is_late or not Partner.objects.in_force().filter(pk=found.partner_id).exists():
        record("referral.open", found, by=PARTNER, refused=True)
        return None
    key = InboxKey(found.pk, opened.private)
    payload = open_with(key, found, ["payload"])[0]["payload"]
    if not is_without_consent(found):
        agreed = {one.value for one in consented_sets(found)}
        payload = json.dumps(
            {k: v for k, v in json.loads(payload).items() if k in agreed}, ensure_ascii=False
        )
    assert found.payload_key is not None
    rewrap_for_client(found.payload_key, opener=key, client_id=found.pk, public_key=following.public)
    spend(found)
    found.locator, found.public_key = following.locator, following.public
    found.opened_at = found.opened_at or timezone.now()
    found.expires_at = timezone.now() + timedelta(days=CODE_DAYS * 3)
    found.save(update_fields=["locator", "public_key", "opened_at", "expires_at", "spent_locators"])
    record("referral.open", found, by=PARTNER, fields=sorted(json.loads(payload)))
    return Handed(found, payload, next_digits)


def _note_replay(locator: bytes) -> None:
    """A used code typed again is logged, and a colleague hears of it: somebody may have listened."""
    spent = Referral.objects.select_related("help_request").filter(spent_locators__contains=[locator]).first()
    if spent is None:
        return
    found = hold(spent)
    found.replayed_at = timezone.now()
    found.save(update_fields=["replayed_at"])
    note_event(help_request=found.help_request, kind="referral_replayed", by=PARTNER)
    record("referral.replay", found, by=PARTNER, refused=True)
    notifications.replayed(found)


@action
def partner_says(*, referral: Referral, answer: ReferralStatus, why_not: WhyNot | None) -> Referral:
    """Accepted, declined for a reason from the list, or done; what ends comes back to us at once."""
    fresh = hold(referral)
    changed = move(fresh, answer)
    if answer is ReferralStatus.ACCEPTED:
        fresh.due_on, fresh.alarmed_on = outcome_due(timezone.localdate()), None
        changed += ["due_on", "alarmed_on"]
        note_event(help_request=fresh.help_request, kind="referral_accepted", by=PARTNER)
    else:
        changed += close_door(fresh)
        back_to_us(fresh, kind=f"referral_{answer.value}", by=PARTNER)
    if answer is ReferralStatus.DECLINED:
        fresh.why_not = (why_not or WhyNot.OTHER).value
        changed.append("why_not")
    fresh.save(update_fields=changed)
    record("referral.answer", fresh, by=PARTNER)
    notifications.partner_answered(fresh)
    return fresh


__all__ = ["Handed", "open_handover", "partner_says", "send"]
