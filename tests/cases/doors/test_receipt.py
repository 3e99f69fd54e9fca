"""A receipt for a caller: only when asked for, seen once, and worth nothing after its first use."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import override

from cases.doors.actions.receipts import give_receipt
from cases.doors.tasks import lapse_receipts_hourly
from cases.intake.rules import new_receipt
from cases.requests.models import Client, HelpRequest
from cases.requests.rules import TEMPORARY_RECEIPT_DAYS
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.models import WrappedKey
from tests.architecture.access_table import url_names
from tests.factories.web import shown_digits, unlock

pytestmark = pytest.mark.django_db
NEW, RECEIPT = "/desk/calls/new/", "/desk/calls/receipt/"


@pytest.fixture
def desk(client: Browser, alena_operator: User, sign_in: Any) -> Browser:
    sign_in(client, alena_operator)
    return client


def log(desk: Browser, **typed: Any) -> HelpRequest:
    form = {"form_id": str(uuid.uuid4()), "channel": "phone", "language": "be", "country": "PL"}
    told = {"urgency": "normal", "topic": "unknown", "story": "Тэлефануе, просіць квіток."}
    desk.post(NEW, {**form, **told, **typed})
    return HelpRequest.objects.select_related("client").latest("received_at", "id")


def digits_on(page: str) -> str:
    found = re.search(r'id="digits">(.*?)</p>', page, re.DOTALL)
    return "".join(re.findall(r"\d{4}", found.group(1))) if found else ""


def own_pages() -> list[str]:
    """Every address without arguments that needs an unlocked receipt."""
    found = []
    with override("be"):
        for name in sorted(url_names()):
            try:
                path = reverse(name)
            except NoReverseMatch:
                continue
            access = getattr(resolve(path).func, "access", None)
            found += [path] if access is not None and access.kind == "receipt" else []
    return found


def test_a_call_gives_no_receipt_by_itself(desk: Browser) -> None:
    assert log(desk).client.locator is None
    assert digits_on(desk.get(NEW).content.decode()) == ""


def test_a_receipt_is_read_out_once(desk: Browser) -> None:
    row = log(desk)
    digits = digits_on(desk.post(RECEIPT).content.decode())
    assert len(digits) == 20
    client = Client.objects.get(pk=row.client_id)
    assert client.receipt_is_temporary
    assert AccessEntry.objects.filter(verb="client.receipt_given").count() == 1
    again = desk.post(RECEIPT).content.decode()
    assert digits_on(again) == ""
    assert "only once" in again
    assert Client.objects.get(pk=row.client_id).locator == client.locator


def test_half_an_hour_after_the_call_it_is_too_late(desk: Browser) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row = log(desk)
        for _ in range(31):  # minute by minute, so that she stays signed in
            clock.shift(60)
            desk.get(NEW)
        desk.post(RECEIPT)
    assert Client.objects.get(pk=row.client_id).locator is None


def test_nobody_gives_a_receipt_for_a_call_that_she_did_not_take(
    desk: Browser, jonas_operator: User, sign_in: Any
) -> None:
    row = log(desk)
    other = sign_in(Browser(), jonas_operator)
    assert digits_on(other.post(RECEIPT).content.decode()) == ""
    assert Client.objects.get(pk=row.client_id).locator is None


def test_the_first_unlock_asks_for_digits_of_her_own_before_it_shows_anything(desk: Browser) -> None:
    row = log(desk, story="Сакрэтны радок")
    told = digits_on(desk.post(RECEIPT).content.decode())
    phone = Browser()
    assert unlock(phone, told).url == "/be/inbox/"
    assert len(own_pages()) > 12
    assert phone.post("/be/inbox/write/", {"thread": str(row.pk), "body": "Слова"}).url == "/be/back/"
    for path in own_pages():
        if path != "/be/inbox/new/":
            assert phone.get(path).status_code in {302, 405}, path
            assert phone.post(path, {"thread": str(row.pk), "body": "Слова"}).url == "/be/inbox/new/", path
    page = phone.get("/en/inbox/new/").content.decode()
    assert "Somebody else has seen the digits" in page
    assert "Keep the old one" not in page
    assert "Сакрэтны радок" not in page
    own = shown_digits(phone, "en", "inbox/new")
    phone.post("/en/inbox/new/", {"last_digits": own[-4:]})
    assert "Сакрэтны радок" in phone.get("/be/inbox/").content.decode()
    assert not Client.objects.get(pk=row.client_id).receipt_is_temporary
    assert unlock(Browser(), told).status_code == 200
    assert unlock(Browser(), own).url == "/be/inbox/"


def test_the_digits_that_were_read_out_are_kept_nowhere(
    desk: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    row = log(desk)
    digits = digits_on(desk.post(RECEIPT).content.decode())
    for pages in (desk.get(NEW), desk.get(f"/desk/requests/{row.pk}/")):
        assert digits_on(pages.content.decode()) == ""
    assert digits not in caplog.text
    assert digits not in repr(Client.objects.filter(pk=row.client_id).values().get())


def test_digits_that_nobody_uses_open_nothing_after_two_weeks(desk: Browser, alena_operator: User) -> None:
    row = log(desk, story="Сакрэтны радок")
    told = digits_on(desk.post(RECEIPT).content.decode())
    today = timezone.localtime()
    with time_machine.travel(today + timedelta(days=TEMPORARY_RECEIPT_DAYS), tick=False):
        assert lapse_receipts_hourly() == 0
        assert unlock(Browser(), told).url == "/be/inbox/"
    with time_machine.travel(today + timedelta(days=TEMPORARY_RECEIPT_DAYS + 1), tick=False):
        late, never = (unlock(Browser(), digits, "en") for digits in (told, new_receipt()))
        assert late.status_code == never.status_code == 200  # before the program has passed by
        assert "No inbox opens with these digits" in late.content.decode()
        assert lapse_receipts_hourly() == 1
        assert lapse_receipts_hourly() == 0
        assert "No inbox opens with these digits" in unlock(Browser(), told, "en").content.decode()
    client = Client.objects.get(pk=row.client_id)
    assert (client.locator, client.inbox_public_key, client.receipt_is_temporary) == (None, None, False)
    assert not WrappedKey.objects.filter(client_id=client.pk).exists()
    assert AccessEntry.objects.filter(verb="client.receipt_lapsed").count() == 1
    assert len(give_receipt(help_request=row, by=alena_operator)) == 20  # the next call may bring new ones
    assert HelpRequest.objects.get(pk=row.pk).status == row.status


def test_digits_of_her_own_never_lapse(desk: Browser) -> None:
    row = log(desk)
    told = digits_on(desk.post(RECEIPT).content.decode())
    phone = Browser()
    unlock(phone, told)
    own = shown_digits(phone, "en", "inbox/new")
    phone.post("/en/inbox/new/", {"last_digits": own[-4:]})
    with time_machine.travel(timezone.localtime() + timedelta(days=400), tick=False):
        assert lapse_receipts_hourly() == 0
        assert unlock(Browser(), own).url == "/be/inbox/"
    assert Client.objects.get(pk=row.client_id).locator is not None


def test_the_pages_say_how_long_the_digits_are_good(desk: Browser) -> None:
    log(desk)
    assert "good for two weeks" in desk.post(RECEIPT).content.decode()
    assert timedelta(weeks=2).days == TEMPORARY_RECEIPT_DAYS
