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
from cases.rest.queries import LOOK_BACK_DAYS, Traces, my_traces, traces
from cases.rest.rules import is_night
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
    now = timezone.now()
    shifts = Shift.objects.filter(ends_at__gt=now - timedelta(days=LOOK_BACK_DAYS), starts_at__lt=now)
    duty, nights = _duty(shifts)
    return Sources(traces(today), duty, _noted(Q(), today), nights)


def my_rest(
    user: User, *, minutes: Iterable[datetime], shifts: Iterable[Shift], cap: int, heavy: int
) -> Rest:
    """Of one person, from the minutes of her own log and her shifts. One query."""
    key, today = str(user.pk), timezone.localdate()
    duty, nights = _duty(shifts)
    found = Sources({key: my_traces(minutes)}, duty, _noted(Q(by=user), today), nights)
    return found.rest(key, today=today, cap=cap, heavy=heavy)


def shifts_of(user: User, until: datetime) -> list[Shift]:
    """Hers of the last two weeks, and those that begin until then."""
    since = timezone.now() - timedelta(days=LOOK_BACK_DAYS)
    return list(Shift.objects.filter(user=user, ends_at__gt=since, starts_at__lt=until).order_by("starts_at"))


def caps() -> dict[str, int]:
    """The most hours of a week, where a coordinator has set them."""
    return {str(user): hours for user, hours in WorkLimit.objects.values_list("user", "most_hours")}


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


def _duty(shifts: Iterable[Shift]) -> tuple[Hours, dict[str, frozenset[date]]]:
    """Hours on duty by local day, and nights of duty; a shift counts whole, as far as it has run."""
    now, since = timezone.now(), timezone.now() - timedelta(days=LOOK_BACK_DAYS)
    hours: Hours = defaultdict(lambda: defaultdict(float))
    nights: dict[str, set[date]] = defaultdict(set)
    for shift in shifts:
        moment, key = max(shift.starts_at, since), str(shift.user_id)
        while moment < min(shift.ends_at, now):
            local = timezone.localtime(moment)
            hours[key][local.date()] += 1
            if is_night(local.hour):
                nights[key].add(local.date())
            moment += timedelta(hours=1)
    return hours, {user: frozenset(days) for user, days in nights.items()}


def _noted(whose: Q, today: date) -> Hours:
    rows = TimeSpent.objects.filter(whose, on__gt=today - timedelta(days=LOOK_BACK_DAYS), on__lte=today)
    found: Hours = defaultdict(dict)
    for user, on, minutes in rows.values_list("by", "on").annotate(all=Sum("minutes")).order_by():
        found[str(user)][on] = minutes / 60
    return found
