"""Promise: without the second factor of one's roles there is no page but its enrolment."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.team.middleware import ENROLMENT
from tests.factories.accounts import UserFactory

SignIn = Callable[[Client, User], Client]
SAMPLES: dict[str, Any] = {"uuid": uuid.UUID(int=7), "int": 7, "str": "x", "slug": "x", "path": "x"}


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, str]]:
    """Every named address of the desk with sample arguments, as (name, path)."""
    for entry in (get_resolver() if resolver is None else resolver).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, inner)
        elif entry.name:
            converters = entry.pattern.converters
            kwargs = {
                name: SAMPLES.get(type(converter).__name__.removesuffix("Converter").lower(), "x")
                for name, converter in converters.items()
            }
            path = reverse(f"{space}{entry.name}", kwargs=kwargs)
            if path.startswith("/desk/"):
                yield f"{space}{entry.name}", path


@pytest.mark.parametrize(
    ("role", "factors"),
    [
        (Role.OPERATOR, ()),
        (Role.OPERATOR, ("totp",)),
        (Role.OPERATOR, ("recovery_codes",)),
        (Role.ADMINISTRATOR, ("totp",)),
        (Role.EDITOR, ()),
        (Role.EDITOR, ("recovery_codes",)),
    ],
)
def test_without_a_sufficient_factor_every_address_leads_to_enrolment(
    client: Client, sign_in: SignIn, db: None, role: Role, factors: tuple[str, ...]
) -> None:
    sign_in(client, UserFactory.create(roles=[role], factors=factors))
    seen = 0
    for name, path in addresses():
        if name in ENROLMENT:
            continue
        seen += 1
        for response in (client.get(path), client.post(path)):
            assert response.status_code == 302, f"{name} {response.status_code}"
            assert response.headers["Location"] == reverse("mfa_index"), name
    assert seen > 20


def test_enrolment_itself_is_open(client: Client, sign_in: SignIn, db: None) -> None:
    sign_in(client, UserFactory.create(roles=[Role.OPERATOR], factors=()))
    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).status_code == 200


def test_htmx_is_sent_there_too(client: Client, sign_in: SignIn, db: None) -> None:
    sign_in(client, UserFactory.create(roles=[Role.OPERATOR], factors=()))
    response = client.get(reverse("team:me"), headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == reverse("mfa_index")


@pytest.mark.parametrize(
    ("role", "factors"),
    [(Role.OPERATOR, ("webauthn",)), (Role.EDITOR, ("totp",)), (Role.VOLUNTEER, ("totp",))],
)
def test_with_it_the_desk_opens(
    client: Client, sign_in: SignIn, db: None, role: Role, factors: tuple[str, ...]
) -> None:
    sign_in(client, UserFactory.create(roles=[role], factors=factors))
    assert client.get(reverse("team:me")).status_code == 200


def test_a_new_role_may_ask_for_more(client: Client, sign_in: SignIn, db: None) -> None:
    user = UserFactory.create(roles=[Role.EDITOR], factors=("totp",))
    sign_in(client, user)
    assert client.get(reverse("team:me")).status_code == 200
    user.role_grants.create(role=Role.OPERATOR, confirmed_at=user.role_grants.get().confirmed_at)
    assert client.get(reverse("team:me")).status_code == 302


def test_the_requirement_is_off_only_where_it_says_so(
    client: Client, sign_in: SignIn, settings: Any, db: None
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, UserFactory.create(roles=[Role.OPERATOR], factors=()))
    assert client.get(reverse("team:me")).status_code == 200
