"""A lost receipt: one person links for the desk, two give the threads back, and nobody else learns of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from cases.requests.actions import Contact, add_staff_message
from cases.requests.models import Client, Consent, Exclusion, HelpRequest
from cases.requests.permissions import is_kept_from
from cases.requests.workflow import Purpose
from cases.returning.actions import ask_back, give_back, link, take_back_ask, unlink
from cases.returning.models import ClientLink
from cases.returning.rules import Ground
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.actions import open_with, reveal_one, seal
from helpdesk.sealing.errors import NoPrivateKey
from helpdesk.sealing.models import WrappedKey
from helpdesk.sealing.reasons import Reason
from tests.factories.requests import Holder, make_client, make_holder, make_request
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
OLD, NEW = "Старая гісторыя пра кватэру", "Новая гісторыя пра школу"


@pytest.fixture
def old(office_warsaw: Office) -> Holder:
    contact = Contact(channel="email", address="old@mail.example", device_may_be_searched=True)
    holder = make_holder(office=office_warsaw, contact=contact)
    make_request(office=office_warsaw, client=holder.client, story=OLD)
    return holder


@pytest.fixture
def new(office_warsaw: Office) -> Holder:
    holder = make_holder(office=office_warsaw)
    make_request(office=office_warsaw, client=holder.client, story=NEW)
    return holder


@pytest.fixture
def linked(old: Holder, new: Holder, alena_operator: User) -> ClientLink:
    row = new.client.help_requests.get()
    return link(help_request=row, older=old.client, ground=Ground.KNOWS_ALIAS, by=alena_operator)


@pytest.fixture
def asked(linked: ClientLink, alena_operator: User) -> ClientLink:
    return ask_back(link=linked, ground=Ground.KNOWS_STORY, by=alena_operator)


def inbox(holder: Holder) -> str:
    browser = Browser()
    unlock(browser, holder.digits)
    return browser.get("/be/inbox/").content.decode()


def keep_away(client: Client, user: User, name: str) -> None:
    with writing():
        row = Exclusion(client=client, user=user, entry=uuid4(), made_at=timezone.now())
        seal(row, name=name)
        row.save()


def agree(client: Client) -> None:
    with writing():
        row = Consent(client=client, purpose=Purpose.VOLUNTEER.value, language="be", given_at=timezone.now())
        seal(row, wording="Так, згодная")
        row.save()


def test_a_link_shows_the_desk_the_earlier_requests_and_her_page_nothing(
    client: Browser, sign_in: SignIn, old: Holder, new: Holder, alena_operator: User
) -> None:
    row, earlier = new.client.help_requests.get(), old.client.help_requests.get()
    desk = sign_in(client, alena_operator)
    assert earlier.code not in desk.get(f"/desk/requests/{row.pk}/").content.decode()
    response = desk.post(
        f"/desk/requests/{row.pk}/earlier/", {"words": old.client.alias.lower(), "ground": "knows_alias"}
    )
    assert response.status_code == 302
    page = desk.get(f"/desk/requests/{row.pk}/").content.decode()
    assert earlier.code in page
    assert old.client.alias in page
    assert OLD not in page
    assert row.code not in desk.get(f"/desk/requests/{earlier.pk}/").content.decode()
    assert OLD not in inbox(new)
    assert AccessEntry.objects.filter(verb="client.link").count() == 1


def test_unknown_foreign_and_kept_away_get_the_same_answer(
    client: Browser,
    sign_in: SignIn,
    old: Holder,
    new: Holder,
    office_vilnius: Office,
    alena_operator: User,
) -> None:
    row = new.client.help_requests.get()
    foreign = make_request(office=office_vilnius).client
    keep_away(old.client, alena_operator, "Alena")
    desk = sign_in(client, alena_operator)
    pages = set()
    for alias in ("Nosuchalias 1234", foreign.alias, old.client.alias):
        response = desk.post(f"/desk/requests/{row.pk}/earlier/", {"words": alias, "ground": "knows_alias"})
        assert response.status_code == 422
        body = response.content.decode().replace(alias, "")
        pages.add(body.count("Nothing was found under this alias or code."))
    assert pages == {2}
    assert not ClientLink.objects.exists()
    with pytest.raises(Refused):
        link(help_request=row, older=old.client, ground=Ground.KNOWS_ALIAS, by=alena_operator)


def test_two_different_people_give_the_old_threads_to_the_new_receipt_and_the_old_one_dies(
    asked: ClientLink, old: Holder, new: Holder, alena_operator: User, hanna_coordinator: User
) -> None:
    earlier = old.client.help_requests.get()
    add_staff_message(help_request=earlier, body="Наш даўні адказ", language="be", by=alena_operator)
    give_back(link=asked, by=hanna_coordinator)
    row = HelpRequest.objects.select_related("inbox_key").get(pk=earlier.pk)
    assert row.client_id == new.client.pk
    assert open_with(new.key, row, ["story"]) == [{"story": OLD}]
    with pytest.raises(NoPrivateKey):
        open_with(old.key, row, ["story"])
    page = inbox(new)
    assert "Наш даўні адказ" in page
    assert not WrappedKey.objects.filter(client_id=old.client.pk).exists()
    assert Browser().post("/be/back/", {"receipt": old.digits}).status_code == 200
    shell = Client.objects.get(pk=old.client.pk)
    assert (shell.locator, shell.contact_mark, shell.mailbox_key_id) == (None, None, None)
    assert not shell.contact
    done = ClientLink.objects.get()
    assert (done.asked_by, done.confirmed_by) == (alena_operator, hanna_coordinator)
    assert AccessEntry.objects.filter(verb="client.give_back", actor_id=str(hanna_coordinator.pk)).exists()


def test_an_open_page_of_the_old_receipt_is_shut(
    asked: ClientLink, old: Holder, hanna_coordinator: User
) -> None:
    browser = Browser()
    unlock(browser, old.digits)
    assert browser.get("/be/inbox/").status_code == 200
    give_back(link=asked, by=hanna_coordinator)
    assert browser.get("/be/inbox/").url == "/be/back/"


def test_her_precautions_and_wishes_come_with_her(
    asked: ClientLink, old: Holder, new: Holder, maks_lawyer: User, hanna_coordinator: User
) -> None:
    keep_away(old.client, maks_lawyer, "Maks")
    agree(old.client)
    give_back(link=asked, by=hanna_coordinator)
    assert is_kept_from(maks_lawyer, new.client.pk)
    exclusion = Exclusion.objects.select_related("client__mailbox_key").get()
    assert open_with(new.key, exclusion, ["name"]) == [{"name": "Maks"}]
    consent = Consent.objects.select_related("client__mailbox_key").get()
    assert (consent.client_id, open_with(new.key, consent, ["wording"])) == (
        new.client.pk,
        [{"wording": "Так, згодная"}],
    )
    fresh = Client.objects.get(pk=new.client.pk)
    assert fresh.device_may_be_searched
    assert fresh.household_id == old.client.household_id


def test_the_old_contact_hears_of_it_without_content(
    asked: ClientLink, old: Holder, hanna_coordinator: User
) -> None:
    give_back(link=asked, by=hanna_coordinator)
    message = OutgoingMessage.objects.get(client_id=old.client.pk)
    assert (
        reveal_one(message, ["address"], by=SYSTEM, reason=Reason.DELIVERY)["address"] == "old@mail.example"
    )


def test_one_person_is_not_two(asked: ClientLink, alena_operator: User, hanna_coordinator: User) -> None:
    with pytest.raises(Refused):
        give_back(link=asked, by=alena_operator)
    with pytest.raises(NotNow):
        ask_back(link=asked, ground=Ground.MET_IN_PERSON, by=hanna_coordinator)
    asked.confirmed_by, asked.given_back_at = alena_operator, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        asked.save()


@pytest.mark.parametrize("how", ["frozen", "inactive", "without role", "kept away"])
def test_the_word_of_somebody_who_may_not_any_more_is_worth_nothing(
    asked: ClientLink, new: Holder, alena_operator: User, hanna_coordinator: User, how: str
) -> None:
    if how == "frozen":
        User.objects.filter(pk=alena_operator.pk).update(frozen_at=timezone.now())
    elif how == "inactive":
        User.objects.filter(pk=alena_operator.pk).update(is_active=False)
    elif how == "without role":
        alena_operator.role_grants.update(revoked_at=timezone.now())
    else:
        keep_away(new.client, alena_operator, "Alena")
    with pytest.raises(NotNow):
        give_back(link=asked, by=hanna_coordinator)
    assert HelpRequest.objects.filter(client=new.client).count() == 1


def test_a_second_person_who_is_kept_away_or_far_away_cannot_confirm(
    asked: ClientLink, old: Holder, hanna_coordinator: User, jonas_operator: User, maks_lawyer: User
) -> None:
    keep_away(old.client, hanna_coordinator, "Hanna")
    for user in (hanna_coordinator, jonas_operator, maks_lawyer):
        with pytest.raises(Refused):
            give_back(link=asked, by=user)


def test_a_word_is_good_for_three_days(asked: ClientLink, hanna_coordinator: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=73)), pytest.raises(NotNow):
        give_back(link=asked, by=hanna_coordinator)


def test_a_second_yes_changes_nothing(
    asked: ClientLink, alena_operator: User, hanna_coordinator: User
) -> None:
    give_back(link=asked, by=hanna_coordinator)
    with pytest.raises((NotNow, Refused)):
        give_back(link=asked, by=hanna_coordinator)
    for act in (unlink, take_back_ask):
        with pytest.raises((NotNow, Refused)):
            act(link=asked, by=alena_operator)
    assert AccessEntry.objects.filter(verb="client.give_back").count() == 1


def test_a_word_can_be_taken_back_and_a_link_undone(
    asked: ClientLink, alena_operator: User, hanna_coordinator: User
) -> None:
    take_back_ask(link=asked, by=hanna_coordinator)
    with pytest.raises(NotNow):
        give_back(link=asked, by=hanna_coordinator)
    unlink(link=asked, by=alena_operator)
    assert not ClientLink.objects.exists()


def test_without_a_new_receipt_nothing_can_be_given_back(
    office_warsaw: Office, old: Holder, alena_operator: User
) -> None:
    caller = make_client(office=office_warsaw)
    row = make_request(office=office_warsaw, client=caller)
    made = link(help_request=row, older=old.client, ground=Ground.KNOWS_ALIAS, by=alena_operator)
    with pytest.raises(NotNow):
        ask_back(link=made, ground=Ground.KNOWS_ALIAS, by=alena_operator)


def test_nothing_is_linked_twice_or_with_itself(
    linked: ClientLink, old: Holder, new: Holder, alena_operator: User
) -> None:
    row, earlier = new.client.help_requests.get(), old.client.help_requests.get()
    for request, older in ((row, old.client), (earlier, new.client), (row, new.client)):
        with pytest.raises(NotNow):
            link(help_request=request, older=older, ground=Ground.KNOWS_ALIAS, by=alena_operator)


def test_the_pages_carry_two_people_through(
    sign_in: SignIn, linked: ClientLink, new: Holder, alena_operator: User, hanna_coordinator: User
) -> None:
    address = f"/desk/requests/{new.client.help_requests.get().pk}/earlier/"
    first, second = sign_in(Browser(), alena_operator), sign_in(Browser(), hanna_coordinator)
    assert "Ask to give the threads back to her" in first.get(address).content.decode()
    first.post(f"{address}{linked.pk}/ask/", {"ground": "knows_story"})
    assert "Another person has to confirm it." in first.get(address).content.decode()
    assert "I am sure too" in second.get(address).content.decode()
    second.post(f"{address}{linked.pk}/confirm/")
    assert "Given back by Alena and Hanna" in second.get(address).content.decode()
    assert HelpRequest.objects.filter(client=new.client).count() == 2


def test_the_page_costs_few_queries_however_much_is_linked(
    client: Browser,
    sign_in: SignIn,
    office_warsaw: Office,
    linked: ClientLink,
    new: Holder,
    alena_operator: User,
    django_assert_max_num_queries: Any,
) -> None:
    row = new.client.help_requests.get()
    desk = sign_in(client, alena_operator)
    for _ in range(4):
        older = make_request(office=office_warsaw).client
        link(help_request=row, older=older, ground=Ground.SAME_CONTACT, by=alena_operator)
    desk.get(f"/desk/requests/{row.pk}/earlier/")
    with django_assert_max_num_queries(12):
        desk.get(f"/desk/requests/{row.pk}/earlier/")
