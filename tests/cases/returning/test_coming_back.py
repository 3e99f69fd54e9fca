"""She comes back: her day, a count without a name, what to do without a receipt, a page for each adult."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from cases.closing.actions import erase_client
from cases.requests.actions import Contact, add_staff_message, change_status
from cases.requests.models import Client, HelpRequest, Household, Message
from cases.requests.workflow import Channel, Status
from cases.returning.actions import mailbox_for_adult
from cases.returning.models import ReturnCount
from helpdesk.accounts.actors import SYSTEM, ByReceipt
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.requests import STORY, Holder, make_digits, make_holder, make_request
from tests.factories.web import shown_digits, unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def answered(holder: Holder, by: User, **need: Any) -> HelpRequest:
    row = make_request(office=holder.client.office, client=holder.client, **need)
    add_staff_message(help_request=row, body="Вось адказ.", language="be", by=by)
    change_status(help_request=row, to=Status.ANSWERED, by=SYSTEM, kind="answered")
    return row


def come(holder: Holder) -> str:
    browser = Browser()
    unlock(browser, holder.digits)
    return browser.get("/be/inbox/").content.decode()


def test_a_return_within_seven_days_is_counted_by_week_and_door_once(
    office_warsaw: Office, alena_operator: User
) -> None:
    holder = make_holder(office=office_warsaw)
    answered(holder, alena_operator, channel=Channel.PHONE)
    answered(holder, alena_operator, channel=Channel.PHONE)
    answered(holder, alena_operator)
    come(holder)
    come(holder)
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    assert set(ReturnCount.objects.values_list("week", "channel", "count")) == {
        (monday, "phone", 2),
        (monday, "web", 1),
    }


def test_a_return_after_eight_days_is_not_counted(office_warsaw: Office, alena_operator: User) -> None:
    holder = make_holder(office=office_warsaw)
    answered(holder, alena_operator)
    with writing():
        Message.objects.update(sent_at=timezone.now() - timedelta(days=8))
    come(holder)
    assert not ReturnCount.objects.exists()


def test_the_count_holds_nothing_of_anybody() -> None:
    """Its columns are a week, a door and a number: no id, no hour."""
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(
            cursor, ReturnCount._meta.db_table)}  # fmt: skip
    assert columns == {"id", "week", "channel", "count"}


def test_coordinators_see_the_count(
    client: Browser, sign_in: SignIn, hanna_coordinator: User, alena_operator: User
) -> None:
    answered_by = make_holder(office=alena_operator.office)
    answered(answered_by, alena_operator)
    come(answered_by)
    page = sign_in(client, hanna_coordinator).get("/desk/ring-backs/returns/").content.decode()
    assert '<td class="number">1</td>' in page
    assert sign_in(client, alena_operator).get("/desk/ring-backs/returns/").status_code == 403


def test_whoever_comes_is_not_rung_and_a_promised_call_stays(
    office_warsaw: Office, alena_operator: User
) -> None:
    holder = make_holder(office=office_warsaw, contact=Contact(channel="phone", address="+48 600 700 800"))
    past, ahead = (timezone.localdate() + timedelta(days=days) for days in (-1, 3))
    missed = make_request(office=office_warsaw, client=holder.client, look_again_on=past)
    promised = make_request(office=office_warsaw, client=holder.client, look_again_on=past, ring_back=True)
    coming = make_request(office=office_warsaw, client=holder.client, look_again_on=ahead)
    read = answered(holder, alena_operator, look_again_on=ahead)
    come(holder)
    days = dict(HelpRequest.objects.values_list("pk", "look_again_on"))
    assert days == {missed.pk: None, promised.pk: past, coming.pk: ahead, read.pk: None}


def test_she_says_anew_when_she_can_look(office_warsaw: Office) -> None:
    holder = make_holder(office=office_warsaw)
    row = make_request(office=office_warsaw, client=holder.client)
    other = make_request(office=office_warsaw)
    browser = Browser()
    unlock(browser, holder.digits)
    assert "/be/inbox/when/" in browser.get("/be/inbox/").content.decode()
    assert browser.post("/be/inbox/when/", {"thread": str(row.pk), "way": "week"}).status_code == 302
    row.refresh_from_db()
    assert row.look_again_on == timezone.localdate() + timedelta(days=7)
    assert browser.post("/be/inbox/when/", {"thread": str(other.pk), "way": "week"}).status_code == 404
    assert browser.post("/be/inbox/when/", {"thread": str(row.pk), "way": "never"}).status_code == 404


def test_every_return_says_what_happened_last_in_plain_words(
    office_warsaw: Office, alena_operator: User
) -> None:
    holder = make_holder(office=office_warsaw)
    answered(holder, alena_operator)
    browser = Browser()
    unlock(browser, holder.digits, "en")
    page = browser.get("/en/inbox/").content.decode()
    assert "We answered you." in page
    assert "Next step: read our answer" in page


def test_without_a_receipt_the_page_asks_nothing_and_tells_what_to_do(office_warsaw: Office) -> None:
    browser = Browser()
    assert "/en/back/lost/" in browser.get("/en/back/").content.decode()
    page = browser.get("/en/back/lost/").content.decode()
    assert "Ring us and say your alias" in page
    assert "<form" not in page
    assert browser.post("/en/back/lost/").status_code == 405


def second_adult(first: Holder) -> str:
    """The digits on the paper for the other adult."""
    browser = Browser()
    unlock(browser, first.digits)
    digits = shown_digits(browser, "be", "inbox/second")
    assert browser.post("/be/inbox/second/", {"last_digits": "0000"}).status_code == 200
    assert browser.post("/be/inbox/second/", {"last_digits": digits[-4:]}).status_code == 302
    return digits


def test_another_adult_gets_a_page_of_her_own_and_nothing_of_the_first_one(office_warsaw: Office) -> None:
    first = make_holder(office=office_warsaw, contact=Contact(channel="phone", address="+48 600 700 800"))
    make_request(office=office_warsaw, client=first.client)
    digits = second_adult(first)
    other = Client.objects.exclude(pk=first.client.pk).get()
    assert (other.household_id, other.contact_channel) == (first.client.household_id, "none")
    browser = Browser()
    unlock(browser, digits)
    assert browser.get("/be/inbox/").url == "/be/inbox/new/", "first she makes digits of her own"
    new = shown_digits(browser, "be", "inbox/new")
    browser.post("/be/inbox/new/", {"last_digits": new[-4:]})
    page = browser.get("/be/inbox/").content.decode()
    assert other.alias in page
    for words in (STORY[:20], first.client.alias, "600"):
        assert words not in page
    assert Browser().post("/be/back/", {"receipt": digits}).status_code == 200, "the first digits are dead"
    assert other.alias not in come(first)
    assert AccessEntry.objects.filter(verb="client.adult").count() == 1


def test_erasing_one_page_leaves_the_other_and_the_household(office_warsaw: Office) -> None:
    first = make_holder(office=office_warsaw)
    second_adult(first)
    erase_client(client=first.client, by=first.actor)
    assert Client.objects.count() == Household.objects.count() == 1


def test_nobody_makes_a_page_for_a_household_that_is_not_hers(office_warsaw: Office) -> None:
    first, stranger = make_holder(office=office_warsaw), make_holder(office=office_warsaw)
    with pytest.raises(Refused):
        mailbox_for_adult(client=first.client, digits=make_digits(), by=ByReceipt(stranger.client.pk))
    assert Browser().get("/be/inbox/second/").url == "/be/back/"


def test_two_clicks_are_one_page_and_many_are_stopped(office_warsaw: Office) -> None:
    first = make_holder(office=office_warsaw)
    digits = make_digits()
    assert mailbox_for_adult(client=first.client, digits=digits, by=first.actor)
    assert not mailbox_for_adult(client=first.client, digits=digits, by=first.actor)
    assert Client.objects.count() == 2


def test_the_desk_reads_digits_to_another_adult_once(
    client: Browser, sign_in: SignIn, office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    row = make_request(office=office_warsaw, look_again_on=date(2026, 1, 1))
    desk = sign_in(client, alena_operator)
    page = desk.post(f"/desk/ring-backs/{row.pk}/adult/").content.decode()
    assert 'id="digits"' in page
    other = Client.objects.exclude(pk=row.client_id).get()
    assert other.receipt_is_temporary
    assert other.household_id == row.client.household_id
    assert desk.get(f"/desk/ring-backs/{row.pk}/adult/").status_code == 405
    assert sign_in(client, hanna_coordinator).post(f"/desk/ring-backs/{row.pk}/adult/").status_code == 403
