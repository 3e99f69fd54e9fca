"""Matches with reasons, wishes of both sides, introductions, private signals, the household's own page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from cases.mentoring.actions import (
    check_in_at_home,
    introduce,
    save_offer,
    see_signal,
    send_signal,
    start_mentorship,
    wish_for_mentor,
)
from cases.mentoring.models import CheckIn, Mentorship, MentorWish, SafetySignal
from cases.mentoring.queries.figures import info_line
from cases.mentoring.queries.matching import candidates, waiting_households
from cases.mentoring.rules import Need, Offer, Way, match
from cases.mentoring.steps import TEMPLATES, Concern, FirstMonthStep, plan_for
from cases.relay.queries import talks_of_client
from cases.requests.actions.wishes import give_consent, withdraw_consent
from cases.requests.models import HelpRequest, Household
from cases.requests.workflow import Purpose
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.requests import Holder, make_holder, make_request
from tests.factories.volunteering import make_volunteer
from tests.factories.web import unlock

OFFER = Offer(["be", "pl"], ["Warszawa"], 0)
NEED = Need(["be"], "Warszawa", has_children=True)


def test_language_city_family_and_room_speak_for_a_mentor() -> None:
    assert match(OFFER, NEED).reasons == ("language", "city", "family", "free")
    assert match(OFFER, NEED).obstacles == ()


@pytest.mark.parametrize(
    ("offer", "need", "obstacle"),
    [
        ({"languages": ["lt"]}, {}, "language"),
        ({"households_now": 1}, {}, "full"),
        ({"with_children": False}, {}, "no_children"),
        ({}, {"woman_only": True}, "not_woman"),
        ({"is_woman": False}, {"woman_only": True}, "not_woman"),
        ({"way": Way.ONLINE.value}, {"way": Way.IN_PERSON.value}, "way"),
        ({"cities": ["Gdańsk"]}, {"way": Way.IN_PERSON.value}, "far"),
    ],
)
def test_an_unmet_wish_of_either_side_is_an_obstacle_and_goes_last(
    offer: dict[str, Any], need: dict[str, Any], obstacle: str
) -> None:
    found = match(replace(OFFER, **offer), replace(NEED, **need))
    assert found.obstacles == (obstacle,)
    assert found.points < match(OFFER, replace(NEED, languages=["be"])).points - 10


def test_each_country_has_its_own_steps_on_days_1_3_7_14_and_30() -> None:
    for country, plan in TEMPLATES.items():
        assert {step.day for step in plan} == {1, 3, 7, 14, 30}, country
        assert len({step.key for step in plan}) == len(plan)
    days = {country: {step.key: step.day for step in plan} for country, plan in TEMPLATES.items()}
    assert days["PL"][FirstMonthStep.NUMBER] == 7
    assert days["LT"][FirstMonthStep.NUMBER] == 14
    without = {step.key for step in plan_for("PL", has_school_child=False)}
    assert FirstMonthStep.SCHOOL not in without


pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(alena_operator: User) -> Holder:
    return make_holder(office=alena_operator.office)


@pytest.fixture
def help_request(holder: Holder) -> HelpRequest:
    one = make_request(client=holder.client)
    return HelpRequest.objects.select_related("client__household", "office").get(pk=one.pk)


@pytest.fixture
def katia(office_warsaw: Office) -> User:
    return UserFactory.create(roles=[Role.COORDINATOR], office=office_warsaw)


@pytest.fixture
def mentor(alena_operator: User) -> User:
    return make_volunteer(office=alena_operator.office, cities=["Warszawa"])


@pytest.fixture
def month(help_request: HelpRequest, mentor: User, alena_operator: User) -> Mentorship:
    return start_mentorship(help_request=help_request, mentor=mentor, brief="Сакрэт", by=alena_operator)


def test_the_best_match_stands_first_and_who_is_full_last(
    help_request: HelpRequest, mentor: User, alena_operator: User
) -> None:
    far = make_volunteer(office=alena_operator.office, cities=["Gdańsk"], languages=["pl"])
    full = make_volunteer(office=alena_operator.office, cities=["Warszawa"])
    save_offer(most_households=0, with_children=True, is_woman=None, way=Way.ANY, by=full)
    found = candidates(help_request.client.household, help_request.office_id)
    assert found[0].user == mentor
    assert {one.user for one in found[1:]} == {far, full}
    assert "full" in next(one for one in found if one.user == full).match.obstacles


def test_a_household_wishes_and_stands_on_the_list_until_it_has_a_mentor(
    holder: Holder, help_request: HelpRequest, mentor: User, alena_operator: User
) -> None:
    wish_for_mentor(client=holder.client, wants=True, woman_only=True, way=Way.ONLINE, by=holder.actor)
    assert [row.household for row in waiting_households(alena_operator)] == [holder.client.household]
    found = candidates(help_request.client.household, help_request.office_id)
    assert "not_woman" in found[0].match.obstacles
    start_mentorship(help_request=help_request, mentor=mentor, brief="x", by=alena_operator)
    assert waiting_households(alena_operator) == []
    other = make_holder(office=alena_operator.office)
    with pytest.raises(Refused):
        wish_for_mentor(client=holder.client, wants=False, woman_only=False, way=Way.ANY, by=other.actor)


def test_the_introduction_comes_once_and_in_the_familys_language(
    holder: Holder, month: Mentorship, mentor: User, alena_operator: User
) -> None:
    introduce(mentorship=month, by=mentor)
    (talk,) = talks_of_client(holder.client.pk, holder.key, hidden=False)
    text = talk.lines[0].text or ""
    assert text.startswith("Добры дзень")
    assert mentor.name in text
    with pytest.raises(NotNow):
        introduce(mentorship=month, by=mentor)
    with pytest.raises(Refused):
        introduce(mentorship=month, by=make_volunteer(office=alena_operator.office))


@pytest.mark.parametrize("side", ["household", "mentor"])
def test_a_signal_reaches_coordinators_at_once_and_never_the_other_side(
    side: str, client: Browser, sign_in: Any, holder: Holder, month: Mentorship, mentor: User, katia: User
) -> None:
    by = holder.actor if side == "household" else mentor
    before = OutgoingMessage.objects.filter(user=mentor).count()
    send_signal(mentorship=month, concern=Concern.PRESSURE, words="Пытае пра брата", by=by)
    told = OutgoingMessage.objects.filter(user=katia)
    assert told.count() == 1
    assert told.get().not_before <= timezone.now() + timedelta(minutes=1)
    assert OutgoingMessage.objects.filter(user=mentor).count() == before
    assert not SafetySignal.objects.visible_to(mentor).exists()
    signal = SafetySignal.objects.get()
    theirs = sign_in(Browser(), mentor)
    opened = theirs.get(reverse("mentoring:open", args=[month.pk])).content.decode()
    assert "Пытае пра брата" not in opened
    assert reverse("mentoring:signal_page", args=[signal.pk]) not in opened
    assert theirs.get(reverse("mentoring:signal_page", args=[signal.pk])).status_code in {403, 404}
    unlock(client, holder.digits)
    assert "Пытае пра брата" not in client.get("/be/inbox/month/").content.decode()
    hers = sign_in(Browser(), katia)
    assert "Пытае пра брата" in hers.get(reverse("mentoring:signal_page", args=[signal.pk])).content.decode()
    see_signal(signal_id=signal.pk, by=katia)
    assert SafetySignal.objects.get().seen_by == katia


def test_operators_and_strangers_neither_read_nor_send_signals(
    month: Mentorship, alena_operator: User, client: Browser, sign_in: Any, holder: Holder
) -> None:
    signal = send_signal(mentorship=month, concern=Concern.MONEY, by=holder.actor)
    page = sign_in(client, alena_operator)
    assert page.get(reverse("mentoring:signal_page", args=[signal.pk])).status_code == 403
    for stranger in (make_volunteer(office=alena_operator.office), alena_operator):
        with pytest.raises(Refused):
            send_signal(mentorship=month, concern=Concern.MONEY, by=stranger)
    other = make_holder(office=alena_operator.office)
    with pytest.raises(Refused):
        send_signal(mentorship=month, concern=Concern.MONEY, by=other.actor)
    with pytest.raises(Refused):
        check_in_at_home(mentorship=month, mood="well", by=other.actor)


def test_the_households_page_shows_mentor_steps_and_limits_and_takes_a_check_in(
    client: Browser, holder: Holder, month: Mentorship, mentor: User, django_assert_max_num_queries: Any
) -> None:
    unlock(client, holder.digits)
    with django_assert_max_num_queries(14):
        shown = client.get("/be/inbox/month/").content.decode()
    assert mentor.name in shown
    assert "Сакрэт" not in shown
    assert client.post("/be/inbox/month/how/", {"mood": "hard"}).status_code == 302
    assert CheckIn.objects.get().from_household
    assert client.post("/be/inbox/month/how/", {"mood": "??"}).status_code == 422
    assert client.post("/be/inbox/month/private/", {"words": "без выбару"}).status_code == 422
    assert client.post("/be/inbox/month/private/", {"concern": "uneasy"}).status_code == 302
    assert SafetySignal.objects.get().from_household


def test_a_small_question_is_led_to_the_mentor_first(
    client: Browser, holder: Holder, month: Mentorship
) -> None:
    unlock(client, holder.digits)
    assert "/be/inbox/helpers/" in client.get("/be/inbox/ask/").content.decode()


def test_a_household_without_a_mentor_wishes_for_one_and_takes_it_back(
    client: Browser, holder: Holder, help_request: HelpRequest
) -> None:
    unlock(client, holder.digits)
    assert client.get("/be/inbox/month/").status_code == 200
    assert client.post("/be/inbox/month/wish/", {"way": "online", "woman_only": "on"}).status_code == 302
    wish = MentorWish.objects.get()
    assert (wish.wants, wish.way, wish.woman_only) == (True, "online", True)
    assert client.post("/be/inbox/month/wish/", {"way": "telepathy"}).status_code == 422
    assert client.post("/be/inbox/month/wish/", {"wants": "no"}).status_code == 302
    assert not MentorWish.objects.get().wants
    assert client.post("/be/inbox/month/how/", {"mood": "well"}).status_code == 302
    assert not CheckIn.objects.exists()


def _household(office: Office, further: int, mentor: User | None, by: User) -> None:
    holder = make_holder(office=office)
    first = make_request(client=holder.client)
    if mentor is not None:
        found = HelpRequest.objects.select_related("client__household", "office").get(pk=first.pk)
        start_mentorship(help_request=found, mentor=mentor, brief="x", by=by)
    for _more in range(further):
        with time_machine.travel(timezone.now() + timedelta(days=3)):
            make_request(client=holder.client)


def test_the_drop_on_the_info_line_is_measured_from_ten_households_on(alena_operator: User) -> None:
    office = alena_operator.office
    assert office is not None
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        for number in range(10):
            mentor = make_volunteer(office=office)
            _household(office, 1 if number < 5 else 0, mentor, alena_operator)
        for _number in range(9):
            _household(office, 2, None, alena_operator)
    figures = info_line(office.pk)
    assert (figures.with_mentor, figures.without) == (0.5, None)
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        _household(office, 2, None, alena_operator)
    assert info_line(office.pk).without == 2.0
    with writing():
        Household.objects.all().delete()
    assert info_line(office.pk).with_mentor is None


def test_no_mentor_against_her_will_and_a_month_ends_when_she_takes_her_yes_back(
    holder: Holder, help_request: HelpRequest, mentor: User, alena_operator: User
) -> None:
    about: dict[str, Any] = {"client": holder.client, "by": holder.actor, "opener": holder.key}
    consent = give_consent(purpose=Purpose.VOLUNTEER, wording="Так", language="be", **about)
    start_mentorship(help_request=help_request, mentor=mentor, brief="x", by=alena_operator)
    withdraw_consent(consent=consent, by=holder.actor)
    assert Mentorship.objects.get().outcome == "stopped"
    assert talks_of_client(holder.client.pk, holder.key, hidden=False) == []
    with pytest.raises(NotNow):
        start_mentorship(help_request=help_request, mentor=mentor, brief="x", by=alena_operator)
