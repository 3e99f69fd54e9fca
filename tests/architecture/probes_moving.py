"""Probes of the safety matrix about moving work, absences and offices."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.moving.models import Absence, Move, PersonMove
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from tests.architecture.visitor import Visitor, done


def _operator(at: Visitor) -> User:
    return at.it.staff.operator


def move_bulk(at: Visitor) -> str:
    """A request of the office's lawyer goes to its operator: preview, then yes."""
    with writing():
        HelpRequest.objects.filter(pk=at.it.fresh.pk).update(assigned_to=at.it.staff.lawyer)
    chosen = {"whose": str(at.it.staff.lawyer.pk), "kinds": ["request"], "to": [str(_operator(at).pk)]}
    at.post("moving:new", **chosen)
    move = Move.objects.filter(done_at=None).first()
    if move is not None:
        at.post("moving:confirm", move.pk)
    return done(is_done=HelpRequest.objects.get(pk=at.it.fresh.pk).assigned_to_id == _operator(at).pk)


def enter_absence(at: Visitor) -> str:
    """Her own, or that of the other office's operator."""
    today = timezone.localdate()
    whose = _operator(at) if at.thing == "foreign" else at.world.people.get(at.role)
    days = {"from_on": today + timedelta(days=3), "until_on": today + timedelta(days=4)}
    at.post("moving:absences", user=str(whose.pk) if at.thing == "foreign" and whose else "", **days)
    return done(is_done=whose is not None and Absence.objects.filter(user=whose).exists())


def edit_office(at: Visitor) -> str:
    before = Office.objects.count()
    at.post("moving:offices", name="One more", country="PL", city="Lublin")
    return done(is_done=Office.objects.count() > before)


def move_person(at: Visitor) -> str:
    """Proposed by one; that another has to agree is shown in tests/cases/moving."""
    third = Office.objects.create(slug="third", name="Third", country="PL", city="Third")
    who = (at.world.away if at.thing == "foreign" else at.world.people)["editor"]
    at.post("moving:person", who.pk, to=str(third.pk))
    return done(is_done=PersonMove.objects.filter(user=who).exists())


def move_request(at: Visitor) -> str:
    """A request in nobody's case goes to a third office."""
    third = Office.objects.create(slug="third", name="Third", country="PL", city="Third")
    which = at.request if at.thing == "kept" else at.it.fresh
    at.post("moving:request_office", which.pk, to=str(third.pk))
    return done(is_done=HelpRequest.objects.get(pk=which.pk).office_id == third.pk)
