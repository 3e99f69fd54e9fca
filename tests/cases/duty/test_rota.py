"""The rota of a week, the hours of an office, and who may plan them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from cases.duty.actions import copy_week, drop_shift, plan_shifts, set_hours
from cases.duty.models import OfficeHours, Shift
from cases.duty.queries import answering, on_duty, week_of
from cases.duty.rules import Hours, hours_text, is_open, monday_of, next_opening, parse_hours, week_groups
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import OutsideAction
from helpdesk.audit.models import AccessEntry
from tests.factories.duty import make_shift
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
WEEKDAYS = ["09:00-17:00"] * 5 + ["", ""]


def plan(office: Office, user: User, by: User, **more: Any) -> list[Shift]:
    wanted = {"days": [MONDAY], "starts": time(9), "ends": time(17), **more}
    return plan_shifts(office=office, user=user, by=by, **wanted)


def test_a_coordinator_plans_a_week_and_it_is_logged(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    days = [MONDAY + timedelta(days=ahead) for ahead in range(5)]
    plan(office_warsaw, alena_operator, hanna_coordinator, days=days)
    assert Shift.objects.count() == AccessEntry.objects.filter(verb="duty.plan").count() == 5
    week = week_of(hanna_coordinator, MONDAY)
    assert [len(day.shifts) for day in week.days] == [1, 1, 1, 1, 1, 0, 0]
    assert week.days[0].gaps == ["00:00–09:00", "17:00–24:00"]
    assert week.days[6].gaps == ["00:00–24:00"]


def test_a_night_shift_ends_on_the_next_day(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    shift = plan(office_warsaw, alena_operator, hanna_coordinator, starts=time(22), ends=time(6))[0]
    assert shift.ends_at - shift.starts_at == timedelta(hours=8)


def test_nobody_is_planned_twice_at_once(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    plan(office_warsaw, alena_operator, hanna_coordinator)
    with pytest.raises(NotNow):
        plan(office_warsaw, alena_operator, hanna_coordinator, starts=time(16), ends=time(20), place=1)
    assert Shift.objects.count() == 1


def test_whoever_cannot_open_an_emergency_is_not_put_on_duty(
    office_warsaw: Office, hanna_coordinator: User, maks_lawyer: User, jonas_operator: User, ina_editor: User
) -> None:
    for user in (maks_lawyer, jonas_operator, ina_editor):
        with pytest.raises(NotNow):
            plan(office_warsaw, user, hanna_coordinator)


def test_only_a_coordinator_of_the_office_plans(
    office_warsaw: Office, office_vilnius: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    with pytest.raises(Refused):
        plan(office_warsaw, alena_operator, alena_operator)
    with pytest.raises(Refused):
        plan(office_vilnius, alena_operator, hanna_coordinator)
    with pytest.raises(Refused):
        set_hours(office=office_vilnius, days=WEEKDAYS, phone="", by=hanna_coordinator)


def test_the_database_refuses_a_shift_that_ends_before_it_starts(alena_operator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_shift(alena_operator, hours=-1)
    with pytest.raises(OutsideAction):
        Shift().save()


def test_last_week_is_taken_over_once(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    plan(office_warsaw, alena_operator, hanna_coordinator)
    after = MONDAY + timedelta(days=7)
    assert copy_week(office=office_warsaw, monday=after, by=hanna_coordinator) == 1
    assert copy_week(office=office_warsaw, monday=after, by=hanna_coordinator) == 0
    copied = Shift.objects.latest("starts_at")
    assert timezone.localtime(copied.starts_at).hour == 9


def test_a_coming_shift_can_be_taken_off_and_one_that_has_begun_cannot(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    coming = make_shift(alena_operator, starts_at=timezone.now() + timedelta(days=2))
    drop_shift(shift=coming, by=hanna_coordinator)
    running = make_shift(alena_operator)
    with pytest.raises(NotNow):
        drop_shift(shift=running, by=hanna_coordinator)
    assert Shift.objects.get() == running


def test_the_page_plans_with_a_plain_form(
    client: Browser, sign_in: SignIn, alena_operator: User, hanna_coordinator: User
) -> None:
    desk = sign_in(client, hanna_coordinator)
    monday = monday_of(timezone.localdate()) + timedelta(days=7)
    typed = {
        "week": monday.isoformat(),
        "user": str(alena_operator.pk),
        "days": [monday.isoformat(), (monday + timedelta(days=1)).isoformat()],
        "starts": "09:00",
        "ends": "17:00",
        "place": "0",
    }
    response = desk.post("/desk/duty/plan/", typed)
    assert response.url == f"/desk/duty/?week={monday.isoformat()}"
    page = desk.get(response.url).content.decode()
    assert page.count("Take Alena off") == 2
    wrong = desk.post("/desk/duty/plan/", {**typed, "days": []})
    assert wrong.status_code == 422
    again = desk.post("/desk/duty/plan/", typed)
    assert again.status_code == 422
    assert "another shift" in again.content.decode()
    shift = Shift.objects.earliest("starts_at")
    desk.post(f"/desk/duty/shifts/{shift.pk}/drop/")
    desk.post("/desk/duty/copy/", {"week": (monday + timedelta(days=7)).isoformat()})
    assert Shift.objects.count() == 2


def test_an_operator_sees_the_rota_and_changes_nothing(
    client: Browser, sign_in: SignIn, alena_operator: User
) -> None:
    make_shift(alena_operator)
    desk = sign_in(client, alena_operator)
    page = desk.get("/desk/duty/").content.decode()
    assert "On duty:" in page
    assert "Put somebody on the rota" not in page
    assert desk.post("/desk/duty/plan/").status_code == 403


def test_the_rota_costs_the_same_for_one_and_for_forty_shifts(
    client: Browser,
    sign_in: SignIn,
    alena_operator: User,
    hanna_coordinator: User,
    django_assert_max_num_queries: Any,
) -> None:
    desk = sign_in(client, hanna_coordinator)
    start = timezone.now().replace(hour=8, minute=0)
    for number in range(40):
        make_shift(alena_operator, starts_at=start + timedelta(hours=number), hours=1)
    desk.get("/desk/duty/")
    with django_assert_max_num_queries(12):
        desk.get("/desk/duty/")


def test_hours_are_kept_as_typed_and_refuse_nonsense(
    client: Browser, sign_in: SignIn, office_warsaw: Office, hanna_coordinator: User
) -> None:
    desk = sign_in(client, hanna_coordinator)
    typed = {f"opens_{day}": "9:00" for day in range(5)} | {f"closes_{day}": "17:30" for day in range(5)}
    assert desk.post("/desk/duty/hours/", {**typed, "phone": "+48 22 000 00 00"}).status_code == 302
    assert OfficeHours.objects.get().days == ["09:00-17:30"] * 5 + ["", ""]
    assert 'value="09:00"' in desk.get("/desk/duty/hours/").content.decode()
    assert desk.post("/desk/duty/hours/", {**typed, "opens_6": "9:00"}).status_code == 422
    assert desk.post("/desk/duty/hours/", {**typed, "closes_0": "8:00"}).status_code == 422


def test_what_public_pages_may_promise(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    with time_machine.travel(datetime(2026, 11, 28, 20, tzinfo=UTC), tick=False):
        assert not answering(office_warsaw).knows_hours
    set_hours(office=office_warsaw, days=WEEKDAYS, phone="+48 22 000", by=hanna_coordinator)
    cache.clear()  # what happens after the commit; and the store's clock does not travel
    with time_machine.travel(datetime(2026, 11, 28, 20, 5, tzinfo=UTC), tick=False):
        closed = answering(office_warsaw)
        assert (closed.is_on_duty, closed.is_open, closed.phone) == (False, False, "+48 22 000")
        assert closed.opens_at is not None
        assert timezone.localtime(closed.opens_at).isoformat() == "2026-11-30T09:00:00+01:00"
        make_shift(alena_operator)
        assert [shift.user for shift in on_duty(office_warsaw.pk)] == [alena_operator]
        assert answering(None).is_on_duty is False


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:00-17:00", Hours(time(9), time(17))),
        ("00:00-24:00", Hours(time(0), None)),
        ("17:00-09:00", None),
        ("9:00-17:00", None),
        ("", None),
        ("24:00-24:00", None),
    ],
)
def test_hours_are_read_or_mean_closed(text: str, hours: Hours | None) -> None:
    assert parse_hours(text) == hours
    if hours is not None:
        assert hours_text(hours.opens, hours.closes or time(0)) == text


def test_an_office_is_closed_on_public_holidays() -> None:
    christmas = datetime(2026, 12, 25, 11)  # noqa: DTZ001  a Friday
    assert not is_open(WEEKDAYS, "PL", christmas)
    assert is_open(WEEKDAYS, "", christmas)
    assert next_opening(WEEKDAYS, "PL", christmas) == datetime(2026, 12, 28, 9)  # noqa: DTZ001
    assert next_opening([], "PL", christmas) is None


def test_days_with_the_same_hours_are_said_together() -> None:
    day, short = Hours(time(9), time(17)), Hours(time(10), time(14))
    found = week_groups(["09:00-17:00"] * 4 + ["10:00-14:00", "", "10:00-14:00"])
    assert found == [(0, 3, day), (4, 4, short), (6, 6, short)]
