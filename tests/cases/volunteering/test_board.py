"""The board and the pages around it: exactly the allow-list, the right doors, and a constant cost."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.requests.workflow import Status
from cases.volunteering.actions import approve_claim, claim_task, take_break
from cases.volunteering.models import Break, Claim, Task, VolunteerProfile
from cases.volunteering.queries import BoardCard, board
from cases.volunteering.workflow import ClaimState, TaskKind, TaskStatus
from helpdesk.accounts.models import User
from tests.factories.requests import make_client, make_request
from tests.factories.volunteering import make_open_task, make_profile, make_task_for, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
BOARD = "/desk/board/"
# What anybody may learn from a card before a claim (safety.md 4): nothing else is ever in its payload.
ALLOWED = {
    *("id", "code", "kind", "languages", "country", "city", "district", "weekday", "part_of_day"),
    *("hours", "tier", "is_asked", "fit"),
}


@pytest.fixture
def vika(vika_volunteer: User) -> User:
    make_profile(vika_volunteer, cities=["Warszawa"], skills=["accompany"])
    return vika_volunteer


def test_a_card_holds_exactly_the_allow_list() -> None:
    assert {field.name for field in fields(BoardCard)} == ALLOWED


@pytest.mark.parametrize("htmx", [False, True])
def test_no_canary_is_in_the_payload_of_the_board(
    htmx: bool, client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    day = timezone.localdate() + timedelta(days=5)
    person = make_client(office=alena_operator.office, city="Hajnówka")
    one = make_request(client=person, story="Canary story", city="Hajnówka")
    task = make_task_for(
        one,
        by=alena_operator,
        brief="Canary brief",
        exact_place="Canary place",
        on_date=day,
        city="Hajnówka",
        district="Canary district",
    )
    headers = {"HX-Request": "true"} if htmx else {}
    signed = sign_in(client, vika)
    payloads = [
        signed.get(url, headers=headers).content.decode()
        for url in (BOARD, reverse("volunteering:task", args=[task.pk]))
    ]
    assert task.code in payloads[0]
    canaries = ["Canary", "Hajnówka", person.alias, one.code, str(one.pk), str(day), f"{day:%d.%m}"]
    canaries += [f"{day.day} {day:%B}", alena_operator.name, str(person.pk)]
    found = [(number, word) for number, text in enumerate(payloads) for word in canaries if word in text]
    assert found == []


def test_the_swap_is_the_same_as_the_reloaded_page(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    make_open_task(by=alena_operator)
    make_open_task(by=alena_operator, kind=TaskKind.ERRAND, city="Kraków")
    signed = sign_in(client, vika)
    for query in ("", "?city=Warszawa", "?kind=housing", "?language=be&part_of_day=morning"):
        page = signed.get(BOARD + query).content.decode()
        swap = signed.get(BOARD + query, headers={"HX-Request": "true"}).content.decode()
        assert _bare(swap) in _bare(page)


def _bare(html: str) -> str:
    return re.sub(r"\s+", " ", html).strip()


def test_filters_narrow_the_board_and_nonsense_shows_everything(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    warsaw = make_open_task(by=alena_operator, on_date=timezone.localdate() + timedelta(days=1))
    krakow = make_open_task(by=alena_operator, city="Kraków", kind=TaskKind.ERRAND, languages=("pl",))
    signed = sign_in(client, vika)

    def codes(query: str) -> set[str]:
        return {card.code for card in signed.get(f"{BOARD}?{query}").context["cards"]}

    assert codes("city=Warszawa") == {warsaw.code}
    assert codes("language=pl") == codes("kind=errand") == {krakow.code}
    assert warsaw.on_date is not None
    assert codes(f"weekday={warsaw.on_date.isoweekday()}") == {warsaw.code}
    for nonsense in ("kind=x", "weekday=9", "weekday=%00", "city=<script>"):
        assert codes(nonsense) == {warsaw.code, krakow.code}


def test_what_fits_best_stands_first_even_behind_a_hundred_others(alena_operator: User, vika: User) -> None:
    for _ in range(101):
        make_open_task(by=alena_operator, languages=("lt",), city="", kind=TaskKind.ERRAND)
    best = make_open_task(by=alena_operator)
    cards = board(vika, {})
    assert len(cards) == 100
    assert (cards[0].code, cards[0].fit.reasons) == (best.code, ("language", "city", "skill"))


@pytest.mark.parametrize("role", ["volunteer", "operator"])
def test_the_board_costs_the_same_with_five_and_a_hundred_tasks(
    role: str, client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    signed = sign_in(client, {"volunteer": vika, "operator": alena_operator}[role])
    counts = []
    for more in (5, 95):
        for number in range(more):
            task = make_open_task(by=alena_operator)
            if number % 5 == 0:
                claim = claim_task(task_id=task.pk, by=make_volunteer(office=alena_operator.office))
                if number % 10 == 0:
                    approve_claim(claim=claim, by=alena_operator)
        signed.get(BOARD)
        with CaptureQueriesContext(connection) as found:
            signed.get(BOARD)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize("name", ["board", "me", "task"])
def test_each_page_stays_within_twelve_queries(
    name: str, client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    task = make_open_task(by=alena_operator)
    approve_claim(claim=claim_task(task_id=task.pk, by=vika), by=alena_operator)
    signed = sign_in(client, vika)
    url = reverse(f"volunteering:{name}", args=[task.pk] if name == "task" else [])
    signed.get(url)
    with CaptureQueriesContext(connection) as found:
        assert signed.get(url).status_code == 200
    assert len(found) <= 12


def test_a_volunteer_finds_her_way_from_the_card_to_the_report(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    one = make_request(office=alena_operator.office)
    task = make_task_for(one, by=alena_operator, brief="Canary brief")
    url = reverse("volunteering:task", args=[task.pk])
    assert "Canary" not in sign_in(client, vika).get(url).content.decode()
    client.post(reverse("volunteering:claim", args=[task.pk]))
    assert "Canary" not in client.get(url).content.decode()
    claim = Claim.objects.get()
    sign_in(client, alena_operator).post(
        reverse("volunteering:decide", args=[task.pk, claim.pk]), {"answer": "yes"}
    )
    assert "Canary brief" in sign_in(client, vika).get(url).content.decode()
    finish = reverse("volunteering:finish", args=[task.pk])
    assert client.post(finish, {"result": "done", "hours": "many"}).status_code == 422
    client.post(finish, {"result": "done", "hours": "2.5", "report": "It went well"})
    assert client.get(url).status_code == 404
    one.refresh_from_db()
    assert (Task.objects.get().status, one.status) == (TaskStatus.DONE.value, Status.TRIAGED.value)
    assert "2.5" in client.get(reverse("volunteering:me")).content.decode()


def test_the_lawyer_who_made_a_task_takes_it_back_but_approves_nothing(
    client: Client, sign_in: SignIn, maks_lawyer: User, vika: User
) -> None:
    task = make_open_task(by=maks_lawyer)
    claim = claim_task(task_id=task.pk, by=vika)
    url = reverse("volunteering:decide", args=[task.pk, claim.pk])
    assert sign_in(client, maks_lawyer).post(url, {"answer": "yes"}).status_code == 403
    client.post(url, {"answer": "no"})
    assert Claim.objects.get().state == ClaimState.REFUSED.value


def test_a_stranger_finds_no_task_of_the_other_office(
    client: Client, sign_in: SignIn, alena_operator: User, jonas_operator: User, vika: User
) -> None:
    task = make_open_task(by=alena_operator)
    claim = claim_task(task_id=task.pk, by=vika)
    signed = sign_in(client, jonas_operator)
    assert signed.get(reverse("volunteering:task", args=[task.pk])).status_code == 404
    answer = signed.post(reverse("volunteering:decide", args=[task.pk, claim.pk]), {"answer": "yes"})
    assert answer.status_code == 404


def test_a_task_with_a_yes_is_gone_for_other_volunteers(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    task = make_open_task(by=alena_operator)
    claim = claim_task(task_id=task.pk, by=make_volunteer(office=alena_operator.office))
    assert [card.is_asked for card in board(vika, {})] == [True]
    approve_claim(claim=claim, by=alena_operator)
    assert board(vika, {}) == []
    signed = sign_in(client, vika)
    assert signed.get(reverse("volunteering:task", args=[task.pk])).status_code == 404
    signed.post(reverse("volunteering:claim", args=[task.pk]))
    assert not Claim.objects.filter(volunteer=vika).exists()


def test_her_page_takes_offers_and_breaks(client: Client, sign_in: SignIn, vika: User) -> None:
    signed, today = sign_in(client, vika), timezone.localdate()
    offer: dict[str, Any] = {
        "languages": ["be", "pl"],
        "cities": ["Kraków"],
        "weekly_hours": 6,
        "most_tasks": 1,
    }
    assert signed.post(reverse("volunteering:profile"), offer).status_code == 302
    profile = VolunteerProfile.objects.get(pk=vika.pk)
    # Languages have a page of their own.
    assert (profile.languages, profile.most_tasks, profile.tier) == (["be", "ru"], 1, 1)
    wrong = {"from_on": today, "to_on": today - timedelta(days=2)}
    assert signed.post(reverse("volunteering:take_break"), wrong).status_code == 422
    right = {"from_on": today, "to_on": today + timedelta(days=2)}
    assert signed.post(reverse("volunteering:take_break"), right).status_code == 302
    signed.post(reverse("volunteering:end_break"))
    assert not Break.objects.filter(to_on__gte=today).exists()


def test_a_task_from_a_request_opens_with_its_language_and_keeps_what_was_typed(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    one = make_request(office=alena_operator.office, language="ru")
    url = reverse("volunteering:new_task", args=[one.pk])
    page = sign_in(client, alena_operator).get(url)
    assert page.context["form"].initial["languages"] == ["ru"]
    typed: dict[str, Any] = {
        "kind": "errand",
        "languages": ["ru"],
        "country": "PL",
        "city": "Kraków",
        "district": "Wola",
    }
    typed |= {"part_of_day": "any", "hours": 2, "tier": 1, "brief": "Kept words"}
    wrong = client.post(url, typed)
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    made = client.post(url, {**typed, "district": "Krowodrza"})
    assert made["Location"] == reverse("volunteering:task", args=[Task.objects.get().pk])


def test_the_list_of_volunteers_shows_who_rests(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    today = timezone.localdate()
    take_break(profile=VolunteerProfile.objects.get(pk=vika.pk), from_on=today, to_on=today, by=vika)
    page = sign_in(client, alena_operator).get(reverse("joining:people")).content.decode()
    assert "Vika" in page
    assert "resting" in page
    assert sign_in(client, vika).get(reverse("joining:people")).status_code == 403
