"""A volunteer's task from the board to the hours, her rest; and a mentor's thirty days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.mentoring.models import Mentorship
from cases.volunteering.models import Break, Claim
from helpdesk.accounts.models import Office, User
from knowledge.articles.models import Topic
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_profile, make_volunteer
from tests.journeys.conftest import AtWork

pytestmark = pytest.mark.django_db
BRIEF = "Зайдзіце па Ганну а дзявятай, яна саромеецца."


@pytest.fixture
def vika(vika_volunteer: User) -> User:
    make_profile(vika_volunteer, tier=2)
    return User.objects.get(pk=vika_volunteer.pk)


def test_from_the_board_to_the_hours(
    at_work: AtWork, vika: User, alena_operator: User, office_warsaw: Office, knowledge: Topic
) -> None:
    row = make_request(office=office_warsaw)
    task = make_open_task(by=alena_operator, help_request=row, brief=BRIEF)
    walker = at_work(vika).open("/desk/")
    assert walker.visited[-1] == "/desk/board/"
    walker.misses(BRIEF, row.client.alias, row.code).follow(str(task.pk)).misses(BRIEF)
    walker.send("/claim/").misses(BRIEF)
    desk = at_work(alena_operator).open("/desk/board/")
    desk.sees(vika.name).send(f"/claims/{Claim.objects.get().pk}/", answer="yes")
    walker.open(f"/desk/tasks/{task.pk}/").sees(BRIEF)
    walker.send("/finish/", result="done", hours="2.5", report="Усё атрымалася")
    claim = Claim.objects.get()
    assert (claim.state, str(claim.hours_spent)) == ("done", "2.5")
    assert walker.open(f"/desk/tasks/{task.pk}/").response.status_code == 404
    walker.open("/desk/me/").sees("2.5")


def test_the_second_who_clicks_is_told_so(
    at_work: AtWork, vika: User, alena_operator: User, knowledge: Topic
) -> None:
    task = make_open_task(by=alena_operator)
    other = make_volunteer(office=alena_operator.office, tier=1)
    first, second = (at_work(user).open(f"/desk/tasks/{task.pk}/") for user in (vika, other))
    first.send("/claim/")
    second.send("/claim/")
    assert [claim.volunteer for claim in Claim.objects.all()] == [vika]


def test_a_rest_hides_nothing_and_offers_nothing(at_work: AtWork, vika: User, alena_operator: User) -> None:
    today = timezone.localdate()
    task = make_open_task(by=alena_operator)
    walker = at_work(vika).open("/desk/me/")
    walker.send("/me/break/", from_on=today.isoformat(), to_on=(today + timedelta(days=5)).isoformat())
    assert Break.objects.count() == 1
    walker.open(f"/desk/tasks/{task.pk}/").send("/claim/")
    assert not Claim.objects.exists()
    walker.open("/desk/me/").send("/me/break/end/")
    walker.open(f"/desk/tasks/{task.pk}/").send("/claim/")
    assert Claim.objects.count() == 1


def test_a_household_gets_a_mentor_for_thirty_days(
    at_work: AtWork, vika: User, alena_operator: User, office_warsaw: Office
) -> None:
    row = make_request(office=office_warsaw)
    desk = at_work(alena_operator).open(f"/desk/requests/{row.pk}/").follow("/mentor/")
    desk.send("here", mentor=vika.pk, brief=BRIEF)
    month = Mentorship.objects.get()
    assert (month.ends_on - month.starts_on).days == 30
    walker = at_work(vika).open("/desk/households/").follow(str(month.pk)).sees(BRIEF)
    step = month.steps.get(key="meet")
    walker.send(f"/steps/{step.pk}/", done="yes")
    assert month.steps.get(pk=step.pk).done_on == timezone.localdate()
    walker.send("/check-in/", mood="hard", words="Шукаем школу").sees("Шукаем школу")
    desk.open(f"/desk/households/{month.pk}/").sees("Шукаем школу")
    desk.send("/end/", handover="Школа ёсць", outcome="stands")
    assert walker.open(f"/desk/households/{month.pk}/").response.status_code == 404
