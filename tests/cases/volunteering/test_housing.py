"""Flats: sealed owners, no flat that forbids declaring for who needs it, viewings, and one household each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.volunteering.actions import (
    add_flat,
    approve_claim,
    claim_task,
    end_viewing,
    forget_flats,
    note_need,
    plan_viewing,
)
from cases.volunteering.actions.housing import Flat
from cases.volunteering.models import HousingOffer, Task, Viewing
from cases.volunteering.queries.housing import search_of
from cases.volunteering.workflow import FlatState, RefusedWhy, TaskKind, ViewingResult
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.sealing.models import DataKey
from tests.factories.volunteering import make_open_task, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def _flat(by: User, **fields: Any) -> HousingOffer:
    values: dict[str, Any] = {"country": "PL", "city": "Warszawa", "district": "Wola", "rooms": 2, "area": 40}
    values |= {"price": 3000, "free_from": timezone.localdate(), "allows_declaring": True, **fields}
    return add_flat(flat=Flat(**values), contact="Canary owner 601", address="Canary street 5", by=by)


def _search(by: User, **need: Any) -> Task:
    task = make_open_task(by=by, kind=TaskKind.HOUSING, hours=2)
    wanted: dict[str, Any] = {"city": "Warszawa", "least_rooms": 1, "most_price": 4000, "from_on": None}
    note_need(task=task, by=by, **{**wanted, "needs_declaring": True, **need})
    return task


def _held(task: Task, by: User) -> User:
    user = make_volunteer(office=by.office, weekly_hours=20)
    approve_claim(claim=claim_task(task_id=task.pk, by=user), by=by)
    return user


def test_who_must_declare_residence_is_shown_only_flats_that_allow_it(alena_operator: User) -> None:
    allows, forbids = (_flat(alena_operator, allows_declaring=allows) for allows in (True, False))
    must, need_not = (_search(alena_operator, needs_declaring=needs) for needs in (True, False))
    assert {flat.pk for flat in search_of(must, by=alena_operator).flats} == {allows.pk}
    assert {flat.pk for flat in search_of(need_not, by=alena_operator).flats} == {allows.pk, forbids.pk}
    with pytest.raises(NotNow):
        plan_viewing(task=must, flat_id=forbids.pk, at=timezone.now() + timedelta(days=1), by=alena_operator)


def test_before_the_need_is_known_no_flat_is_shown_nor_viewed(alena_operator: User) -> None:
    flat, task = _flat(alena_operator), make_open_task(by=alena_operator, kind=TaskKind.HOUSING)
    assert search_of(task, by=alena_operator).flats == []
    with pytest.raises(NotNow):
        plan_viewing(task=task, flat_id=flat.pk, at=timezone.now() + timedelta(days=1), by=alena_operator)


@pytest.mark.parametrize(
    "unfit", [{"price": 4001}, {"city": "Kraków", "district": ""}, {"rooms": 1}, {"free_from": "late"}]
)
def test_size_price_city_and_day_are_kept_to(unfit: dict[str, Any], alena_operator: User) -> None:
    late: date = timezone.localdate() + timedelta(days=60)
    _flat(alena_operator, **{name: late if value == "late" else value for name, value in unfit.items()})
    task = _search(alena_operator, least_rooms=2, from_on=timezone.localdate() + timedelta(days=10))
    assert search_of(task, by=alena_operator).flats == []


def test_one_flat_is_taken_by_one_household(alena_operator: User) -> None:
    flat = _flat(alena_operator)
    tomorrow = timezone.now() + timedelta(days=1)
    first, second = (
        plan_viewing(task=_search(alena_operator), flat_id=flat.pk, at=tomorrow, by=alena_operator)
        for _ in range(2)
    )
    end_viewing(viewing=first, result=ViewingResult.TAKEN, why=RefusedWhy.PRICE, by=alena_operator)
    with pytest.raises(NotNow):
        end_viewing(viewing=second, result=ViewingResult.TAKEN, why=RefusedWhy.NONE, by=alena_operator)
    end_viewing(viewing=second, result=ViewingResult.REFUSED, why=RefusedWhy.DECLARING, by=alena_operator)
    with pytest.raises(NotNow):
        end_viewing(viewing=second, result=ViewingResult.MISSED, why=RefusedWhy.NONE, by=alena_operator)
    assert HousingOffer.objects.get().state == FlatState.TAKEN.value
    results = set(Viewing.objects.values_list("result", "why"))
    assert results == {("taken", ""), ("refused", "declaring")}


def test_whose_flat_it_is_opens_with_a_viewing_to_the_volunteer_of_the_search(
    client: Client, sign_in: SignIn, alena_operator: User, hanna_coordinator: User
) -> None:
    flat, task = _flat(alena_operator), _search(alena_operator)
    user, stranger = _held(task, alena_operator), make_volunteer(office=alena_operator.office)
    url = reverse("volunteering:search", args=[task.pk])
    assert sign_in(client, stranger).get(url).status_code == 404
    signed = sign_in(client, user)
    assert "Canary" not in signed.get(url).content.decode()
    at = timezone.localtime() + timedelta(days=1)
    signed.post(reverse("volunteering:view_flat", args=[task.pk, flat.pk]), {"at": f"{at:%Y-%m-%dT%H:%M}"})
    page = signed.get(url).content.decode()
    assert "Canary owner 601" in page
    assert "Canary street 5" in page
    assert Viewing.objects.get().goes_along == user
    assert "Canary" not in sign_in(client, hanna_coordinator).get(url).content.decode()
    viewed = reverse("volunteering:viewed", args=[task.pk, Viewing.objects.get().pk])
    assert sign_in(client, user).post(viewed, {"result": "nonsense"}).status_code == 422
    client.post(viewed, {"result": "owner_no", "why": "foreigners"})
    assert "Canary" not in client.get(url).content.decode()


def test_the_list_keeps_the_owner_sealed_and_to_its_office(
    client: Client, sign_in: SignIn, alena_operator: User, jonas_operator: User
) -> None:
    flat = _flat(alena_operator)
    assert str(flat.contact) == "•••"
    url = reverse("volunteering:flats")
    page = sign_in(client, alena_operator).get(url).content.decode()
    for shown in (flat.code, "3000 zł", "2 rooms, 40 m²"):
        assert shown in page
    assert "Canary" not in client.get(url).content.decode()
    assert flat.code not in sign_in(client, jonas_operator).get(url).content.decode()
    assert client.post(reverse("volunteering:flat_gone", args=[flat.pk])).status_code == 404
    typed = {"country": "PL", "city": "Kraków", "rooms": 1, "price": 2000, "allows_declaring": "maybe"}
    assert sign_in(client, alena_operator).post(url, typed).status_code == 422
    right = {**typed, "allows_declaring": "no", "free_from": timezone.localdate(), "contact": "Owner"}
    assert client.post(url, right).status_code == 302
    client.post(reverse("volunteering:flat_gone", args=[flat.pk]))
    assert HousingOffer.objects.get(pk=flat.pk).state == FlatState.GONE.value


def test_a_volunteer_adds_no_flat(alena_operator: User) -> None:
    with pytest.raises(Refused):
        _flat(make_volunteer(office=alena_operator.office))


def test_old_flats_lapse_and_a_month_later_the_owner_is_erased(alena_operator: User) -> None:
    key = _flat(alena_operator).flat_key
    assert key is not None
    assert forget_flats() == 0
    with writing():
        HousingOffer.objects.update(made_at=timezone.now() - timedelta(days=61))
    assert forget_flats() == 1
    with writing():
        HousingOffer.objects.update(ended_on=timezone.localdate() - timedelta(days=31))
    assert forget_flats() == 1
    assert not HousingOffer.objects.exists()
    assert not DataKey.objects.filter(pk=key.pk).exists()


def test_a_viewing_of_another_search_is_not_found(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    flat, (one, other) = _flat(alena_operator), (_search(alena_operator) for _ in range(2))
    at = timezone.now() + timedelta(days=1)
    viewing = plan_viewing(task=one, flat_id=flat.pk, at=at, by=alena_operator)
    url = reverse("volunteering:viewed", args=[other.pk, viewing.pk])
    assert sign_in(client, alena_operator).post(url, {"result": "missed"}).status_code == 404
