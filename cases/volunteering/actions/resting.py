"""The nightly look at volunteers who work without rest; staff are looked at in cases/workload."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from cases.rest.actions import note_signs
from cases.rest.models import RestSignal
from cases.rest.queries import Traces, traces
from cases.rest.rules import signs
from cases.volunteering.models import VolunteerProfile
from cases.volunteering.queries import burden_this_week
from helpdesk.accounts.models import User

NO_TRACES = Traces()


def look_at_rest() -> int:
    """Brings volunteers' signals to today, of whoever worked lately or has a signal; how many are new."""
    today = timezone.localdate()
    found = traces(today)
    live = {str(pk) for pk in RestSignal.objects.live().values_list("user_id", flat=True)}
    people = User.objects.filter(pk__in=set(found) | live | _volunteers(), is_active=True)
    people = people.exclude(volunteer_profile=None)
    caps = dict(VolunteerProfile.objects.filter(user__in=people).values_list("pk", "weekly_hours"))
    new = 0
    for person in people:
        seen, cap = found.get(str(person.pk), NO_TRACES), caps.get(person.pk, 0)
        burden = burden_this_week(person) if cap else Decimal(0)
        today_signs = signs(days=seen.days, nights=seen.nights, burden=burden, cap=cap, today=today)
        new += len(note_signs(user=person, signs=today_signs))
    return new


def _volunteers() -> set[str]:
    """Volunteers with a task: hours are held without opening the desk."""
    return {
        str(pk) for pk in VolunteerProfile.objects.exclude(user__claims=None).values_list("pk", flat=True)
    }
