"""Whether somebody may take one task more, and the claim that she then holds."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.rest.actions import use_word
from cases.rest.queries import live_word
from cases.rest.rules import Stop, stop_for
from cases.volunteering.actions.talks import open_talk
from cases.volunteering.models import Claim, Offer, PlaceInLine, Task, VolunteerProfile
from cases.volunteering.permissions import (
    allowed_tier,
    can_decide,
    free_places,
    is_resting,
    stands_for,
)
from cases.volunteering.queries import pieces_of, wanted_piece
from cases.volunteering.workflow import CLAIM_DAYS, ClaimState, OfferAnswer, OfferWhy, TaskStatus
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User

STOPS = {
    Stop.CAP: gettext_lazy(
        "With this task you would carry more hours this week than your own limit. Choose a later week, "
        "hand something back, or ask the desk."
    ),
    Stop.HEAVY: gettext_lazy(
        "You have done two heavy tasks in a row. Take a light one or rest for a week; if you really want "
        "this one, a coordinator can say yes."
    ),
}


def check_room(user: User, task: Task, *, waits: bool = True) -> VolunteerProfile:
    """Holds the volunteer's own row and raises NotNow when she may not take this task or one more.

    With `waits=False` a row that is held by somebody else counts as no room: whoever holds a task already
    must not wait for a person, since that person may be waiting for the task.
    """
    rows = VolunteerProfile.objects.select_for_update(of=("self",), skip_locked=not waits)
    profile: VolunteerProfile | None = rows.select_related("user").filter(pk=user.pk).first()
    if profile is None or allowed_tier(profile) < 0:
        raise Refused
    if task.tier > allowed_tier(profile):
        raise NotNow(_("This task is not open to you yet."))
    if is_resting(profile):
        raise NotNow(_("You are on a break. End it first if you want a task."))
    if free_places(profile) == 0:
        raise NotNow(_("You hold as many tasks as you can. Finish one first, or hand one back."))
    _check_rest(user, task, profile.weekly_hours)
    return profile


def _check_rest(user: User, task: Task, cap: int) -> None:
    """Her own hours a week, and not a third heavy task in a row; a coordinator's yes opens one more."""
    today = timezone.localdate()
    pieces, wanted = pieces_of(user, today), wanted_piece(task, today)
    stop = stop_for(pieces, wanted, cap=cap, has_word=False)
    if stop is None:
        return
    word = live_word(user)
    if word is None:
        raise NotNow(str(STOPS[stop]))
    use_word(word=word, by=user)


def yes_before(task: Task, profile: VolunteerProfile) -> tuple[bool, User | None]:
    """Whether her claim opens at once, and whose yes that was.

    Without contact it needs none; for chosen kinds she stands approved; and whoever at the desk brought this
    task to her has said yes to this one, if that colleague may still say it.
    """
    if task.tier == 0 or stands_for(profile, task):
        return True, None
    brought = Offer.objects.filter(
        task=task, volunteer=profile.pk, why=OfferWhy.HAND.value, answer=OfferAnswer.NONE.value
    )
    offer = brought.select_related("by").first()
    if offer is None or offer.by is None or offer.by_id == profile.pk or not can_decide(offer.by, task):
        return False, None
    return True, offer.by


def new_claim(task: Task, profile: VolunteerProfile, *, opens: bool, yes_of: User | None, by: Actor) -> Claim:
    """Her hold on a task that is hers already by its status; what waited for it is answered."""
    now, user = timezone.now(), profile.user
    claim = Claim(
        task=task,
        volunteer=user,
        state=(ClaimState.APPROVED if opens else ClaimState.REQUESTED).value,
        claimed_at=now,
        decided_at=now if opens else None,
        decided_by=yes_of,
        ends_on=timezone.localdate() + timedelta(days=CLAIM_DAYS),
    )
    claim.save(force_insert=True)
    PlaceInLine.objects.filter(task=task, volunteer=user).delete()
    Offer.objects.filter(task=task, volunteer=user, answer=OfferAnswer.NONE.value).update(
        answer=OfferAnswer.YES.value, answered_at=now
    )
    if opens:
        open_talk(claim, by=by)
    return claim


def status_when(opens: bool) -> TaskStatus:  # noqa: FBT001
    return TaskStatus.TAKEN if opens else TaskStatus.CLAIMED
