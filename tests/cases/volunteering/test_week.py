"""Free time as a search and a reason, my week, and a calendar file that tells nobody where or with whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cases.volunteering.actions import approve_claim, claim_task, save_free_slots, take_break
from cases.volunteering.models import VolunteerProfile
from cases.volunteering.queries import board, my_tasks
from cases.volunteering.rules import Wish, fit, slots_of, wide_times
from cases.volunteering.workflow import PartOfDay
from helpdesk.accounts.models import User
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_task_for, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def _evening(by: User, days: int, part: str = "evening") -> str:
    day = timezone.localdate() + timedelta(days=days)
    return make_open_task(by=by, on_date=day, part_of_day=PartOfDay(part), hours=1).code


def test_my_two_free_evenings_are_one_search(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    user = make_volunteer(office=alena_operator.office)
    days = [timezone.localdate() + timedelta(days=number) for number in (2, 4)]
    signed = sign_in(client, user)
    slots = [f"{day.isoweekday()}evening" for day in days]
    assert signed.post(reverse("volunteering:free_time"), {"slots": slots}).status_code == 302
    fitting = {_evening(alena_operator, 2), _evening(alena_operator, 4), _evening(alena_operator, 4, "any")}
    whenever = make_open_task(by=alena_operator, hours=1).code
    for other in (_evening(alena_operator, 3), _evening(alena_operator, 2, "morning")):
        assert other
    page = signed.get(reverse("volunteering:board"), {"mine": "on"})
    assert {card.code for card in page.context["cards"]} == {*fitting, whenever}
    reasons = {card.code: card.fit.reasons for card in page.context["cards"]}
    assert {code for code, why in reasons.items() if "time" in why} == fitting
    assert len(board(user, {})) == 6


def test_the_points_of_the_database_are_those_of_the_rule(alena_operator: User) -> None:
    user = make_volunteer(office=alena_operator.office, free_times=["evening"], cities=["Warszawa"])
    for days in range(1, 8):
        for part in ("morning", "evening", "any"):
            _evening(alena_operator, days, part)
    points = [card.fit.points for card in board(user, {})]
    assert points == sorted(points, reverse=True)
    assert len(set(points)) == 2


def test_boxes_and_words_at_large_mean_the_same() -> None:
    slots = slots_of([], ["weekend"])
    assert wide_times(slots) == ["weekend"]
    assert wide_times(slots_of(["2evening"], ["weekend"])) == ["evening"]
    wish = Wish((), (), (), slots)
    assert fit(wish, languages=[], city="", kind="", weekday=7, part_of_day="any").reasons == ("time",)
    assert fit(wish, languages=[], city="", kind="", weekday=5, part_of_day="any").reasons == ()
    assert fit(wish, languages=[], city="", kind="").reasons == ()


def test_ticked_boxes_count_for_the_coverage_too(alena_operator: User) -> None:
    user = make_volunteer(office=alena_operator.office)
    save_free_slots(profile=VolunteerProfile.objects.get(pk=user.pk), slots=["6morning", "2evening"], by=user)
    assert VolunteerProfile.objects.get(pk=user.pk).free_times == ["evening", "weekend"]


def test_a_district_is_a_filter_and_only_known_ones_are_offered(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    user = make_volunteer(office=alena_operator.office)
    wola = make_open_task(by=alena_operator, district="Wola").code
    make_open_task(by=alena_operator, district="Ochota")
    page = sign_in(client, user).get(reverse("volunteering:board"), {"district": "Wola"})
    assert [card.code for card in page.context["cards"]] == [wola]
    assert "Mokotów" not in page.content.decode()


def test_my_week_shows_days_breaks_and_what_has_no_day_at_a_constant_cost(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    user = make_volunteer(office=alena_operator.office, weekly_hours=40)
    today = timezone.localdate()
    signed = sign_in(client, user)
    url = reverse("volunteering:week")
    signed.get(url)
    with CaptureQueriesContext(connection) as empty:
        signed.get(url)
    dated = make_open_task(by=alena_operator, on_date=today, hours=1)
    undated = make_open_task(by=alena_operator, hours=1)
    for task in (dated, undated):
        approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    profile = VolunteerProfile.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as full:
        page = signed.get(url)
    assert len(full) == len(empty) <= 12
    shown = {claim.task.code for day in page.context["week"].days for claim in day.claims}
    assert shown == {dated.code}
    assert [claim.task.code for claim in page.context["week"].any_day] == [undated.code]
    take_break(profile=profile, from_on=today + timedelta(days=7), to_on=today + timedelta(days=7), by=user)
    later = signed.get(url, {"from": (today + timedelta(days=7)).isoformat()})
    assert any(day.is_break for day in later.context["week"].days)
    assert signed.get(url, {"from": "nonsense"}).status_code == 200


def test_the_calendar_file_holds_kind_day_and_code_only(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    user = make_volunteer(office=alena_operator.office)
    day = timezone.localdate() + timedelta(days=5)
    one = make_request(office=alena_operator.office)
    task = make_task_for(
        one, by=alena_operator, on_date=day, district="Wola", brief="Canary", exact_place="Canary place"
    )
    approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    answer = sign_in(client, user).get(reverse("volunteering:calendar"))
    (event,) = Calendar.from_ical(answer.content.decode()).walk("VEVENT")
    assert event.decoded("dtstart") == day
    assert str(event["summary"]) == f"go along to an office {task.code}"
    assert not {"location", "description", "attendee", "organizer"} & {name.lower() for name in event}
    text = answer.content.decode()
    for secret in ("Canary", "Wola", "Warszawa", one.client.alias, alena_operator.name, user.name):
        assert secret not in text


def test_her_task_leads_to_the_conversation_while_it_lives(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    user = make_volunteer(office=alena_operator.office)
    task = make_task_for(make_request(office=alena_operator.office), by=alena_operator, hours=1)
    claim = claim_task(task_id=task.pk, by=user)
    assert [row.talk for row in my_tasks(user)] == [None]
    approve_claim(claim=claim, by=alena_operator)
    (row,) = my_tasks(user)
    link = reverse("relay:open", args=[row.talk])
    signed = sign_in(client, user)
    pages = (reverse("volunteering:me"), reverse("volunteering:task", args=[task.pk]))
    for page in pages:
        assert link in signed.get(page).content.decode()
    assert signed.get(link).status_code == 200
    signed.post(reverse("volunteering:release", args=[task.pk]))
    assert [row.talk for row in my_tasks(user)] == [None]
    assert signed.get(link).status_code == 404
