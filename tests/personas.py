"""The people of the tests: two offices and one person for each role, and how they sign in."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.test import Client

from helpdesk.accounts import actions
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from tests.factories.accounts import OfficeFactory, UserFactory

SignIn = Callable[[Client, User], Client]


@pytest.fixture
def sign_in() -> SignIn:
    """`sign_in(client, alena_operator)`: as after a whole, fresh sign-in with both factors."""

    def sign(client: Client, user: User) -> Client:
        request = HttpRequest()
        request.META["REMOTE_ADDR"] = "127.0.0.1"
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        user.backend = settings.AUTHENTICATION_BACKENDS[0]
        login(request, user)
        record_authentication(request, user, method="password", reauthenticated=True)
        actions.follow_sign_in(user=user, row=None, session=request.session, agent="Firefox Linux")
        request.session.save()
        client.cookies[settings.DESK_SESSION_COOKIE] = request.session.session_key or ""
        return client

    return sign


@pytest.fixture
def office_warsaw(db: None) -> Office:
    return OfficeFactory.create()


@pytest.fixture
def office_vilnius(db: None) -> Office:
    return OfficeFactory.create(slug="vilnius", name="Vilnius", country="LT", city="Vilnius")


@pytest.fixture
def alena_operator(office_warsaw: Office) -> User:
    return UserFactory.create(
        email="alena@ganak.example", name="Alena", roles=[Role.OPERATOR], office=office_warsaw
    )


@pytest.fixture
def jonas_operator(office_vilnius: Office) -> User:
    """An operator of the other office."""
    return UserFactory.create(
        email="jonas@ganak.example", name="Jonas", roles=[Role.OPERATOR], office=office_vilnius
    )


@pytest.fixture
def maks_lawyer(office_warsaw: Office) -> User:
    return UserFactory.create(
        email="maks@ganak.example", name="Maks", roles=[Role.LAWYER], office=office_warsaw
    )


@pytest.fixture
def hanna_coordinator(office_warsaw: Office) -> User:
    return UserFactory.create(
        email="hanna@ganak.example", name="Hanna", roles=[Role.COORDINATOR], office=office_warsaw
    )


@pytest.fixture
def ina_editor(office_warsaw: Office) -> User:
    return UserFactory.create(
        email="ina@ganak.example", name="Ina", roles=[Role.EDITOR], factors=("totp",), office=office_warsaw
    )


@pytest.fixture
def piotr_administrator(office_warsaw: Office) -> User:
    return UserFactory.create(
        email="piotr@ganak.example", name="Piotr", roles=[Role.ADMINISTRATOR], office=office_warsaw
    )


@pytest.fixture
def ruta_auditor(office_warsaw: Office) -> User:
    return UserFactory.create(
        email="ruta@ganak.example", name="Rūta", roles=[Role.AUDITOR], office=office_warsaw
    )


@pytest.fixture
def vika_volunteer(office_warsaw: Office) -> User:
    return UserFactory.create(
        email="vika@ganak.example", name="Vika", roles=[Role.VOLUNTEER], office=office_warsaw
    )
