"""Words typed into every public form are searched for in dumps of PostgreSQL and Redis and in the log."""

from __future__ import annotations

import base64
import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client as Browser

from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.embedded.places import postgres_programs
from tests.cases.doors.test_call import call
from tests.conftest import url_of_test_database
from tests.factories.web import answer_questions, send, shown_digits, tell, unlock

CANARIES = {
    "story": "кенар-гісторыя-zx81q",
    "contact": "canary.contact.zx82q@example.org",
    "safe_word": "кенарслова83",
    "reply": "кенар-адказ-zx84q",
    "kept": "кенар-чарнавік-zx85q",
    "call": "кенар-званок-zx86q",
    "call_contact": "+48612345687",
    "draft": "кенар-незакончаны-zx88q",
    "refused": "кенар-адмоўлены-zx89q",
}


def shapes(text: str) -> Iterator[bytes]:
    """A text as it could lie about: raw, UTF-16, hex, escaped, and base64 at any of three offsets."""
    for raw in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for offset in range(3):
            inner = base64.b64encode(b"\0" * offset + raw).rstrip(b"=")
            yield inner[(4 if offset else 0) : -1]
    yield text.encode("unicode_escape")


def dump_of_postgres() -> bytes:
    command = [str(postgres_programs(None) / "pg_dump"), "--dbname", url_of_test_database(), "--inserts"]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


def dump_of_redis() -> bytes:
    """Every key with its value, whatever its type."""
    redis = cache._cache.get_client()
    return b"\n".join(
        name + b"=" + (redis.dump(name) or b"") + _plain(redis, name) for name in redis.keys("*")
    )


def _plain(redis: Any, name: bytes) -> bytes:
    readers = {b"string": redis.get, b"list": lambda key: b" ".join(redis.lrange(key, 0, -1))}
    read = readers.get(redis.type(name))
    return b"" if read is None else bytes(read(name) or b"")


def fill_every_form(browser: Browser, alena_operator: User, sign_in: Any) -> str:
    """One client's whole way, one refused form, one unfinished draft, one call; gives the receipt."""
    browser.post("/be/write/", {"story": CANARIES["refused"] * 600, "country": "PL"})
    tell(browser, story=CANARIES["story"])
    answer_questions(browser)
    send(
        browser,
        contact_channel="email",
        contact=CANARIES["contact"],
        safe_word=CANARIES["safe_word"],
    )
    digits = shown_digits(browser)
    browser.post("/be/write/done/", {"last_digits": digits[-4:]})
    unlock(browser, digits)
    thread = str(HelpRequest.objects.get().pk)
    typed = {"form_id": "0a7a2f1e-0000-4000-8000-000000000004", "thread": thread}
    browser.post("/be/inbox/write/", {**typed, "body": CANARIES["reply"]})
    Browser().post("/be/inbox/write/", {**typed, "body": CANARIES["kept"]})
    tell(Browser(), story=CANARIES["draft"])
    desk = sign_in(Browser(), alena_operator)
    typed = call(story=CANARIES["call"], contact_channel="phone", contact=CANARIES["call_contact"])
    assert desk.post("/desk/calls/new/", typed).status_code == 302
    return digits


@pytest.mark.django_db(transaction=True)
def test_no_word_typed_into_a_form_lies_readable_anywhere(
    client: Browser, alena_operator: User, sign_in: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)  # only DEBUG=True logs statements
        digits = fill_every_form(client, alena_operator, sign_in)
    places = {"postgres": dump_of_postgres(), "redis": dump_of_redis(), "log": caplog.text.encode()}
    assert b"cases_helprequest" in places["postgres"]
    assert b"session:" in places["redis"]
    for place, content in places.items():
        for name, text in {**CANARIES, "receipt": digits, "national number": "612345687"}.items():
            found = [shape for shape in shapes(text) if shape in content]
            assert not found, f"{name} lies readable in {place}"
    mail = Path(settings.MAIL_FOLDER)
    assert not any(
        CANARIES["story"].encode() in path.read_bytes() for path in mail.glob("**/*") if path.is_file()
    )


def test_the_search_would_find_them() -> None:
    """Every shape is found where it lies, so an empty result above means something."""
    for text in CANARIES.values():
        raw = text.encode()
        for prefix in (b"", b"a", b"ab"):
            lying = base64.b64encode(prefix + raw + b"tail")
            assert any(shape in lying for shape in shapes(text))
        assert any(shape in raw.hex().encode() for shape in shapes(text))
        assert any(shape in text.encode("utf-16-le") for shape in shapes(text))
