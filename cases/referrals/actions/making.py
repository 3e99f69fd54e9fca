"""Proposing a hand-over, taking it back, keeping partners, and the alarm when a partner is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cases.referrals import notifications
from cases.referrals.actions.locks import cancelled
from cases.referrals.models import Partner, Referral
from cases.referrals.permissions import can_edit_partners, can_refer
from cases.referrals.rules import LONGEST_DAYS
from cases.referrals.workflow import Aim, DataSet, ReferralStatus
from cases.requests.actions import note_event
from cases.requests.models import HelpRequest
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal
from knowledge.articles.models import Topic

CLOCK = System(job="referrals")


@action
def propose(
    *,
    help_request: HelpRequest,
    partner: Partner,
    aim: Aim,
    data_sets: Sequence[DataSet],
    summary: str,
    due_on: date,
    asks_client: bool,
    by: User,
) -> Referral:
    """A hand-over that waits for the client's word, in her inbox or as an operator will record it.

    Raises NotNow for a wrong partner or day, a second one to the same partner, or no inbox to be asked in.
    """
    if not can_refer(by, help_request):
        raise Refused
    _check(help_request, partner, due_on, data_sets, asks_client=asks_client)
    referral = Referral(
        help_request=help_request,
        partner=partner,
        aim=aim.value,
        data_sets=[one.value for one in data_sets],
        status=ReferralStatus.ASKED.value,
        made_by=by,
        made_at=timezone.now(),
        due_on=due_on,
    )
    seal(referral, summary=summary)
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as twin:
        raise NotNow(_("There is a hand-over to this partner already.")) from twin
    note_event(help_request=help_request, kind="referral_asked", by=by)
    record("referral.create", referral, by=by, fields=["summary"])
    if asks_client:
        notifications.asked(referral)
    return referral


def _check(
    help_request: HelpRequest,
    partner: Partner,
    due_on: date,
    data_sets: Sequence[DataSet],
    *,
    asks_client: bool,
) -> None:
    if not data_sets:
        raise NotNow(_("Choose what the partner is to be told."))
    if asks_client and not help_request.client.inbox_public_key:
        raise NotNow(_("This person has no inbox of her own. Ask her on the phone and record what she says."))
    if not help_request.is_open:
        raise NotNow(_("This request is closed. Open it again first."))
    if not Partner.objects.taking(help_request).filter(pk=partner.pk).exists():
        raise NotNow(_("This partner does not take this topic, or the agreement has ended."))
    today = timezone.localdate()
    if not today < due_on <= today + timedelta(days=LONGEST_DAYS):
        raise NotNow(_("Choose a day within the next sixty days."))


@action
def cancel(*, referral: Referral, by: User) -> Referral:
    """Takes a hand-over back; the partner's code opens nothing from now on. The request is ours again."""
    if not can_refer(by, referral.help_request):
        raise Refused
    return cancelled(referral, kind="referral_cancelled", by=by)


def sound_alarms() -> int:
    """Tells, once a day, whoever follows a hand-over without an answer on the day agreed and past it."""
    today = timezone.localdate()
    late = Referral.objects.due().exclude(alarmed_on=today)
    return sum(_alarm(referral=one) for one in late.select_related("followed_by", "sent_by", "made_by"))


@action
def _alarm(*, referral: Referral) -> int:
    today = timezone.localdate()
    rows = Referral.objects.due().exclude(alarmed_on=today).select_for_update(of=("self",))
    fresh = rows.filter(pk=referral.pk).first()
    if fresh is None:
        return 0
    is_first = fresh.alarmed_on is None
    fresh.alarmed_on = today
    fresh.save(update_fields=["alarmed_on"])
    notifications.silent(referral)
    if is_first:
        kind = "referral_silent" if fresh.is_with_partner else "referral_unsent"
        note_event(help_request=fresh.help_request, kind=kind, by=CLOCK)
    return 1


@action
def keep_partner(*, partner: Partner, topics: Sequence[Topic], by: User) -> Partner:
    """A new partner, or new terms of an old one. NotNow when an agreement ends before it begins."""
    if not can_edit_partners(by):
        raise Refused
    if partner.valid_until < partner.agreed_on:
        raise NotNow(_("The agreement cannot end before it begins."))
    partner.slug = partner.slug or _free_slug(partner.name)
    partner.save()
    partner.topics.set(topics)
    record("partner.edit", partner, by=by, fields=["agreed_on", "valid_until", "topics"])
    return partner


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "partner"
    taken = set(Partner.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := stem if number == 1 else f"{stem}-{number}") not in taken
    )
