"""Probes of the safety matrix about grants and figures."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.http import HttpResponse
from django.utils import timezone

from cases.funding.models import Funder
from tests.architecture.visitor import META, NONE, Visitor, done
from tests.factories.reports import back, make_funder, snapshot_of_today


def _grant(at: Visitor, *, foreign: bool = False) -> Funder:
    bundle = at.world.foreign if foreign else at.it
    return make_funder(f"probe-{uuid4().hex[:10]}", office=bundle.office)


def _question(at: Visitor) -> dict[str, str]:
    """Last month; of a grant of the other office where that is asked."""
    if at.role == "coord":
        snapshot_of_today()
    month = f"{back(1):%Y-%m}"
    asked = {"first": month, "last": month, "whose": "here", "language": "be"}
    return asked | ({"funder": str(_grant(at).pk)} if at.thing == "foreign" else {})


def read_report(at: Visitor) -> str:
    answer = at.browser.get("/desk/reports/situation/", _question(at), headers=at._headers)
    return META if answer.status_code == 200 and b"<table" in answer.content else NONE


def export_figures(at: Visitor) -> str:
    answers: list[HttpResponse] = []
    for kind in ("pdf", "sheet"):
        answers.append(at.browser.get(f"/desk/reports/situation/{kind}/", _question(at)))
    if at.thing == "granted":  # of the workload there are only one's own figures
        answers += [at.get(f"workload:{kind}") for kind in ("sheet", "commas")]
    taken = ["attachment" in answer.headers.get("Content-Disposition", "") for answer in answers]
    assert all(taken) or not any(taken)
    return done(is_done=all(taken))


def edit_grant(at: Visitor) -> str:
    funder, day = _grant(at), timezone.localdate()
    typed = {"name": "Neu", "code": funder.code, "starts_on": day.isoformat(), "is_active": "on"}
    at.post("funding:edit", funder.pk, **typed, ends_on=(day + timedelta(days=9)).isoformat(), only_here="on")
    return done(is_done=Funder.objects.filter(pk=funder.pk, name="Neu").exists())


def tag(at: Visitor) -> str:
    one = at.request
    at.post("reports:tag", "request", one.pk, funder=str(make_funder(f"probe-{uuid4().hex[:10]}").pk))
    one.refresh_from_db(fields=["funder"])
    return done(is_done=one.funder_id is not None)
