"""Who could be the mentor of a household, the best match first, with reasons; and who waits for one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cases.mentoring.models import MentorOffer, Mentorship, MentorWish
from cases.mentoring.queries.months import possible_mentors
from cases.mentoring.rules import Match, Need, Offer, Way, match
from cases.requests.models import Client, Exclusion, Household
from helpdesk.accounts.models import User

MOST_WAITING = 100


@dataclass(frozen=True)
class Candidate:
    """One possible mentor and how she fits."""

    user: User
    match: Match


def need_of(household: Household) -> Need:
    """What is known of the household and what it wishes."""
    wish = MentorWish.objects.filter(pk=household.pk).first()
    languages = Client.objects.filter(household=household).values_list("language", flat=True)
    return Need(
        languages=sorted(set(languages)),
        city=household.city,
        has_children=bool(household.child_bands),
        woman_only=wish.woman_only if wish else False,
        way=wish.way if wish else Way.ANY.value,
    )


def candidates(household: Household, office_id: int | None) -> list[Candidate]:
    """All who may, the best first; somebody whom the household keeps away is not among them."""
    need = need_of(household)
    kept = Exclusion.objects.filter(client__household=household, user__isnull=False).values("user")
    people = possible_mentors(office_id).exclude(pk__in=kept)
    offers = {offer.pk: offer for offer in MentorOffer.objects.filter(user__in=people)}
    found = [Candidate(user, match(_offer(user, offers.get(user.pk)), need)) for user in people]
    return sorted(found, key=lambda one: (-one.match.points, one.user.name))


def _offer(user: User, said: MentorOffer | None) -> Offer:
    """Whoever has said nothing of herself counts as open to one household."""
    profile = user.volunteer_profile
    plain = Offer(profile.languages, profile.cities, user.household_count)  # type: ignore[attr-defined]
    if said is None:
        return plain
    return replace(
        plain,
        most_households=said.most_households,
        with_children=said.with_children,
        is_woman=said.is_woman,
        way=said.way,
    )


def waiting_households(user: User) -> list[MentorWish]:
    """Households of her office that would like a mentor and have none, the longest waiting first."""
    kept = Exclusion.objects.households_kept_from(user)
    running = Mentorship.objects.running().values("household")
    wishes = MentorWish.objects.filter(wants=True, household__clients__office=user.office_id)
    rows = wishes.exclude(household__in=running).exclude(household__in=kept).distinct()
    return list(rows.select_related("household").order_by("made_at")[:MOST_WAITING])
