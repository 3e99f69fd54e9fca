"""Probe of the safety matrix about lists of requests that leave the house."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.lists import actions
from cases.lists.models import ListExport
from tests.architecture.visitor import Visitor, done
from tests.factories.lists import WHY, came_earlier, wanted_list


def export_list(at: Visitor) -> str:
    """As the first of two, as the second, and as somebody who finds a list that two agreed on."""
    ours, away = at.world.people["coord"], at.world.away["coord"]
    found = wanted_list(at.it.plain, by=ours)
    at.post("lists:agree", found.pk)
    found.refresh_from_db()
    assert found.agreed_by_id != ours.pk, "nobody is her own second person"
    if found.agreed_by_id is not None:
        return done(is_done=True)
    if at.role != "coord":
        actions.agree(wanted=found, by=away)
        return done(is_done=_takes(at, found) or _asks(at) is not None)
    assert not _takes(at, found), "a list without a second person"
    actions.agree(wanted=found, by=away)
    asked = _asks(at)
    return done(is_done=asked is not None and _takes(at, found) and not _takes(at, found))


def _asks(at: Visitor) -> ListExport | None:
    """What this role could ask for by itself."""
    came_earlier(at.it.plain)
    known, today = set(ListExport.objects.values_list("pk", flat=True)), timezone.localdate()
    since = today - timedelta(days=30)
    at.post("lists:ask", since=since.isoformat(), until=today.isoformat(), reason=WHY)
    return ListExport.objects.exclude(pk__in=known).first()


def _takes(at: Visitor, found: ListExport) -> bool:
    answers = [at.post("lists:take", found.pk, kind).content for kind in ("csv", "xlsx")]
    return any(at.it.plain.code.encode() in content or content.startswith(b"PK") for content in answers)
