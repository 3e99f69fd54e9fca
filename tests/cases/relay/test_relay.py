"""Helper and client write to each other through the app; numbers only by agreement and around the meeting."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from cases.closing.actions import erase_client
from cases.doors.actions.receipts import give_receipt
from cases.intake.actions import change_receipt
from cases.relay.actions import forget_ended, say, set_meeting, share_number, show_to_desk
from cases.relay.models import Conversation, RelayMessage
from cases.relay.queries import talk_of_helper, talks_of_client
from cases.relay.rules import is_number
from cases.requests.models import Exclusion
from cases.volunteering.actions import (
    approve_claim,
    claim_task,
    finish_claim,
    part_volunteer,
    release_claim,
    withdraw_task,
)
from cases.volunteering.models import Claim
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.models import DataKey
from tests.factories.requests import Holder, make_digits, make_holder, make_request
from tests.factories.volunteering import make_task_for, make_volunteer
from tests.factories.web import unlock

pytestmark = pytest.mark.django_db
HERS, HELPERS = "+48 600 100 200", "+48 700 300 400"


@pytest.fixture
def holder(alena_operator: User) -> Holder:
    return make_holder(office=alena_operator.office)


@pytest.fixture
def volunteer(alena_operator: User) -> User:
    return make_volunteer(office=alena_operator.office, tier=2, weekly_hours=40)


@pytest.fixture
def claim(holder: Holder, volunteer: User, alena_operator: User) -> Claim:
    task = make_task_for(make_request(client=holder.client), by=alena_operator)
    return approve_claim(claim=claim_task(task_id=task.pk, by=volunteer), by=alena_operator)


@pytest.fixture
def talk(claim: Claim) -> Conversation:
    return Conversation.objects.get()


def _her_texts(holder: Holder, *, hidden: bool = False) -> list[str | None]:
    talks = talks_of_client(holder.client.pk, holder.key, hidden=hidden)
    return [line.text for one in talks for line in one.lines]


def _texts(talk: Conversation, user: User) -> list[str | None]:
    return [line.text for line in talk_of_helper(Conversation.objects.get(pk=talk.pk), by=user).lines]


def test_a_yes_opens_a_conversation_in_both_directions(
    talk: Conversation, holder: Holder, volunteer: User
) -> None:
    say(talk=talk, body="Дзе сустрэнемся?", by=holder.actor, opener=holder.key)
    say(talk=talk, body="Ля ўваходу, у дзевяць.", by=volunteer)
    both = ["Дзе сустрэнемся?", "Ля ўваходу, у дзевяць."]
    assert _her_texts(holder) == both
    assert _texts(talk, volunteer) == both
    assert _her_texts(holder, hidden=True) == [None, both[1]]


def test_each_side_is_told_without_content(talk: Conversation, holder: Holder, volunteer: User) -> None:
    before = OutgoingMessage.objects.filter(user=volunteer).count()
    say(talk=talk, body="Мой сакрэт", by=holder.actor, opener=holder.key)
    told = OutgoingMessage.objects.filter(user=volunteer)
    assert told.count() >= before
    assert all("сакрэт" not in str(vars(one)) for one in told)


def test_a_task_without_contact_opens_no_conversation(alena_operator: User, holder: Holder) -> None:
    easy = make_volunteer(office=alena_operator.office, tier=1)
    task = make_task_for(make_request(client=holder.client), by=alena_operator, tier=0)
    claim_task(task_id=task.pk, by=easy)
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("end", ["finish", "release", "withdraw", "part"])
def test_the_conversation_ends_with_the_task(
    end: str, talk: Conversation, claim: Claim, holder: Holder, volunteer: User, alena_operator: User
) -> None:
    say(talk=talk, body="Да заўтра", by=volunteer)
    if end == "finish":
        finish_claim(claim=claim, result="done", hours=Decimal(1), by=volunteer)
    elif end == "release":
        release_claim(claim=claim, by=volunteer)
    elif end == "withdraw":
        withdraw_task(task=claim.task, by=alena_operator)
    else:
        part_volunteer(client=holder.client, volunteer=volunteer, by=holder.actor)
    assert not Conversation.objects.visible_to(volunteer).exists()
    assert _her_texts(holder) == []
    with pytest.raises(NotNow):
        say(talk=talk, body="Яшчэ адно", by=volunteer)
    with pytest.raises(NotNow):
        say(talk=talk, body="Яшчэ адно", by=holder.actor, opener=holder.key)


def test_one_of_two_tasks_for_the_same_person_leaves_the_conversation(
    talk: Conversation, claim: Claim, holder: Holder, volunteer: User, alena_operator: User
) -> None:
    task = make_task_for(make_request(client=holder.client), by=alena_operator)
    approve_claim(claim=claim_task(task_id=task.pk, by=volunteer), by=alena_operator)
    assert Conversation.objects.count() == 1
    finish_claim(claim=claim, result="done", hours=Decimal(1), by=volunteer)
    assert Conversation.objects.live().exists()


def test_strangers_find_nothing(talk: Conversation, alena_operator: User, holder: Holder) -> None:
    stranger = make_volunteer(office=alena_operator.office, tier=2)
    other = make_holder(office=alena_operator.office)
    assert not Conversation.objects.visible_to(stranger).exists()
    assert not Conversation.objects.visible_to(alena_operator).exists()
    assert talks_of_client(other.client.pk, other.key, hidden=False) == []
    for by, opener in ((stranger, None), (other.actor, other.key)):
        with pytest.raises(Refused):
            say(talk=talk, body="Прывітанне", by=by, opener=opener)


def test_the_desk_reads_only_what_one_side_has_shown(
    talk: Conversation, holder: Holder, alena_operator: User, jonas_operator: User
) -> None:
    say(talk=talk, body="Ён піша мне дзіўнае", by=holder.actor, opener=holder.key)
    show_to_desk(talk=talk, by=holder.actor)
    assert Conversation.objects.visible_to(alena_operator).exists()
    assert not Conversation.objects.visible_to(jonas_operator).exists()
    assert _texts(talk, alena_operator) == ["Ён піша мне дзіўнае"]
    assert AccessEntry.objects.filter(verb="sealing.reveal", actor_id=str(alena_operator.pk)).exists()
    with pytest.raises(Refused):
        say(talk=talk, body="Мы чытаем", by=alena_operator)


def test_whom_she_keeps_away_finds_it_gone(talk: Conversation, holder: Holder, volunteer: User) -> None:
    with writing():
        Exclusion(client=holder.client, user=volunteer, entry=uuid4(), made_at=timezone.now()).save()
    assert not Conversation.objects.visible_to(volunteer).exists()


def _number_seen(talk: Conversation, volunteer: User, holder: Holder) -> tuple[str, str]:
    fresh = Conversation.objects.get(pk=talk.pk)
    hers = talks_of_client(holder.client.pk, holder.key, hidden=False)[0]
    return talk_of_helper(fresh, by=volunteer).number, hers.number


def test_numbers_are_seen_only_when_both_agreed_and_two_hours_either_side(
    talk: Conversation, holder: Holder, volunteer: User
) -> None:
    noon = timezone.now() + timedelta(days=2)
    set_meeting(talk=talk, meets_at=noon, by=volunteer)
    share_number(talk=talk, number=HERS, by=holder.actor, opener=holder.key)
    with time_machine.travel(noon, tick=False):
        assert _number_seen(talk, volunteer, holder) == ("", "")
    share_number(talk=talk, number=HELPERS, by=volunteer)
    for hours, seen in ((-3, False), (-2, True), (0, True), (2, True), (3, False)):
        with time_machine.travel(noon + timedelta(hours=hours), tick=False):
            assert _number_seen(talk, volunteer, holder) == ((HERS, HELPERS) if seen else ("", ""))
    opened = AccessEntry.objects.filter(verb="sealing.reveal", fields__contains=["conversation.client_phone"])
    assert opened.count() == 3
    share_number(talk=talk, number="", by=holder.actor)
    with time_machine.travel(noon, tick=False):
        assert _number_seen(talk, volunteer, holder) == ("", "")


def test_numbers_go_with_the_end_and_words_three_days_later(
    talk: Conversation, claim: Claim, holder: Holder, volunteer: User
) -> None:
    share_number(talk=talk, number=HERS, by=holder.actor, opener=holder.key)
    say(talk=talk, body="Да сустрэчы", by=volunteer)
    finish_claim(claim=claim, result="done", hours=Decimal(1), by=volunteer)
    assert not Conversation.objects.get().client_phone
    assert forget_ended() == 0
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert forget_ended() == 1
    assert not Conversation.objects.exists()
    assert not RelayMessage.objects.exists()
    assert not DataKey.objects.filter(purpose="relay", erased_on=None).exists()


def test_a_new_receipt_opens_the_old_conversation(
    talk: Conversation, holder: Holder, volunteer: User
) -> None:
    say(talk=talk, body="Да заўтра", by=volunteer)
    key = change_receipt(client=holder.client, digits=make_digits(), opener=holder.key)
    talks = talks_of_client(holder.client.pk, key, hidden=False)
    assert [line.text for line in talks[0].lines] == ["Да заўтра"]


def test_a_caller_who_gets_a_receipt_later_opens_it_too(alena_operator: User, volunteer: User) -> None:
    help_request = make_request(office=alena_operator.office)
    task = make_task_for(help_request, by=alena_operator)
    approve_claim(claim=claim_task(task_id=task.pk, by=volunteer), by=alena_operator)
    assert Conversation.objects.get().client_id == help_request.client_id
    give_receipt(help_request=help_request, by=alena_operator)
    key = DataKey.objects.get(pk=Conversation.objects.get().relay_key_id or "")
    assert key.wraps.filter(client_id=help_request.client_id).exists()


def test_erasing_everything_takes_the_conversation_along(
    talk: Conversation, holder: Holder, volunteer: User
) -> None:
    say(talk=talk, body="Да заўтра", by=volunteer)
    key = talk.relay_key_id
    erase_client(client=holder.client, by=holder.actor)
    assert not Conversation.objects.exists()
    assert key is not None
    assert not DataKey.objects.filter(pk=key, erased_on=None).exists()


@pytest.mark.parametrize(
    ("text", "number"),
    [(HERS, True), ("600100200", True), ("12345", False), ("ring me", False), ("+" * 9, False)],
)
def test_only_a_number_is_a_number(text: str, number: bool) -> None:
    assert is_number(text) is number


def test_nobody_writes_endlessly_in_one_day(talk: Conversation, holder: Holder) -> None:
    for _line in range(60):
        say(talk=talk, body="Алё?", by=holder.actor, opener=holder.key)
    with pytest.raises(NotNow):
        say(talk=talk, body="Алё?", by=holder.actor, opener=holder.key)


def test_she_writes_on_her_page_without_script_and_a_second_click_is_one_line(
    client: Browser, talk: Conversation, holder: Holder, volunteer: User
) -> None:
    unlock(client, holder.digits)
    address = "/be/inbox/helpers/"
    assert address in client.get("/be/inbox/").content.decode()
    for _click in range(2):
        answer = client.post(address, {"talk": talk.pk, "once": "abc", "body": "Ці ўзяць пашпарт?"})
        assert answer.status_code == 302
    assert _texts(talk, volunteer) == ["Ці ўзяць пашпарт?"]
    shown = client.get(address).content.decode()
    assert "Ці ўзяць пашпарт?" in shown
    empty = client.post(address, {"talk": talk.pk, "once": "abd", "body": " "})
    assert empty.status_code == 422


def test_anothers_conversation_does_not_exist_for_her(
    client: Browser, talk: Conversation, alena_operator: User
) -> None:
    other = make_holder(office=alena_operator.office)
    unlock(client, other.digits)
    for path in ("", "number/", "show/"):
        answer = client.post(f"/be/inbox/helpers/{path}", {"talk": talk.pk, "body": "x", "number": HERS})
        assert answer.status_code == 404


def test_the_helpers_page_costs_the_same_for_many_lines(
    client: Browser, sign_in: Any, talk: Conversation, volunteer: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        say(talk=talk, body=f"радок {number}", by=volunteer)
    page = sign_in(client, volunteer)
    with django_assert_max_num_queries(16):
        shown = page.get(reverse("relay:open", args=[talk.pk])).content.decode()
    assert "радок 19" in shown
    answer = page.post(reverse("relay:open", args=[talk.pk]), {"body": "яшчэ"})
    assert answer.status_code == 302
    past = {"meets_at": "2020-01-01T10:00"}
    assert page.post(reverse("relay:meeting", args=[talk.pk]), past).status_code == 422
    assert page.post(reverse("relay:number", args=[talk.pk]), {"number": "abc"}).status_code == 422
