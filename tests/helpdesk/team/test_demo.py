"""Promise: one-click sign-in exists only in development, on this very machine."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.accounts.models import StaffSession, User
from helpdesk.accounts.roles import Role
from helpdesk.team.actions import create_demo_staff
from helpdesk.team.apps import sign_in_is_safe

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}


@pytest.fixture
def development(settings: Any) -> Any:
    settings.DEBUG = True
    settings.DEMO_SIGN_IN = True
    settings.SECOND_FACTOR_REQUIRED = False
    return settings


def test_one_click_signs_in_as_each_role(development: Any) -> None:
    people = create_demo_staff()
    page = Client().get(reverse("team:demo_sign_in"), **HERE).content.decode()
    for user in people.values():
        assert user.email in page
        client = Client()
        assert client.post(reverse("team:demo_sign_in"), {"who": user.email}, **HERE).status_code == 302
        assert client.get(reverse("team:me"), **HERE).status_code == 200
    assert StaffSession.objects.count() == len(people)


@pytest.mark.parametrize(
    "wrong",
    [
        {"REMOTE_ADDR": "192.168.1.5"},
        {"HTTP_HOST": "testserver"},
        {"HTTP_X_FORWARDED_FOR": "198.51.100.4"},
        {"HTTP_FORWARDED": "for=198.51.100.4"},
    ],
)
def test_it_does_not_exist_for_another_machine(development: Any, wrong: dict[str, str]) -> None:
    people = create_demo_staff()
    asked = HERE | wrong
    assert Client().get(reverse("team:demo_sign_in"), **asked).status_code == 404
    data = {"who": people["alena"].email}
    assert Client().post(reverse("team:demo_sign_in"), data, **asked).status_code == 404
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize("off", ["DEBUG", "DEMO_SIGN_IN"])
def test_it_does_not_exist_outside_development(development: Any, off: str) -> None:
    create_demo_staff()
    setattr(development, off, False)
    assert Client().get(reverse("team:demo_sign_in"), **HERE).status_code == 404


def test_it_opens_no_real_account(development: Any, alena_operator: User) -> None:
    data = {"who": alena_operator.email}
    assert Client().post(reverse("team:demo_sign_in"), data, **HERE).status_code == 404


def test_the_program_refuses_to_start_with_it_in_production(settings: Any) -> None:
    assert sign_in_is_safe() == []
    settings.DEMO_SIGN_IN = True
    settings.SECOND_FACTOR_REQUIRED = False
    assert {error.id for error in sign_in_is_safe()} == {"team.E001", "team.E002"}
    settings.DEBUG = True
    assert sign_in_is_safe() == []


def test_demo_staff_are_made_once_and_cover_every_role() -> None:
    first = create_demo_staff()
    assert create_demo_staff() == first
    assert {role for user in first.values() for role in user.roles} == set(Role)
    assert not any(user.has_usable_password() for user in first.values())
