"""A passkey, end to end: enrolled and used to sign in by real Chromium with its virtual authenticator."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page

from helpdesk.accounts.models import StaffSession, User
from helpdesk.accounts.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]


@pytest.fixture
def oleg(transactional_db: None) -> User:
    """An operator on his first day."""
    return UserFactory.create(
        email="oleg@ganak.example", name="Oleg", password=PASSWORD, roles=[Role.OPERATOR], factors=()
    )


def give_key(page: Page, *, verified: bool = True) -> str:
    """Plug a virtual authenticator in; `verified` is the finger or PIN."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return str(made["authenticatorId"])


def sign_in_by_password(page: Page) -> None:
    page.goto(reverse("account_login"))
    page.fill("input[name=login]", "oleg@ganak.example")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form", has=page.locator("input[name=password]")).locator("button[type=submit]").click()


def enrol(page: Page) -> None:
    page.goto(reverse("mfa_add_webauthn"))
    page.fill("input[name=name]", "Blue key")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")


def test_a_passkey_is_enrolled_and_then_signs_in_alone(open_page: OpenPage, oleg: User) -> None:
    page = open_page()
    give_key(page)
    sign_in_by_password(page)
    page.wait_for_url(f"**{reverse('mfa_index')}")
    enrol(page)
    key = Authenticator.objects.get(user=oleg, type=Authenticator.Type.WEBAUTHN)
    assert key.wrap().name == "Blue key"

    page.goto(reverse("team:me"))
    assert page.url.endswith(reverse("team:me"))
    page.goto(reverse("account_logout"))
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"**{reverse('account_login')}")
    assert not StaffSession.objects.exists()

    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/account/" not in url or url.endswith(reverse("team:me")))
    assert StaffSession.objects.filter(user=oleg).count() == 1
    page.goto(reverse("team:me"))
    assert page.url.endswith(reverse("team:me"))


def test_a_password_needs_the_passkey_as_second_step(open_page: OpenPage, oleg: User) -> None:
    page = open_page()
    give_key(page)
    sign_in_by_password(page)
    page.wait_for_url(f"**{reverse('mfa_index')}")
    enrol(page)
    StaffSession.objects.all().delete()
    sign_in_by_password(page)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}")
    assert not StaffSession.objects.exists()
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(lambda url: reverse("mfa_authenticate") not in url)
    assert StaffSession.objects.filter(user=oleg).count() == 1


def test_a_key_without_finger_or_pin_is_refused_in_plain_words(open_page: OpenPage, oleg: User) -> None:
    page = open_page()
    give_key(page, verified=False)
    sign_in_by_password(page)
    page.wait_for_url(f"**{reverse('mfa_index')}")
    page.goto(reverse("mfa_add_webauthn"))
    page.click("#mfa_webauthn_add")
    page.locator("#passkey-failed").wait_for(state="visible")
    assert not Authenticator.objects.exists()
