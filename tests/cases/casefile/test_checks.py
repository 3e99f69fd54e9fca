"""The list of safety checks on the inbox: A01, A07, A09, B12, B13, B17, B18, B19, G59 by their numbers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from cases.intake.rules import is_wellformed, new_receipt
from cases.requests.actions import Contact
from cases.requests.models import Client
from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.sealing import receipts
from tests.factories.requests import Holder, make_holder, make_request
from tests.factories.web import shown_digits, unlock

pytestmark = pytest.mark.django_db
PAGES = ("", "ask/", "reach/", "agreed/", "people/", "new/", "copy/", "end/", "files/")


@pytest.fixture
def anna(alena_operator: User) -> Holder:
    contact = Contact(channel="phone", address="+48600100277", safe_word="вяз", device_may_be_searched=True)
    holder = make_holder(office=alena_operator.office, contact=contact)
    make_request(client=holder.client, story="Мая гісторыя пра побыт")
    return holder


@pytest.mark.parametrize("language", languages.CODES)
def test_a07_a09_every_page_has_the_way_out_first_and_says_nothing_outside_itself(
    client: Browser, anna: Holder, language: str
) -> None:
    unlock(client, anna.digits, language)
    secrets = [anna.client.alias, anna.digits, str(anna.client.pk), str(anna.client.help_requests.get().pk)]
    for path in PAGES:
        response = client.get(f"/{language}/inbox/{path}")
        page = response.content.decode()
        assert response.status_code == 200, path
        assert re.findall(r"<title>(.*?)</title>", page) == ["Ганак" if language in {"be", "ru"} else "Ganak"]
        first = re.search(r"<(?:a|button|input|select|textarea)\b[^>]*>", page.split("<body", 1)[1])
        assert first is not None
        assert f"/{language}/exit/" in first[0], path
        addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page)
        assert not [it for it in addresses for secret in secrets if secret in it or secret in it.lower()]
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_b12_ten_thousand_receipts_are_different_well_formed_and_even() -> None:
    made = [new_receipt() for _ in range(10_000)]
    assert len(set(made)) == 10_000
    assert all(is_wellformed(receipt) for receipt in made)
    counts = Counter("".join(receipt[:18] for receipt in made))
    expected = 18 * 10_000 / 10
    chi_square = sum((counts[digit] - expected) ** 2 / expected for digit in "0123456789")
    assert chi_square < 33.72  # nine degrees of freedom: p > 0.0001, so that chance fails one run in 10,000


def _forms(digits: str) -> list[str]:
    raw = digits.encode()
    key = settings.SECRET_KEY.encode()
    hashes = [hashlib.new(name, raw) for name in ("md5", "sha1", "sha256")]
    hashes.append(hashlib.new("sha256", key + raw))
    found = [digits, base64.b64encode(raw).decode(), raw.hex()]
    for each in hashes:
        found += [each.hexdigest(), base64.b64encode(each.digest()).decode()]
    return found


def test_b13_no_form_of_a_receipt_is_in_the_database_the_cache_or_a_session(
    client: Browser, anna: Holder
) -> None:
    unlock(client, anna.digits)
    client.get("/be/inbox/")
    dump = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            dump += [row[0] for row in cursor.fetchall()]
    redis = cache.client.get_client() if hasattr(cache, "client") else cache._cache.get_client()
    for name in redis.keys("*"):
        dump.append(str(name))
        if redis.type(name) == b"string":
            dump.append(str(redis.get(name)))
    text = "\n".join(dump)
    assert [form for form in _forms(anna.digits) if form in text] == []
    assert len(bytes(Client.objects.get(pk=anna.client.pk).locator)) == 32


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"receipt": "1" * 1_000_000}, None),
        ({"receipt": "1234\x005678"}, None),
        ({"receipt": ["12", "34"]}, None),
        ({"receipt": "٣٤" * 9}, None),
        ({"receipt": "１" * 300_000}, None),
        ({"receipt": ["40081373754494639489", "40081373754494639489"]}, None),
        ({"receipt": "4008137375\x004494639489"}, None),
        ({"receipt": "40081373754494639480"}, None),
        ({"receipt": "4" * 19 + "Ⅳ"}, None),
        ({"receipt": "40081373754494639489" + " " * 200}, None),
        ({}, None),
        ('{"receipt": "40081373754494639489"}', "application/json"),
        ("40081373754494639489", "text/plain"),
    ],
)
def test_b17_what_cannot_be_a_receipt_is_refused_at_once(
    client: Browser, body: Any, kind: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No Argon2, no row, no try counted. How long that takes is a figure of tests/benchmarks/client_pages."""
    assert is_wellformed("40081373754494639489")
    monkeypatch.setattr(receipts, "hash_secret_raw", None)  # a derivation would raise
    client.get("/en/back/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/en/back/", body, content_type=kind) if kind else client.post("/en/back/", body)
    assert answer.status_code == 400
    assert len(asked) == 0
    assert len(answer.content) < 20_000  # what was sent is not sent back in heaps
    assert not [name for name in cache._cache.get_client().keys("*") if b"receipt" in name]


@pytest.mark.parametrize("between", list(" -\u00a0\u202f\u2009\u2011\u2212\u200b\t"))
@pytest.mark.parametrize("zero", ["0", "０", "٠", "۰", "०"])
def test_b17_digits_of_every_script_and_grouping_open(
    client: Browser, anna: Holder, between: str, zero: str
) -> None:
    groups = [anna.digits[start : start + 4] for start in range(0, 20, 4)]
    typed = between.join("".join(chr(ord(zero) + int(digit)) for digit in group) for group in groups)
    assert unlock(client, typed).status_code == 302


def test_b18_with_the_flag_no_own_word_is_echoed_anywhere(client: Browser, anna: Holder) -> None:
    unlock(client, anna.digits, "en")
    for path in PAGES:
        page = client.get(f"/en/inbox/{path}").content.decode()
        for secret in ("Мая гісторыя", "600100", "вяз"):
            assert secret not in page, path
    assert "Мая гісторыя" not in client.post("/en/inbox/copy/").content.decode()


def test_b19_after_a_change_the_old_digits_and_every_other_session_are_dead(
    client: Browser, anna: Holder
) -> None:
    other = Browser()
    for browser in (client, other):
        unlock(browser, anna.digits, "en")
    digits = shown_digits(client, "en", "inbox/new")
    client.post("/en/inbox/new/", {"last_digits": digits[-4:]})
    for path in PAGES:
        assert other.get(f"/en/inbox/{path}").status_code == 302, path
    assert client.get("/en/inbox/").status_code == 200
    assert unlock(Browser(), anna.digits).status_code == 200
    assert unlock(Browser(), digits).status_code == 302


def test_two_pages_of_one_person_may_be_open_at_once(anna: Holder) -> None:
    first, second = Browser(), Browser()
    for browser in (first, second):
        unlock(browser, anna.digits, "en")
    assert first.get("/en/inbox/").status_code == second.get("/en/inbox/").status_code == 200
    first.post("/en/back/out/")
    assert first.get("/en/inbox/").status_code == 302
    assert second.get("/en/inbox/").status_code == 200
