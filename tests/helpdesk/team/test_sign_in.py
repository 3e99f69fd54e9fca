"""Promises of the way in: no sign-up, nobody finds out who has an account, no addresses, two steps."""

from __future__ import annotations

import hashlib
import hmac
import struct
import time
from base64 import b32decode
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from redis import Redis

from helpdesk.accounts.models import StaffSession, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.models import DataKey
from helpdesk.team.models import FactorSecret
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")


@pytest.fixture
def ona(db: None) -> User:
    """An editor with a password who has not enrolled anything."""
    return UserFactory.create(email="ona@ganak.example", password=PASSWORD, roles=[Role.EDITOR], factors=())


def try_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


def code_now(secret: str) -> str:
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def enrol_app(client: Client) -> str:
    """Add an authenticator app as its owner would; gives the secret that the app keeps."""
    page = client.get(reverse("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert done.status_code == 302
    return secret


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
def test_nobody_signs_up_or_resets_alone(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_password_leads_to_the_enrolment_of_a_second_factor(client: Client, ona: User) -> None:
    response = try_in(client, "ona@ganak.example")
    assert response.headers["Location"] == reverse("desk")
    assert client.get(reverse("desk")).headers["Location"] == reverse("mfa_index")
    assert StaffSession.objects.filter(user=ona).count() == 1
    assert AccessEntry.objects.filter(verb="account.sign_in", object_id=str(ona.pk)).count() == 1


def test_nobody_learns_who_has_an_account(client: Client, ona: User) -> None:
    known = try_in(client, "ona@ganak.example", "a wrong long password")
    unknown = try_in(client, "nobody@ganak.example", "a wrong long password")
    assert known.status_code == unknown.status_code == 200

    def text(response: Any, email: str) -> str:
        page: str = response.content.decode().replace(email, "")
        token = response.context["csrf_token"]
        return page.replace(str(token), "")

    assert text(known, "ona@ganak.example") == text(unknown, "nobody@ganak.example")


@pytest.mark.parametrize("email", ["ona@ganak.example", "nobody@ganak.example"])
def test_five_wrong_tries_close_an_account_for_a_while_known_or_not(
    client: Client, ona: User, email: str
) -> None:
    for _ in range(5):
        assert "Too many tries" not in try_in(client, email, "a wrong long password").content.decode()
    assert "Too many tries" in _in_english(client, email)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        cache.clear()
        assert "Too many tries" not in _in_english(client, email)


def _in_english(client: Client, email: str) -> str:
    data = {"login": email, "password": "a wrong long password"}
    response = client.post(LOGIN, data, headers={"Accept-Language": "en"})
    return response.content.decode()


def test_a_client_that_tries_many_accounts_is_slowed_down(client: Client) -> None:
    codes = [try_in(client, f"user{n}@ganak.example", "wrong").status_code for n in range(12)]
    assert codes[0] == 200
    assert codes[-1] == 429


def test_no_address_is_kept_anywhere(client: Client, ona: User) -> None:
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    try_in(client, "ona@ganak.example", "a wrong long password")
    try_in(client, "ona@ganak.example")
    redis = Redis.from_url(settings.REDIS_URL)
    names: Any = redis.keys("*")
    kept: Any = b"".join(name + (redis.dump(name) or b"") for name in names)
    assert b"203.0.113" not in kept
    assert hashlib.sha256(b"203.0.113.77").hexdigest().encode() not in kept
    assert b"ona@ganak" not in kept


@pytest.mark.parametrize("change", [{"is_active": False}, {"frozen_at": timezone.now()}])
def test_somebody_stopped_does_not_come_in_with_the_right_password(
    client: Client, ona: User, change: dict[str, Any]
) -> None:
    User.objects.filter(pk=ona.pk).update(**change)
    assert try_in(client, "ona@ganak.example").headers["Location"] == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200
    assert not StaffSession.objects.exists()


def test_an_app_is_asked_for_at_the_next_sign_in(client: Client, ona: User) -> None:
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        try_in(client, "ona@ganak.example")
        secret = enrol_app(client)
    with time_machine.travel("2026-03-01T10:05:00Z", tick=False):
        other = Client()
        assert try_in(other, "ona@ganak.example").headers["Location"] == reverse("mfa_authenticate")
        assert other.get(reverse("mfa_authenticate")).status_code == 200
        assert other.get(reverse("team:me")).status_code == 302  # not in yet
        wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert wrong.status_code == 200
        right = other.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
        assert right.headers["Location"] == reverse("desk")
        assert other.get(reverse("team:me")).status_code == 200


def test_a_recovery_code_works_once(client: Client, ona: User) -> None:
    try_in(client, "ona@ganak.example")
    enrol_app(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    for expected in (302, 200):
        other = Client()
        try_in(other, "ona@ganak.example")
        assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_recovery_codes_are_shown_once(client: Client, ona: User) -> None:
    try_in(client, "ona@ganak.example")
    enrol_app(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(code in again for code in codes)


def test_secrets_of_apps_are_sealed_and_go_with_the_app(client: Client, ona: User) -> None:
    try_in(client, "ona@ganak.example")
    secret = enrol_app(client)
    assert secret not in str(list(Authenticator.objects.values()))
    assert secret not in str(list(FactorSecret.objects.values()))
    assert FactorSecret.objects.count() == DataKey.objects.count() == 2  # app and recovery codes
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert not FactorSecret.objects.exists()
    assert not DataKey.objects.exists()
    assert client.get(reverse("team:me")).headers["Location"] == reverse("mfa_index")


def test_a_new_password_keeps_this_browser_in_and_others_out(client: Client, ona: User) -> None:
    try_in(client, "ona@ganak.example")
    secret = enrol_app(client)
    other = Client()
    try_in(other, "ona@ganak.example")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        other.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
        assert other.get(reverse("team:me")).status_code == 200
        new = "five quiet birds at noon"
        data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert client.post(reverse("account_change_password"), data).status_code == 302
        assert client.get(reverse("team:me")).status_code == 200
        assert other.get(reverse("team:me")).status_code == 302


def test_a_short_password_is_refused(client: Client, ona: User) -> None:
    try_in(client, "ona@ganak.example")
    enrol_app(client)
    data = {"oldpassword": PASSWORD, "password1": "short one", "password2": "short one"}
    assert client.post(reverse("account_change_password"), data).status_code == 200
    ona.refresh_from_db()
    assert ona.check_password(PASSWORD)


def test_signing_out_needs_a_click_and_ends_the_session(client: Client, ona: User) -> None:
    try_in(client, "ona@ganak.example")
    assert client.get(reverse("account_logout")).status_code == 200
    assert StaffSession.objects.exists()
    assert client.post(reverse("account_logout")).headers["Location"] == LOGIN
    assert not StaffSession.objects.exists()
