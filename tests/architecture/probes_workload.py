"""Probes of the safety matrix about workload: everybody her own part, and limits."""

from __future__ import annotations

from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.rest.models import WorkLimit
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from tests.architecture.visitor import ALL, META, NONE, Visitor, done

LIMIT = 4711


def read_dashboard(at: Visitor) -> str:
    """Figures of the office for the coordinator; one's own for whoever answers; health for administrators."""
    pages = ("workload:dashboard", "workload:ahead", "workload:full")
    if any(at.get(name).status_code == 200 for name in pages):
        return META
    mine, health = at.get("workload:mine"), at.get("team:health")
    if mine.status_code == 200:
        return _reads_own(at)
    return ALL if health.status_code == 200 and at.thing == "granted" else NONE


def _reads_own(at: Visitor) -> str:
    """A request with a deadline today: hers where that is granted, a colleague's elsewhere."""
    person = at.world.people[at.role]
    other = User.objects.exclude(pk=person.pk).filter(is_active=True).first()
    row = at.it.plain
    with writing():
        HelpRequest.objects.filter(pk=row.pk).update(
            deadline_on=timezone.localdate(), assigned_to=person if at.thing == "granted" else other
        )
    return ALL if row.client.alias in at.get("workload:mine").content.decode() else NONE


def _limit(at: Visitor) -> WorkLimit:
    """Of a colleague of the office, or of the other one; of herself for whoever may see her own alone."""
    person = at.world.people.get(at.role)
    is_own = at.thing == "granted" and person is not None and at.role != "coord"
    of = person if is_own else at.it.staff.operator
    assert of is not None
    limit = WorkLimit(user=of, most_weight=LIMIT, set_by=of, set_at=timezone.now())
    with writing():
        limit.save()
    return limit


def read_limit(at: Visitor) -> str:
    limit = _limit(at)
    pages = [at.get("workload:mine"), at.get("rest:limits"), at.get("rest:limit", limit.user_id)]
    found = [page.content.decode() for page in pages if page.status_code == 200]
    clean = [text.replace("\xa0", "").replace(" ", "").replace(".", "").replace(",", "") for text in found]
    return ALL if any(str(LIMIT) in text for text in clean) else NONE


def set_limit(at: Visitor) -> str:
    limit = _limit(at)
    at.post("rest:limit", limit.user_id, most_weight="12", most_hours="30")
    return done(is_done=WorkLimit.objects.get(pk=limit.pk).most_weight == 12)
