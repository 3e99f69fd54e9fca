"""The interface for a phone: the same answers as the pages for everybody, the same doors, CSRF kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.volunteering.actions import approve_claim, claim_task
from cases.volunteering.models import Claim
from cases.volunteering.workflow import TaskKind
from helpdesk.accounts.models import User
from tests.cases.volunteering.test_board import ALLOWED
from tests.factories.volunteering import make_open_task, make_profile, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
PERSONAS = [
    *("vika_volunteer", "alena_operator", "jonas_operator", "maks_lawyer", "hanna_coordinator"),
    *("ina_editor", "piotr_administrator", "ruta_auditor"),
]


@pytest.fixture
def person(request: pytest.FixtureRequest, vika_volunteer: User) -> Callable[[str], User]:
    make_profile(vika_volunteer, cities=["Warszawa"])
    return request.getfixturevalue


def _same(page: int, data: int) -> bool:
    """A page leads on where the interface says yes, or says no with a reason."""
    return page == data or (page == 302 and data in {200, 409})


@pytest.mark.parametrize("name", PERSONAS)
def test_page_and_interface_answer_the_same_for_everybody(
    name: str, person: Callable[[str], User], client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    make_open_task(by=alena_operator)
    make_open_task(by=alena_operator, kind=TaskKind.ERRAND, city="Kraków", tier=0, hours=1)
    make_open_task(by=alena_operator, tier=2)
    signed = sign_in(client, person(name))
    for query in ("", "?city=Warszawa", "?kind=errand", "?weekday=9", "?mine=on"):
        page = signed.get(reverse("volunteering:board") + query)
        data = signed.get(reverse("volunteering:api_board") + query)
        assert page.status_code == data.status_code
        if page.status_code == 200:
            assert [card.code for card in page.context["cards"]] == [card["code"] for card in data.json()]
    assert (
        signed.get(reverse("volunteering:me")).status_code
        == signed.get(reverse("volunteering:api_my_tasks")).status_code
    )


@pytest.mark.parametrize("name", PERSONAS)
@pytest.mark.parametrize("act", ["claim", "release", "finish"])
def test_page_and_interface_do_the_same_for_everybody(
    act: str,
    name: str,
    person: Callable[[str], User],
    client: Client,
    sign_in: SignIn,
    alena_operator: User,
) -> None:
    """On a task in somebody else's hands, and on one of one's own where there is one."""
    user = person(name)
    taken = make_open_task(by=alena_operator)
    claim = claim_task(task_id=taken.pk, by=make_volunteer(office=alena_operator.office))
    approve_claim(claim=claim, by=alena_operator)
    signed = sign_in(client, user)
    report = {"result": "done", "hours": "1"}
    page = signed.post(reverse(f"volunteering:{act}", args=[taken.pk]), report)
    data = signed.post(reverse(f"volunteering:api_{act}", args=[taken.pk]), report, "application/json")
    assert _same(page.status_code, data.status_code)
    assert not Claim.objects.filter(volunteer=user).exists()


def test_a_card_in_the_interface_holds_exactly_the_allow_list(
    person: Callable[[str], User], client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    make_open_task(by=alena_operator, brief="Canary brief", exact_place="Canary place")
    answer = sign_in(client, person("vika_volunteer")).get(reverse("volunteering:api_board"))
    assert set(answer.json()[0]) == ALLOWED
    assert "Canary" not in answer.content.decode()


def test_from_the_claim_to_the_report_by_interface_alone(
    person: Callable[[str], User], client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    vika = person("vika_volunteer")
    task, other = (make_open_task(by=alena_operator, hours=1, brief="Canary") for _ in range(2))
    signed = sign_in(client, vika)

    def post(name: str, pk: Any, body: dict[str, str] | None = None) -> Any:
        return signed.post(reverse(f"volunteering:{name}", args=[pk]), body or {}, "application/json")

    assert post("api_claim", task.pk).status_code == 200
    assert post("api_claim", task.pk).status_code == 409
    assert post("api_claim", other.pk).status_code == 200
    assert post("api_release", other.pk).status_code == 200
    assert post("api_release", other.pk).status_code == 404
    approve_claim(claim=Claim.objects.get(volunteer=vika, state="requested"), by=alena_operator)
    mine = signed.get(reverse("volunteering:api_my_tasks"))
    assert [row["state"] for row in mine.json()] == ["approved", "released"]
    assert "Canary" not in mine.content.decode()
    assert post("api_finish", task.pk, {"result": "great", "hours": "1"}).status_code == 422
    assert post("api_finish", task.pk, {"result": "done", "hours": "1.5"}).status_code == 200
    assert Claim.objects.get(task=task).state == "done"


def test_without_a_token_or_a_sign_in_nothing_is_done(
    person: Callable[[str], User], sign_in: SignIn, alena_operator: User
) -> None:
    task = make_open_task(by=alena_operator)
    url = reverse("volunteering:api_claim", args=[task.pk])
    strict = sign_in(Client(enforce_csrf_checks=True), person("vika_volunteer"))
    assert strict.post(url, {}, "application/json").status_code == 403
    stranger = Client()
    for address in (url, reverse("volunteering:api_board"), reverse("volunteering:api_my_tasks")):
        answer = stranger.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/desk/account/login/")
    assert not Claim.objects.exists()


def test_the_interface_describes_itself_and_names_no_brief(
    person: Callable[[str], User], client: Client, sign_in: SignIn
) -> None:
    answer = sign_in(client, person("vika_volunteer")).get(reverse("volunteering:api_schema"))
    text = answer.content.decode()
    for path in ("/desk/api/board/", "/desk/api/my-tasks/", "claim/", "release/", "finish/"):
        assert path in text
    assert "exact_place" not in text
