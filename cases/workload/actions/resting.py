"""The nightly look at staff who work without rest: the same signals as for volunteers, the person first."""

from __future__ import annotations

from django.utils import timezone

from cases.rest.actions import note_signs
from cases.rest.models import RestSignal
from cases.rest.queries import heavy_held
from cases.rest.rules import STAFF_HOURS
from cases.workload.queries.staff import caps, sources, staff


def look_at_staff() -> int:
    """Brings the signals of staff to today; how many are new. Whoever is no volunteer is looked at here."""
    today = timezone.localdate()
    found, limits, heavy = sources(today), caps(), heavy_held()
    live = {str(pk) for pk in RestSignal.objects.live().values_list("user_id", flat=True)}
    to_look = found.people() | live | set(heavy)
    new = 0
    for person in staff():
        key = str(person.pk)
        if key in to_look:
            rest = found.rest(key, today=today, cap=limits.get(key, STAFF_HOURS), heavy=heavy.get(key, 0))
            new += len(note_signs(user=person, signs=rest.signs))
    return new
