"""Invented colleagues for development: one for each role and a second operator in another office."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import Office, RoleGrant, User
from helpdesk.accounts.roles import Role

DEMO_DOMAIN = "demo.ganak.example"
OFFICES = {
    "warsaw": {"name": "Warsaw", "country": "PL", "city": "Warszawa"},
    "vilnius": {"name": "Vilnius", "country": "LT", "city": "Vilnius"},
}
STAFF: tuple[tuple[str, str, str, str, Role], ...] = (
    ("alena", "Alena", "be", "warsaw", Role.OPERATOR),
    ("jonas", "Jonas", "lt", "vilnius", Role.OPERATOR),
    ("maks", "Maks", "ru", "warsaw", Role.LAWYER),
    ("vika", "Vika", "be", "warsaw", Role.VOLUNTEER),
    ("hanna", "Hanna", "be", "warsaw", Role.COORDINATOR),
    ("ina", "Ina", "be", "warsaw", Role.EDITOR),
    ("piotr", "Piotr", "pl", "warsaw", Role.ADMINISTRATOR),
    ("ruta", "Rūta", "lt", "vilnius", Role.AUDITOR),
)


@transaction.atomic
def create_demo_staff() -> dict[str, User]:
    """The demo colleagues by short name; makes only those that are missing. They have no passwords.

    Raises Refused outside development and tests.
    """
    if not (settings.DEBUG or getattr(settings, "TESTING", False)):
        raise Refused
    offices = {
        slug: Office.objects.get_or_create(slug=slug, defaults=fields)[0] for slug, fields in OFFICES.items()
    }
    people = {}
    for short, name, language, office, role in STAFF:
        email = f"{short}@{DEMO_DOMAIN}"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, None, name=name, language=language, office=offices[office])
        if not RoleGrant.objects.filter(user=user, role=role, revoked_at=None).exists():
            RoleGrant.objects.create(user=user, role=role, confirmed_at=timezone.now())
        people[short] = user
    return people
