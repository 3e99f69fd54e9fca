"""What mentors offer, what households wish, the introduction, and private safety signals."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.mentoring.models import MentorOffer, Mentorship, MentorWish, SafetySignal
from cases.mentoring.notifications import signal_raised
from cases.mentoring.permissions import can_see_signals, is_mentor_of
from cases.mentoring.rules import Way
from cases.mentoring.steps import MOST_HOUSEHOLDS, Concern
from cases.relay.actions import say
from cases.relay.queries import live_talk
from cases.relay.rules import Purpose
from cases.requests.actions import this_hour
from cases.requests.models import Client
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, seal


@action
def save_offer(
    *, most_households: int, with_children: bool, is_woman: bool | None, way: Way, by: User
) -> MentorOffer:
    """What she can give as a mentor; 0 households means: not now."""
    if not by.can(Permission.MENTOR) or not 0 <= most_households <= MOST_HOUSEHOLDS:
        raise Refused
    offer = MentorOffer.objects.filter(pk=by.pk).first() or MentorOffer(user=by)
    offer.most_households, offer.with_children = most_households, with_children
    offer.is_woman, offer.way, offer.saved_at = is_woman, way.value, timezone.now()
    offer.save()
    record("mentor_offer.save", offer, by=by)
    return offer


@action
def wish_for_mentor(*, client: Client, wants: bool, woman_only: bool, way: Way, by: ByReceipt) -> None:
    """A household would like a mentor, or does not any more. Raises NotNow when we know no household."""
    if by.client_id != client.pk:
        raise Refused
    if client.household_id is None:
        raise NotNow(_("Tell us first with whom you live: write it to us here."))
    wish = MentorWish.objects.filter(pk=client.household_id).first()
    wish = wish or MentorWish(household_id=client.household_id)
    wish.wants, wish.woman_only, wish.way, wish.made_at = wants, woman_only, way.value, this_hour()
    wish.save()
    record("mentor_wish.save", wish, by=by)


def introduction(mentorship: Mentorship) -> str:
    """What the household reads first, in its own language; the mentor's name is the one colleagues see."""
    language = mentorship.client.language if mentorship.client else "be"
    with override(language):
        return _(
            "Hello! My name is %(name)s. For the first thirty days I accompany you: with papers, school, a "
            "doctor, the bank. Write to me here whenever something is unclear, I answer within two days. "
            "I do not give legal advice and never ask for money; for that there are our lawyers. If "
            "something between us is not good, you can tell the desk privately, I will not learn of it. "
            "When would it suit you to talk for the first time?"
        ) % {"name": mentorship.mentor.name}


@action
def introduce(*, mentorship: Mentorship, by: User) -> None:
    """The mentor sends the introduction as her first line. Raises NotNow when she has done it already."""
    if not is_mentor_of(by, mentorship) or mentorship.client_id is None:
        raise Refused
    rows = Mentorship.objects.select_for_update(of=("self",)).select_related("client", "mentor")
    fresh = rows.get(pk=mentorship.pk)
    talk = live_talk(by, fresh.client_id, Purpose.MENTORSHIP)
    if fresh.introduced_at is not None or talk is None:
        raise NotNow(_("You have introduced yourself already."))
    fresh.introduced_at, fresh.last_sign_on = timezone.now(), timezone.localdate()
    fresh.save(update_fields=["introduced_at", "last_sign_on"])
    say(talk=talk, body=introduction(fresh), by=by)


@action
def send_signal(
    *, mentorship: Mentorship, concern: Concern, words: str = "", by: User | ByReceipt
) -> SafetySignal:
    """One side does not feel safe: coordinators hear at once, the other side never does."""
    if isinstance(by, ByReceipt):
        if mentorship.client_id != by.client_id:
            raise Refused
    elif not is_mentor_of(by, mentorship):
        raise Refused
    signal = SafetySignal(
        mentorship=mentorship,
        from_household=isinstance(by, ByReceipt),
        concern=Concern(concern).value,
        made_at=this_hour(),
        signal_key=new_data_key("safety_signal"),
    )
    seal(signal, words=words)
    signal.save(force_insert=True)
    record("safety_signal.send", signal, by=by, fields=["words"] if words else [])
    signal_raised(signal)
    return signal


@action
def see_signal(*, signal_id: UUID, by: User) -> None:
    """A coordinator has it in her hands."""
    signal = SafetySignal.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=signal_id).first()
    if signal is None or not can_see_signals(by):
        raise Refused
    if signal.seen_at is None:
        signal.seen_by, signal.seen_at = by, timezone.now()
        signal.save(update_fields=["seen_by", "seen_at"])
        record("safety_signal.see", signal, by=by)
