"""Makes offices and users whose roles two people agreed on and who hold a second factor."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from helpdesk.accounts.models import Office, RoleGrant, User
from helpdesk.accounts.roles import Role

PASSWORD = "correct horse battery staple"


class OfficeFactory(DjangoModelFactory[Office]):
    class Meta:
        model = Office
        django_get_or_create = ("slug",)

    slug = "warsaw"
    name = "Warsaw"
    country = "PL"
    city = "Warszawa"


class UserFactory(DjangoModelFactory[User]):
    """`UserFactory(roles=[Role.OPERATOR])`; `factors=()` makes somebody who has not enrolled anything yet."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda number: f"user{number}@ganak.example")
    name = Sequence(lambda number: f"User {number}")
    language = "en"
    office = SubFactory(OfficeFactory)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        roles: list[Role] = kwargs.pop("roles", [])
        factors: tuple[str, ...] = kwargs.pop("factors", ("webauthn",))
        user = User.objects.create_user(kwargs.pop("email"), kwargs.pop("password", None), **kwargs)
        for role in roles:
            grant(user, role)
        for factor in factors:
            # a credential that nobody can answer with; sign-in by a real one is tested in tests/browser
            Authenticator.objects.create(user=user, type=factor, data={"name": "Test key", "credential": {}})
        return user


def grant(user: User, role: Role) -> RoleGrant:
    """A confirmed role, as after two people agreed."""
    user.__dict__.pop("roles", None)
    user.__dict__.pop("permissions", None)
    return RoleGrant.objects.create(user=user, role=role, confirmed_at=timezone.now())
