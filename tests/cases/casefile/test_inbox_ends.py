"""Changing the receipt, and erasing everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from cases.closing.actions import erase_client
from cases.closing.models import StatisticsRow
from cases.requests.actions import Contact, add_note, add_staff_message, change_status
from cases.requests.models import Client, Event, HelpRequest, Household, Message, Note
from cases.requests.notifications import tell
from cases.requests.workflow import Status
from cases.volunteering.actions.tasks import Card, make_task
from cases.volunteering.models import Task
from cases.volunteering.workflow import TaskKind
from helpdesk.accounts.actors import SYSTEM, ByReceipt
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.messaging.rules import Kind
from helpdesk.sealing.actions import open_with
from helpdesk.sealing.errors import SealingError
from helpdesk.sealing.models import DataKey, WrappedKey
from tests.factories.requests import Holder, make_client, make_holder, make_request, make_topic
from tests.factories.web import shown_digits, unlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(alena_operator: User) -> Holder:
    contact = Contact(channel="email", address="anna@example.org", safe_word="вяз")
    return make_holder(office=alena_operator.office, contact=contact)


@pytest.fixture
def help_request(anna: Holder, alena_operator: User) -> HelpRequest:
    made = make_request(client=anna.client, story="Мая гісторыя", topic="legalization")
    add_staff_message(help_request=made, body="Наш адказ", language="be", by=alena_operator)
    add_note(help_request=made, body="Нататка", language="be", by=alena_operator)
    return made


@pytest.fixture
def inbox(client: Browser, anna: Holder, help_request: HelpRequest) -> Browser:
    unlock(client, anna.digits)
    return client


def renew(browser: Browser) -> str:
    """The new digits, after both steps."""
    digits = shown_digits(browser, "en", "inbox/new")
    browser.post("/en/inbox/new/", {"last_digits": digits[-4:]})
    return digits


class TestNewReceipt:
    """One receipt ends, another begins; nothing is lost on the way."""

    def test_the_new_one_opens_everything_and_the_old_one_nothing(self, inbox: Browser, anna: Holder) -> None:
        digits = renew(inbox)
        assert "Your new receipt holds from now on" in inbox.get("/en/inbox/").content.decode()
        assert unlock(Browser(), anna.digits).status_code == 200
        again = Browser()
        assert unlock(again, digits).status_code == 302
        page = again.get("/en/inbox/").content.decode()
        assert "Мая гісторыя" in page
        assert "Наш адказ" in page

    def test_it_holds_only_after_its_last_digits_were_typed_back(self, inbox: Browser, anna: Holder) -> None:
        digits = shown_digits(inbox, "en", "inbox/new")
        wrong = inbox.post("/en/inbox/new/", {"last_digits": "0"})
        assert "These are not the last four digits" in wrong.content.decode()
        assert shown_digits(inbox, "en", "inbox/new") == digits
        assert unlock(Browser(), digits).status_code == 200
        assert unlock(Browser(), anna.digits).status_code == 302

    def test_every_other_open_page_of_hers_is_locked(self, inbox: Browser, anna: Holder) -> None:
        other = Browser()
        unlock(other, anna.digits)
        assert other.get("/en/inbox/").status_code == 200
        renew(inbox)
        assert other.get("/en/inbox/").url == "/en/back/"
        assert inbox.get("/en/inbox/").status_code == 200

    def test_the_old_key_opens_nothing_even_for_who_kept_it(
        self, inbox: Browser, anna: Holder, help_request: HelpRequest
    ) -> None:
        renew(inbox)
        fresh = HelpRequest.objects.get(pk=help_request.pk)
        with pytest.raises(SealingError):
            open_with(anna.key, fresh, ["story"])

    def test_what_comes_later_reaches_the_new_receipt(
        self, inbox: Browser, help_request: HelpRequest, alena_operator: User
    ) -> None:
        renew(inbox)
        fresh = HelpRequest.objects.get(pk=help_request.pk)
        add_staff_message(help_request=fresh, body="Пасля змены", language="be", by=alena_operator)
        assert "Пасля змены" in inbox.get("/en/inbox/").content.decode()


class TestErase:
    """Erase everything now."""

    def erase(self, browser: Browser) -> str:
        return browser.post("/en/inbox/end/", {"sure": "on"}).content.decode()

    def test_it_asks_first(self, inbox: Browser) -> None:
        assert "Nobody can bring it back." in inbox.get("/en/inbox/end/").content.decode()
        assert "Please tick the box" in inbox.post("/en/inbox/end/", {}).content.decode()
        assert Client.objects.count() == 1

    def test_words_contact_requests_and_keys_are_gone_at_once(self, inbox: Browser, anna: Holder) -> None:
        assert "Everything is erased" in self.erase(inbox)
        for model in (Client, HelpRequest, Message, Note, Event, Household):
            assert model.objects.count() == 0, model
        assert DataKey.objects.count() == WrappedKey.objects.count() == 0
        assert inbox.get("/en/inbox/").url == "/en/back/"
        assert unlock(Browser(), anna.digits).status_code == 200

    def test_one_line_of_statistics_stays_for_each_request_and_names_nobody(
        self, inbox: Browser, anna: Holder
    ) -> None:
        second = make_request(client=anna.client, received_at=timezone.now() - timedelta(days=40))
        change_status(help_request=second, to=Status.CLOSED, by=SYSTEM, kind="closed", outcome="solved")
        self.erase(inbox)
        rows = list(StatisticsRow.objects.order_by("outcome"))
        assert [(row.outcome, row.days_band, row.country) for row in rows] == [
            ("solved", "15-60", "PL"),
            ("withdrawn", "0-3", "PL"),
        ]
        assert all(row.month.day == 1 for row in rows)
        assert rows[1].topic == make_topic()

    def test_tasks_for_her_and_what_volunteers_read_go_too(
        self, inbox: Browser, help_request: HelpRequest, alena_operator: User
    ) -> None:
        card = Card(kind=TaskKind.INTERPRET, languages=("be",), country="PL", city="Warszawa")
        make_task(card=card, brief="Сустрэць Ганну", help_request=help_request, by=alena_operator)
        self.erase(inbox)
        assert Task.objects.count() == 0
        assert DataKey.objects.count() == 0

    def test_mails_still_waiting_for_her_are_dropped(self, inbox: Browser, help_request: HelpRequest) -> None:
        tell(help_request.client, Kind.ANSWER)
        self.erase(inbox)
        waiting = OutgoingMessage.objects.filter(user=None)
        assert {(row.state, row.address_key_id) for row in waiting} == {("dropped", None)}

    def test_the_household_stays_while_another_adult_lives_in_it(
        self, inbox: Browser, anna: Holder, alena_operator: User
    ) -> None:
        other = make_client(office=alena_operator.office, household=anna.client.household)
        self.erase(inbox)
        assert Household.objects.count() == 1
        assert Client.objects.get() == other

    def test_other_people_are_untouched(self, inbox: Browser) -> None:
        other = make_request(story="Чужая")
        self.erase(inbox)
        assert HelpRequest.objects.get() == other
        assert WrappedKey.objects.filter(data_key=other.inbox_key_id).exists()

    def test_the_access_log_says_that_it_was_done_and_nothing_else(
        self, inbox: Browser, anna: Holder
    ) -> None:
        self.erase(inbox)
        entry = AccessEntry.objects.filter(verb="client.erase").get()
        assert (entry.object_id, entry.actor_kind) == (str(anna.client.pk), "client")

    def test_nobody_erases_another_persons_mailbox(self, anna: Holder) -> None:
        other = make_client()
        with pytest.raises(Refused):
            erase_client(client=anna.client, by=ByReceipt(other.pk))
