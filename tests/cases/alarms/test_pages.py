"""The list of alarms, the words of a pause that a wave suggests, and the Monday page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from cases.alarms.actions import look
from cases.alarms.models import OfficeAlarm
from cases.alarms.queries.monday import monday
from cases.funding.models import Funder
from cases.waiting.actions import wave_words
from cases.waiting.models import TopicPause
from helpdesk import languages
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from knowledge.articles.models import Topic
from tests.cases.alarms.counted import count_days, usual_days
from tests.factories.requests import make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def permits() -> Topic:
    return make_topic("permits", name_be="Дазволы", name_lt="Leidimai")


@pytest.fixture
def wave(office_warsaw: Office, permits: Topic) -> Topic:
    """Far more about permits in the last week."""
    today = timezone.localdate()
    days = usual_days(today)
    much = {day: number * 5 for day, number in days.items() if day > today - 7 * DAY}
    count_days(office_warsaw, {permits: days | much})
    look(office=office_warsaw)
    return permits


@pytest.fixture
def hanna(client: Client, sign_in: SignIn, hanna_coordinator: User) -> Client:
    User.objects.filter(pk=hanna_coordinator.pk).update(language="en")
    return sign_in(client, hanna_coordinator)


def test_a_wave_leads_to_the_pause_with_words_in_five_languages(
    hanna: Client, wave: Topic, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    address = f"/desk/pauses/?topic={wave.pk}"
    assert f"{address}#new" in hanna.get("/desk/alarms/").content.decode()
    page = hanna.get(address)
    form = page.context["form"]
    assert form.initial["reason"] == "too_many"
    words = {code: form.initial[f"words_{code}"] for code in languages.CODES}
    assert all(text in page.content.decode() for text in words.values())
    data = {name: form.initial[name] for name in form.fields} | {"topic": wave.pk}
    with django_capture_on_commit_callbacks(execute=True):
        assert hanna.post("/desk/pauses/", data).status_code == 302, "one click more pauses it"
    assert TopicPause.objects.get().words == words
    text = hanna.get("/desk/alarms/").content.decode()
    assert address not in text, "it rests already"
    assert "This topic is on pause." in text


def test_the_words_of_a_wave_are_ready_in_five_languages(permits: Topic) -> None:
    words = wave_words(permits, date(2026, 12, 24))
    assert set(words) == set(languages.CODES)
    assert len({text[:12] for text in words.values()}) == 5, "each in its own language"
    assert "Leidimai" in words["lt"]
    assert "Дазволы" in words["be"]


@pytest.mark.parametrize("topic", ["x", "0", "999999999999999999999", "٣", ""])
def test_a_strange_topic_in_the_address_suggests_nothing(hanna: Client, topic: str) -> None:
    page = hanna.get("/desk/pauses/", {"topic": topic})
    assert (page.status_code, page.context["form"].initial) == (200, {})


def test_on_a_monday_the_page_tells_of_the_week_that_ended(
    office_warsaw: Office, hanna_coordinator: User, permits: Topic
) -> None:
    today = date(2026, 11, 23)
    days = usual_days(today)
    more = {day: number * 2 for day, number in days.items() if day >= today - 7 * DAY}
    count_days(office_warsaw, {permits: days | more})
    page = monday(hanna_coordinator, today)
    assert (page.since, page.until, page.week_ends) == (
        today - 7 * DAY,
        today - DAY,
        today + 6 * DAY,
    )
    assert [(one.now, one.before) for one in page.changed] == [(20, 10), (7, 7), (40, 40)]
    assert [(one.name, one.difference) for one in page.topics] == [("Дазволы", 10)], (
        "in the language of the reader"
    )


def test_the_monday_page_names_alarms_and_running_grants_in_few_queries(
    hanna: Client,
    office_warsaw: Office,
    wave: Topic,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    today = timezone.localdate()
    with writing():
        Funder(name="Bridge", code="bridge", starts_on=today, ends_on=today + 200 * DAY).save()
    hanna.get("/desk/monday/")
    with django_assert_max_num_queries(12):
        page = hanna.get("/desk/monday/")
    text = page.content.decode()
    assert "permits: more requests than usual" in text
    assert "Bridge" in text


def test_monday_and_alarms_are_for_coordinators(
    client: Client, sign_in: SignIn, alena_operator: User, office_warsaw: Office
) -> None:
    sign_in(client, alena_operator)
    assert [client.get(f"/desk/{page}/").status_code for page in ("monday", "alarms")] == [403, 403]


def test_the_dashboard_shows_an_alarm_until_somebody_has_seen_it(hanna: Client, wave: Topic) -> None:
    words = "permits: more requests than usual"
    assert words in hanna.get("/desk/workload/").content.decode()
    alarm = OfficeAlarm.objects.get()
    assert "I have seen it" in hanna.get("/desk/alarms/").content.decode()
    hanna.post(f"/desk/alarms/{alarm.pk}/seen/")
    assert words not in hanna.get("/desk/workload/").content.decode()
    assert words in hanna.get("/desk/monday/").content.decode(), "it is not over"


def test_an_alarm_that_ended_is_listed_for_four_weeks(hanna: Client, wave: Topic) -> None:
    with writing():
        OfficeAlarm.objects.update(closed_at=timezone.now() - 20 * DAY)
    assert "Usual again, in the last four weeks" in hanna.get("/desk/alarms/").content.decode()
    with writing():
        OfficeAlarm.objects.update(closed_at=timezone.now() - 30 * DAY)
    assert "All is as usual" in hanna.get("/desk/alarms/").content.decode()
