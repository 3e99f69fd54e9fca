"""Promises of the gate: consent, no content, one size, exactly once, gone when done."""

from __future__ import annotations

import email
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.utils import timezone

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.messaging.actions import deliver
from helpdesk.messaging.delivery import BODY_BYTES, body_in
from helpdesk.messaging.gate import silence_client, tell_client, tell_staff
from helpdesk.messaging.models import OutgoingMessage, State
from helpdesk.messaging.rules import MOST_ATTEMPTS, ContactRules, Kind
from helpdesk.messaging.tasks import sweep
from helpdesk.sealing.models import DataKey

pytestmark = pytest.mark.django_db
RULES = ContactRules(wants=True, address="vera@example.org", word="linden")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "helpdesk.messaging.delivery.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return tmp_path / "mail"


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-02-03T12:20:00+01:00", tick=False) as traveller:
        yield traveller


def mails(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.eml"))]


def ask(kind: Kind = Kind.ANSWER, language: str = "be", rules: ContactRules = RULES) -> OutgoingMessage:
    message = tell_client(client_id=uuid.uuid4(), kind=kind, language=language, rules=rules)
    assert message is not None
    return message


def deliver_now(message: OutgoingMessage) -> bool:
    OutgoingMessage.objects.filter(pk=message.pk).update(not_before=timezone.now())
    return deliver(message.pk)


def test_a_client_is_not_told_without_her_rules() -> None:
    with pytest.raises(TypeError):
        tell_client(client_id=uuid.uuid4(), kind=Kind.ANSWER, language="be", rules=None)
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    "rules",
    [
        ContactRules(wants=False, address="vera@example.org"),
        ContactRules(wants=True, channel="phone", address="+48111222333"),
        ContactRules(wants=True),
    ],
)
def test_a_client_who_wishes_no_mail_gets_none(rules: ContactRules) -> None:
    assert tell_client(client_id=uuid.uuid4(), kind=Kind.ANSWER, language="be", rules=rules) is None
    assert not DataKey.objects.exists()


def test_a_message_says_nothing_and_looks_the_same_whatever_happened(folder: Path) -> None:
    for kind in Kind:
        for code in languages.CODES:
            assert deliver_now(ask(kind, code))
    seen = mails(folder)
    assert len(seen) == len(Kind) * len(languages.CODES)
    assert len({len(raw) for raw in seen}) == 1
    parsed = [email.message_from_bytes(raw) for raw in seen]
    assert {message["Subject"] for message in parsed} == {"Ganak"}
    bodies = {bytes(message.get_payload(decode=True)) for message in parsed}
    assert len(bodies) <= len(languages.CODES)
    assert not any(b"http" in body for body in bodies)


def test_every_body_has_one_size_with_and_without_a_word() -> None:
    sizes = {len(body_in(code, word).encode()) for code in languages.CODES for word in ("", "ліпа", "x" * 40)}
    assert sizes == {BODY_BYTES}


def test_her_word_is_in_the_mail_and_nowhere_else(folder: Path) -> None:
    message = ask()
    assert "vera" not in str(OutgoingMessage.objects.filter(pk=message.pk).values())
    deliver_now(message)
    payload = email.message_from_bytes(mails(folder)[0])
    assert payload["To"] == "vera@example.org"
    assert b"linden" in bytes(payload.get_payload(decode=True))


def test_a_delivered_message_leaves_no_address_behind(folder: Path) -> None:
    message = ask()
    deliver_now(message)
    message.refresh_from_db()
    assert message.state == State.SENT
    assert message.address_key is None
    assert not DataKey.objects.exists()


def test_the_same_message_is_delivered_once(folder: Path, piotr_administrator: User) -> None:
    message = tell_staff(piotr_administrator, Kind.DANGER)
    assert deliver(message.pk)
    assert not deliver(message.pk)
    # as if the worker had died between the folder and the database
    OutgoingMessage.objects.update(state=State.QUEUED, not_before=timezone.now())
    assert sweep() == 1
    assert len(mails(folder)) == 1


def test_a_message_waits_for_the_safe_hours(noon: time_machine.Traveller, folder: Path) -> None:
    message = ask(rules=ContactRules(wants=True, address="v@example.org", earliest_hour=18, latest_hour=20))
    assert timezone.localtime(message.not_before).hour == 18
    noon.shift(timedelta(hours=9))
    assert sweep() == 0  # 21:20: the window closed while the worker was away
    message.refresh_from_db()
    assert timezone.localtime(message.not_before) == timezone.localtime() + timedelta(hours=20, minutes=40)
    noon.shift(timedelta(hours=21))
    assert sweep() == 1


def test_a_client_is_told_some_minutes_late(noon: time_machine.Traveller) -> None:
    delays = {ask().not_before - timezone.now() for _ in range(8)}
    assert len(delays) > 1
    assert all(timedelta(0) <= delay < timedelta(minutes=30) for delay in delays)


def test_staff_get_one_message_an_hour(noon: time_machine.Traveller, alena_operator: User) -> None:
    first = tell_staff(alena_operator, Kind.ANSWER)
    assert tell_staff(alena_operator, Kind.TASK) == first
    assert tell_staff(alena_operator, Kind.DANGER) != first
    assert OutgoingMessage.objects.count() == 2


def test_somebody_frozen_is_told_nothing(folder: Path, alena_operator: User) -> None:
    message = tell_staff(alena_operator, Kind.DANGER)
    User.objects.filter(pk=alena_operator.pk).update(frozen_at=timezone.now())
    assert not deliver(message.pk)
    message.refresh_from_db()
    assert message.state == State.DROPPED
    assert not folder.exists()


def test_a_client_who_erased_everything_is_told_nothing(folder: Path) -> None:
    message = ask()
    assert silence_client(message.client_id or uuid.uuid4()) == 1
    assert not deliver_now(message)
    assert not DataKey.objects.exists()


def test_a_failing_server_is_tried_again_later_and_finally_given_up(
    folder: Path, alena_operator: User, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("a file where the folder should be")
    message = tell_staff(alena_operator, Kind.DANGER)
    assert not deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 1)
    assert message.not_before > timezone.now() + timedelta(seconds=50)
    for _ in range(MOST_ATTEMPTS):
        deliver_now(message)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, MOST_ATTEMPTS)
    assert alena_operator.email not in caplog.text


def test_tests_do_not_use_the_mail_of_django() -> None:
    assert settings.EMAIL_BACKEND.startswith("helpdesk.messaging")
    assert not getattr(mail, "outbox", [])
