"""Probes of the safety matrix in joining: applying, and saying yes to a tier."""

from __future__ import annotations

from contextlib import suppress

from cases.joining.actions import invite_applicant, vet, welcome
from cases.joining.models import Application, Vetting
from cases.volunteering.models import VolunteerProfile
from helpdesk.accounts.errors import NotNow
from helpdesk.audit.guard import writing
from tests.architecture.visitor import Visitor, done, once
from tests.factories.joining import make_application, make_ready


def apply(at: Visitor) -> str:
    """Whoever has an account is somebody already: an application with her address leads to no profile."""
    if at.role in {"anon", "client"}:
        before = Application.objects.count()
        at.post("joining:apply", form_id=once(), name="Новая", country="PL", spoken_be="native",
                weekly_hours="2", email="new@applicant.example")  # fmt: skip
        return done(is_done=Application.objects.count() > before)
    profiles = VolunteerProfile.objects.count()
    row = make_application(at.it.office, email=at.world.people[at.role].email)
    welcome(application=row, by=at.world.people["coord"])
    with suppress(NotNow):
        invite_applicant(application=row, by=at.world.people["admin"])
    return done(is_done=VolunteerProfile.objects.count() > profiles)


def vet_volunteer(at: Visitor) -> str:
    """The visitor alone gives no tier 2; as the second of two she does."""
    people = at.world.people
    row = make_ready(make_application(at.world.own.office), by=people["coord"])
    at.post("joining:vet", row.pk, tier="2")
    assert not any(one.is_complete for one in Vetting.objects.filter(application=row))
    with writing():
        Vetting.objects.filter(application=row).delete()
    vet(application=row, tier=2, by=people["coord" if at.role == "admin" else "admin"])
    at.post("joining:vet", row.pk, tier="2")
    return done(is_done=Vetting.objects.get(application=row).is_complete)


def say_levels(at: Visitor) -> str:
    """She says of herself that she speaks Lithuanian; of somebody else she says nothing."""
    whose = at.world.people.get(at.role) if at.thing == "granted" else at.it.staff.volunteer
    at.post("joining:languages", spoken_be="native", spoken_lt="good")
    rows = VolunteerProfile.objects.filter(pk=whose.pk if whose else None)
    return done(is_done=rows.filter(levels_asked__has_key="lt").exists())


def approve_levels(at: Visitor) -> str:
    """A coordinator believes it."""
    rows = VolunteerProfile.objects.filter(pk=at.it.staff.volunteer.pk)
    with writing():
        rows.update(levels_asked={"lt": "good"})
    at.post("joining:decide_levels", at.it.staff.volunteer.pk, answer="yes")
    return done(is_done="lt" in rows.get().languages)
