"""The client's word: given in her inbox, recorded from speech, or left out by two people with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.referrals import notifications
from cases.referrals.actions.locks import cancelled, hold, move, ours_to_act
from cases.referrals.models import AIM_CHOICES, OWN_DATA_SET_CHOICES, Referral
from cases.referrals.permissions import can_override, can_refer
from cases.referrals.rules import consent_code
from cases.referrals.workflow import Aim, DataSet, ReferralStatus, WhyWithout
from cases.requests.actions.wishes import give_consent
from cases.requests.workflow import Purpose
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.inbox import InboxKey


def consent_words(referral: Referral, data_set: DataSet, language: str) -> str:
    """What she agrees to, in her language, as she is asked it."""
    with override(language):
        return _("I agree that %(partner)s is told: %(what)s. What for: %(aim)s.") % {
            "partner": referral.partner.name,
            "what": dict(OWN_DATA_SET_CHOICES)[data_set.value],
            "aim": dict(AIM_CHOICES)[referral.aim],
        }


@action
def answer_ask(
    *, referral: Referral, agreed: Sequence[DataSet], language: str, by: ByReceipt, opener: InboxKey
) -> Referral:
    """Her own yes to each thing; a no to all ends the hand-over. Either way it is our turn."""
    if referral.help_request.client_id != by.client_id:
        raise Refused
    if not agreed:
        ended = cancelled(referral, kind="referral_refused", by=by)
        notifications.consent_settled(ended, by=by)
        return ended
    return _agree(referral, agreed, language=language, by=by, opener=opener)


@action
def record_consents(*, referral: Referral, agreed: Sequence[DataSet], by: User) -> Referral:
    """What she said aloud, noted by a colleague."""
    if not can_refer(by, referral.help_request):
        raise Refused
    if not agreed:
        raise NotNow(_("Choose what she agreed to, or take the hand-over back."))
    return _agree(referral, agreed, language=referral.help_request.client.language, by=by)


def _agree(
    referral: Referral,
    agreed: Sequence[DataSet],
    *,
    language: str,
    by: ByReceipt | User,
    opener: InboxKey | None = None,
) -> Referral:
    fresh = hold(referral)
    wanted = [one for one in agreed if one.value in fresh.data_sets]
    changed = move(fresh, ReferralStatus.READY)
    fresh.agreed_sets = [one.value for one in wanted]
    fresh.save(update_fields=[*changed, "agreed_sets"])
    for one in wanted:
        give_consent(
            client=fresh.help_request.client,
            purpose=Purpose.PARTNER,
            wording=consent_words(fresh, one, language),
            language=language,
            partner=fresh.partner.slug,
            data_set=consent_code(one, Aim(fresh.aim)),
            help_request=None if isinstance(by, ByReceipt) else fresh.help_request,
            by=by,
            opener=opener,
        )
    ours_to_act(fresh, kind="referral_agreed", by=by)
    notifications.consent_settled(fresh, by=by)
    return fresh


@action
def propose_without(*, referral: Referral, reason: WhyWithout, by: User) -> Referral:
    """The first of two people says that it must go without her word, and why."""
    if not can_override(by, referral.help_request):
        raise Refused
    fresh = hold(referral)
    if fresh.status != ReferralStatus.ASKED.value:
        raise NotNow(_("This hand-over has moved on meanwhile. Look at it again."))
    fresh.without_reason, fresh.without_by = reason.value, by
    fresh.save(update_fields=["without_reason", "without_by"])
    record("referral.override", fresh, by=by, reason=reason.value)
    return fresh


@action
def confirm_without(*, referral: Referral, by: User) -> Referral:
    """The second person agrees; only then can it be sent without consent."""
    if not can_override(by, referral.help_request):
        raise Refused
    fresh = hold(referral)
    if fresh.without_by is None or fresh.status != ReferralStatus.ASKED.value:
        raise NotNow(_("Nobody has asked for this, or it is settled already."))
    if fresh.without_by_id == by.pk or not fresh.without_by.is_active:
        raise Refused
    fresh.without_confirmed_by = by
    fresh.agreed_sets = fresh.data_sets
    fresh.save(update_fields=[*move(fresh, ReferralStatus.READY), "without_confirmed_by", "agreed_sets"])
    ours_to_act(fresh, kind="referral_without", by=by)
    notifications.consent_settled(fresh, by=by)
    record("referral.override_confirm", fresh, by=by, reason=fresh.without_reason)
    return fresh
