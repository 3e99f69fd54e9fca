"""A pause is honest, loses nothing, never holds danger, and lets in first those who waited."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from cases.requests.actions import Contact
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status, Turn, Urgency
from cases.triage.tasks import compute_suggestion
from cases.waiting.actions import end_overdue, end_pause, pause_topic, put_on_waiting_list, release
from cases.waiting.models import TopicPause
from cases.waiting.queries import live_pauses, next_number, pause_of, places_of
from cases.waiting.rules import Reason
from cases.waiting.tasks import release_waiting, sweep_pauses
from helpdesk import languages
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from knowledge.articles.models import Topic
from tests.factories.knowledge import make_article
from tests.factories.legal import make_case
from tests.factories.requests import make_client, make_request, make_topic
from tests.factories.web import answer_questions, send, tell, unlock, write
from tests.personas import SignIn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def housing(office_warsaw: object) -> Topic:
    return make_topic("housing")


def _pause(topic: Topic, by: User, **changed: Any) -> TopicPause:
    typed: dict[str, Any] = {
        "reason": Reason.TOO_MANY,
        "until_on": timezone.localdate() + timedelta(days=14),
        "words": {},
        "country": "PL",
    }
    return pause_topic(topic=topic, by=by, **(typed | changed))


def test_the_form_takes_a_request_of_a_paused_topic_onto_the_waiting_list(
    housing: Topic, hanna_coordinator: User
) -> None:
    _pause(housing, hanna_coordinator)
    write(Browser(), topic="housing", story="Шукаю кватэру ў Варшаве")
    one = HelpRequest.objects.get()
    assert (one.status, one.turn) == (Status.WAITING_LIST.value, Turn.NOBODY.value)


def test_the_form_says_so_with_words_a_place_and_what_to_read(
    housing: Topic, hanna_coordinator: User
) -> None:
    make_article("pl-rent", {"be": ("Дамова найму", "Што праверыць.", "Тэкст")}, topic=housing)
    _pause(housing, hanna_coordinator, words={"be": "Пакуль не бярэм."})
    _waiting(housing, hanna_coordinator, 5)
    browser = Browser()
    tell(browser, story="Шукаю кватэру ў Варшаве")
    answer_questions(browser, topic="housing")
    page = browser.get("/be/write/last/").content.decode()
    assert "Пакуль не бярэм." in page
    assert "пад нумарам 2" in page
    assert "Дамова найму" in page
    send(browser)
    assert "пад нумарам 2" in browser.get("/be/write/done/").content.decode()
    tell(browser, story="Няма дзе спаць", danger="yes")
    answer_questions(browser, topic="housing")
    assert "Пакуль не бярэм." not in browser.get("/be/write/last/").content.decode()


def test_her_page_tells_her_place(housing: Topic, hanna_coordinator: User) -> None:
    _pause(housing, hanna_coordinator)
    browser = Browser()
    digits = write(browser, topic="housing", story="Шукаю кватэру ў Варшаве")
    inside = Browser()
    unlock(inside, digits)
    assert "пад нумарам 1" in inside.get("/be/inbox/").content.decode()


def test_danger_is_never_paused(housing: Topic, hanna_coordinator: User) -> None:
    _pause(housing, hanna_coordinator)
    write(Browser(), topic="housing", danger="yes", story="Няма дзе спаць")
    one = HelpRequest.objects.get()
    assert (one.status, one.urgency) == (Status.NEW.value, Urgency.EMERGENCY.value)


def test_danger_that_only_her_words_tell_leaves_the_waiting_list_at_once(
    housing: Topic, hanna_coordinator: User
) -> None:
    _pause(housing, hanna_coordinator)
    write(Browser(), topic="housing", story="Муж мяне зараз б'е, нам з дзецьмі няма дзе спаць сёння ноччу.")
    one = HelpRequest.objects.get()
    assert one.status == Status.WAITING_LIST.value
    compute_suggestion(str(one.pk))
    one.refresh_from_db()
    assert (one.status, one.urgency) == (Status.NEW.value, Urgency.EMERGENCY.value)


def test_a_subtopic_rests_with_its_topic_and_another_country_does_not(
    housing: Topic, hanna_coordinator: User
) -> None:
    child = make_topic("rent", parent=housing)
    pause = _pause(housing, hanna_coordinator)
    assert pause_of(child, "PL") == pause
    assert pause_of(child, "LT") is None
    assert pause_of(make_topic("health"), "PL") is None


def test_places_follow_the_order_in_which_people_came(housing: Topic, hanna_coordinator: User) -> None:
    pause = _pause(housing, hanna_coordinator)
    came = [_waiting(housing, hanna_coordinator, hours_ago) for hours_ago in (3, 30, 12)]
    places = places_of([*came, make_request(office=hanna_coordinator.office)])
    assert [places[one.pk].number for one in came] == [3, 1, 2]
    assert len(places) == 3
    assert next_number(pause) == 4


def _waiting(topic: Topic, coordinator: User, hours_ago: int) -> HelpRequest:
    one = make_request(office=coordinator.office, topic=topic, status=Status.WAITING_LIST)
    with writing():
        HelpRequest.objects.filter(pk=one.pk).update(received_at=timezone.now() - timedelta(hours=hours_ago))
    return HelpRequest.objects.select_related("topic", "client").get(pk=one.pk)


def test_when_it_opens_those_who_waited_come_first_and_are_told(
    housing: Topic, hanna_coordinator: User
) -> None:
    pause = _pause(housing, hanna_coordinator)
    contact = Contact(channel="email", address="w@example.org", earliest_hour=0, latest_hour=0)
    client = make_client(office=hanna_coordinator.office, contact=contact)
    waiting = make_request(client=client, topic=housing, status=Status.WAITING_LIST)
    with writing():
        HelpRequest.objects.filter(pk=waiting.pk).update(received_at=timezone.now() - timedelta(days=9))
    fresh = make_request(office=hanna_coordinator.office, topic=housing)
    end_pause(pause=pause, by=hanna_coordinator)
    assert release_waiting(str(pause.pk)) == 1
    queue = list(HelpRequest.objects.our_turn().in_order_of_need().values_list("pk", flat=True))
    assert queue == [waiting.pk, fresh.pk]
    assert OutgoingMessage.objects.filter(client_id=client.pk).count() == 1
    assert release_waiting(str(pause.pk)) == 0
    assert OutgoingMessage.objects.filter(client_id=client.pk).count() == 1


def test_the_last_day_opens_the_topic_by_itself(housing: Topic, hanna_coordinator: User) -> None:
    pause = _pause(housing, hanna_coordinator)
    waiting = make_request(office=hanna_coordinator.office, topic=housing, status=Status.WAITING_LIST)
    assert end_overdue() == 0
    with writing():
        TopicPause.objects.filter(pk=pause.pk).update(until_on=timezone.localdate() - timedelta(days=1))
    assert sweep_pauses() == 1
    waiting.refresh_from_db()
    assert waiting.status == Status.NEW.value
    assert live_pauses() == []


def test_a_release_that_died_half_way_is_finished_by_the_next(
    housing: Topic, hanna_coordinator: User
) -> None:
    pause = _pause(housing, hanna_coordinator)
    make_request(office=hanna_coordinator.office, topic=housing, status=Status.WAITING_LIST)
    assert release(pause=pause) == 0, "nobody is let in while the topic rests"
    end_pause(pause=pause, by=hanna_coordinator)
    assert sweep_pauses() == 1
    assert sweep_pauses() == 0


def test_only_the_country_s_coordinator_pauses_and_gives_a_reason(
    housing: Topic, hanna_coordinator: User, alena_operator: User
) -> None:
    with pytest.raises(Refused):
        _pause(housing, alena_operator)
    with pytest.raises(Refused):
        _pause(housing, hanna_coordinator, country="LT")
    pause = _pause(housing, hanna_coordinator, reason=Reason.NO_MONEY)
    entry = AccessEntry.objects.get(verb="topic.pause")
    assert (entry.object_id, entry.reason) == (str(pause.pk), "no_money")
    with pytest.raises(NotNow):
        _pause(housing, hanna_coordinator)
    with pytest.raises(NotNow):
        _pause(make_topic("health"), hanna_coordinator, until_on=timezone.localdate() + timedelta(days=300))


def test_words_stand_ready_in_five_languages(housing: Topic, hanna_coordinator: User) -> None:
    pause = _pause(housing, hanna_coordinator, words={"be": "Чакайце, калі ласка.", "ru": ""})
    assert set(pause.words) == set(languages.CODES)
    assert pause.words_for("be") == ("Чакайце, калі ласка.", "be")
    assert len(set(pause.words.values())) == len(languages.CODES)


def test_the_desk_puts_on_the_list_only_what_is_paused(
    housing: Topic, hanna_coordinator: User, alena_operator: User
) -> None:
    one = make_request(office=alena_operator.office, topic=housing)
    with pytest.raises(NotNow):
        put_on_waiting_list(help_request=one, by=alena_operator)
    _pause(housing, hanna_coordinator)
    put_on_waiting_list(help_request=one, by=alena_operator)
    assert one.status == Status.WAITING_LIST.value
    member = make_request(office=alena_operator.office, topic=housing)
    make_case(by=alena_operator, help_requests=[member])
    with pytest.raises(NotNow):
        put_on_waiting_list(help_request=member, by=alena_operator)


def test_the_coordinator_s_page_pauses_and_opens(
    sign_in: SignIn, housing: Topic, hanna_coordinator: User
) -> None:
    browser = sign_in(Browser(), hanna_coordinator)
    address = reverse("waiting:pauses")
    wrong = browser.post(address, {"topic": housing.pk, "reason": "too_many", "until_on": "2001-01-01"})
    assert wrong.status_code == 422
    assert "half year" in wrong.content.decode()
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    typed = {"topic": housing.pk, "reason": "too_many", "until_on": day, "words_lt": "Palaukite."}
    assert browser.post(address, typed).status_code == 302
    pause = TopicPause.objects.get()
    assert pause.words["lt"] == "Palaukite."
    assert str(housing) in browser.get(address).content.decode()
    browser.post(reverse("waiting:end", args=[pause.pk]))
    assert TopicPause.objects.live().count() == 0


@pytest.mark.parametrize("language", languages.CODES)
def test_every_page_of_the_form_says_it_in_the_language_of_the_reader(
    housing: Topic, hanna_coordinator: User, language: str
) -> None:
    """The coordinator's own words where she wrote some, ours elsewhere; never another language's."""
    own = {code: f"Пачакайце, калі ласка: {code}" for code in languages.CODES}
    pause = _pause(housing, hanna_coordinator, words=own)
    browser = Browser()
    tell(browser, language)
    answer_questions(browser, language, topic="housing")
    for page in (browser.get(f"/{language}/write/next/"), browser.get(f"/{language}/write/last/")):
        text = page.content.decode()
        assert pause.words_for(language) == (own[language], language)
        assert own[language] in text
        assert not [other for code, other in own.items() if code != language and other in text]
