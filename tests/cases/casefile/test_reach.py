"""The safe-contact profile, changed by herself and kept by the gate: hours, channel, word, no message."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from cases.requests.actions import Contact
from cases.requests.models import Client, HelpRequest
from cases.requests.notifications import tell
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage, State
from helpdesk.messaging.rules import Kind
from helpdesk.messaging.tasks import sweep
from helpdesk.sealing.actions import open_with
from tests.factories.requests import Holder, make_holder, make_request
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
MAIL = {
    "contact_channel": "email",
    "contact": "anna@example.org",
    "earliest_hour": "18",
    "latest_hour": "20",
    "safe_word": "вяз",
}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "helpdesk.messaging.delivery.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return tmp_path / "mail"


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-02-03T12:20:00+01:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def anna(alena_operator: User) -> Holder:
    holder = make_holder(office=alena_operator.office, contact=Contact(channel="none"))
    make_request(client=holder.client)
    return holder


@pytest.fixture
def inbox(client: Browser, anna: Holder) -> Browser:
    unlock(client, anna.digits)
    return client


def save(browser: Browser, **typed: str) -> Any:
    return browser.post("/en/inbox/reach/", {**MAIL, **typed})


def her(holder: Holder) -> Client:
    return Client.objects.select_related("mailbox_key").get(pk=holder.client.pk)


def mails(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.eml"))]


def test_what_she_saves_holds_and_is_never_shown_again(inbox: Browser, anna: Holder) -> None:
    assert save(inbox, device_may_be_searched="on").url == "/en/inbox/"
    client = her(anna)
    assert (client.contact_channel, client.earliest_hour, client.latest_hour) == ("email", 18, 20)
    assert client.leave_no_message
    assert client.device_may_be_searched
    assert open_with(anna.key, client, ["contact", "safe_word"])[0] == {
        "contact": "anna@example.org",
        "safe_word": "вяз",
    }
    page = inbox.get("/en/inbox/reach/").content.decode()
    assert "••••••rg" in page
    assert "anna@" not in page
    assert "вяз" not in page


def test_empty_fields_keep_contact_and_word(inbox: Browser, anna: Holder) -> None:
    save(inbox)
    save(inbox, contact="", safe_word="", latest_hour="21")
    client = her(anna)
    assert client.latest_hour == 21
    assert open_with(anna.key, client, ["contact"])[0]["contact"] == "anna@example.org"
    assert client.contact_mark


def test_do_not_contact_me_forgets_the_contact(inbox: Browser, anna: Holder) -> None:
    save(inbox)
    save(inbox, contact_channel="none", contact="")
    client = her(anna)
    assert not client.contact
    assert client.contact_mark is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"contact": ""}, "Please write the number or address"),
        ({"contact": "anna"}, "This does not look like an e-mail address"),
        ({"contact_channel": "phone", "contact": "12"}, "This number is too short"),
        ({"earliest_hour": "20", "latest_hour": "18"}, "This hour must be later than the first one."),
        ({"contact_channel": "pigeon"}, "There is a problem"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_changes(
    inbox: Browser, anna: Holder, typed: dict[str, str], sentence: str
) -> None:
    response = save(inbox, **typed)
    assert response.status_code == 200
    assert sentence in response.content.decode() or "field--wrong" in response.content.decode()
    assert her(anna).contact_channel == "none"


def test_outside_her_hours_nothing_leaves_until_the_hour(
    noon: time_machine.Traveller, inbox: Browser, anna: Holder, folder: Path
) -> None:
    save(inbox)
    tell(her(anna), Kind.ANSWER)
    assert timezone.localtime(OutgoingMessage.objects.get().not_before).hour == 18
    noon.shift(timedelta(hours=5, minutes=39))  # 17:59
    assert sweep() == 0
    noon.shift(timedelta(minutes=32))  # 18:31, after the longest jitter
    assert sweep() == 1
    payload = email.message_from_bytes(mails(folder)[0])
    assert payload["To"] == "anna@example.org"
    assert "вяз" in bytes(payload.get_payload(decode=True)).decode()


@pytest.mark.parametrize("channel", ["none", "phone", "messenger"])
def test_no_program_writes_to_somebody_who_did_not_choose_e_mail(
    inbox: Browser, anna: Holder, channel: str
) -> None:
    save(inbox, contact_channel=channel, contact="" if channel == "none" else "+48600100277")
    for kind in Kind:
        tell(her(anna), kind)
    assert not OutgoingMessage.objects.exists()


def test_what_waits_goes_by_her_new_rules_or_not_at_all(
    noon: time_machine.Traveller, inbox: Browser, anna: Holder, folder: Path
) -> None:
    save(inbox)
    tell(her(anna), Kind.ANSWER)
    save(inbox, contact="new@example.org", earliest_hour="19", safe_word="клён")
    waiting = OutgoingMessage.objects.get(state=State.QUEUED)
    assert timezone.localtime(waiting.not_before).hour == 19
    noon.shift(timedelta(hours=7, minutes=30))
    assert sweep() == 1
    assert email.message_from_bytes(mails(folder)[0])["To"] == "new@example.org"
    tell(her(anna), Kind.ANSWER)
    unlock(inbox, anna.digits)  # hours have passed
    save(inbox, contact_channel="none", contact="")
    assert not OutgoingMessage.objects.filter(state=State.QUEUED).exists()


def test_operators_read_that_no_message_may_be_left(
    anna: Holder, inbox: Browser, alena_operator: User, sign_in: SignIn
) -> None:
    save(inbox, contact_channel="phone", contact="+48600100277")
    desk = sign_in(Browser(), alena_operator)
    alena_operator.refresh_from_db()
    page = desk.get(f"/desk/requests/{HelpRequest.objects.get().pk}/", headers={"accept-language": "en"})
    assert "icon" in page.content.decode()
    assert "18:00–20:00" in page.content.decode()
    assert "badge--warn" in page.content.decode()
    save(inbox, contact_channel="phone", contact="", may_leave_message="on")
    assert not her(anna).leave_no_message


def test_the_log_says_that_it_changed_and_no_more(inbox: Browser, anna: Holder) -> None:
    save(inbox)
    entry = AccessEntry.objects.get(verb="contact.update")
    assert "anna@" not in str(entry.__dict__)
