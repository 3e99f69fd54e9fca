"""What staff work: hours of each day from the log, the duty rota and the time they noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, Sum
from django.utils import timezone

from cases.duty.models import Shift
from cases.legal.models import TimeSpent
from cases.rest.models import WorkLimit
from cases.rest.queries import LOOK_BACK_DAYS, Traces, heavy_held, my_traces, traces
from cases.rest.rules import STAFF_HOURS, is_night
from cases.workload.rules.resting import Rest, hours_of_day, rest_of
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role

STAFF_ROLES = sorted(role.value for role in Role if role is not Role.VOLUNTEER)
Hours = dict[str, dict[date, float]]


@dataclass(frozen=True)
class Sources:
    """Hours of each person's days, as three places tell them."""

    log: Mapping[str, Traces]
    duty: Mapping[str, Mapping[date, float]]
    noted: Mapping[str, Mapping[date, float]]
    nights: Mapping[str, frozenset[date]]  # of duty

    def people(self) -> set[str]:
        return {*self.log, *self.duty, *self.noted}

    def rest(self, person: str, *, today: date, cap: int, heavy: int) -> Rest:
        """What this person's days look like."""
        log = self.log.get(person, Traces())
        hours = hours_of_day(log.hours, self.duty.get(person, {}), self.noted.get(person, {}))
        nights = log.nights | self.nights.get(person, frozenset())
        return rest_of(hours, nights, today=today, cap=cap, heavy=heavy)


def sources(today: date) -> Sources:
    """Of everybody, for the nightly look."""
    duty, nights = _duty(Q(), today)
    return Sources(traces(today), duty, _noted(Q(), today), nights)


def my_rest(user: User, minutes: Iterable[datetime], today: date) -> Rest:
    """Of one person, from the minutes of her own log. Four queries."""
    duty, nights = _duty(Q(user=user), today)
    log = {str(user.pk): my_traces(minutes)}
    found = Sources(log, duty, _noted(Q(by=user), today), nights)
    heavy = heavy_held(user).get(str(user.pk), 0)
    return found.rest(
        str(user.pk), today=today, cap=caps(Q(user=user)).get(str(user.pk), STAFF_HOURS), heavy=heavy
    )


def caps(whose: Q) -> dict[str, int]:
    """The most hours of a week, where a coordinator has set them."""
    rows = WorkLimit.objects.filter(whose).values_list("user", "most_hours")
    return {str(user): hours for user, hours in rows}


def staff() -> list[User]:
    """Everybody with a role other than a volunteer's, who works now."""
    people = User.objects.filter(
        is_active=True,
        frozen_at=None,
        role_grants__role__in=STAFF_ROLES,
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
        volunteer_profile=None,
    )
    return list(people.distinct().order_by("pk"))


def _duty(whose: Q, today: date) -> tuple[Hours, dict[str, frozenset[date]]]:
    """Hours on duty by local day, and nights of duty; a shift counts whole, as far as it has run."""
    now, since = timezone.now(), timezone.now() - timedelta(days=LOOK_BACK_DAYS)
    rows = Shift.objects.filter(whose, ends_at__gt=since, starts_at__lt=now)
    hours: Hours = defaultdict(lambda: defaultdict(float))
    nights: dict[str, set[date]] = defaultdict(set)
    for user, starts_at, ends_at in rows.values_list("user", "starts_at", "ends_at"):
        moment = max(starts_at, since)
        while moment < min(ends_at, now):
            local = timezone.localtime(moment)
            hours[str(user)][local.date()] += 1
            if is_night(local.hour):
                nights[str(user)].add(local.date())
            moment += timedelta(hours=1)
    return hours, {user: frozenset(days) for user, days in nights.items()}


def _noted(whose: Q, today: date) -> Hours:
    rows = TimeSpent.objects.filter(whose, on__gt=today - timedelta(days=LOOK_BACK_DAYS), on__lte=today)
    found: Hours = defaultdict(dict)
    for user, on, minutes in rows.values_list("by", "on").annotate(all=Sum("minutes")).order_by():
        found[str(user)][on] = minutes / 60
    return found
