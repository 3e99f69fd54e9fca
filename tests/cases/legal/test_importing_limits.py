"""A list over a lawyer's limit, or for one who is away: said before the yes, and possible after it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.legal.imports.headers import guessed
from cases.legal.models import LegalCase, Membership
from cases.moving.actions import enter_absence
from cases.rest.actions import set_limit
from cases.rest.models import LimitPassed
from cases.rest.rules import WhyOver
from helpdesk.accounts.models import User
from tests.factories.legal import make_case_type
from tests.factories.requests import make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
HEADER = "Справа;Від справы;Асоба;Нумар справы;Тэлефон;Мова;Тэрмін;Юрыст;Нататкі"
LINES = (
    "Завод;stay-permit;Марыя К.;WSC-1;;be;;Maks;Чакае рашэння",
    "Завод;stay-permit;Юрась Л.;WSC-2;;be;;Maks;Не хапае паперы",
    "Дзіця;stay-permit;Вольга П.;WSC-3;;be;;;Паперы дзіцяці",
)
CONTENT = "\n".join((HEADER, *LINES)).encode()
COLUMNS = {f"column_{column.value}": str(at) for column, at in guessed(HEADER.split(";")).items()}


@pytest.fixture
def desk(client: Client, sign_in: SignIn, hanna_coordinator: User) -> Client:
    make_case_type()
    return sign_in(client, hanna_coordinator)


@pytest.fixture
def limited(maks_lawyer: User, hanna_coordinator: User) -> User:
    set_limit(of=maks_lawyer, most_weight=1, most_hours=40, by=hanna_coordinator)
    return maks_lawyer


def look_at(desk: Client) -> str:
    sent = desk.post(reverse("legal:import"), {"sheet": SimpleUploadedFile("list.csv", CONTENT)})
    return str(sent["Location"])


def load(desk: Client, look: str, **more: str) -> Any:
    return desk.post(look, {**COLUMNS, "language": "be", "verb": "load", **more})


def test_the_page_names_who_would_have_too_much_and_a_reason_brings_the_list_in(
    desk: Client, limited: User
) -> None:
    look = look_at(desk)
    page = desk.get(look).content.decode()
    assert f"{limited.name} would have more than the limit" in page
    assert 'name="why"' in page
    refused = load(desk, look)
    assert refused.status_code == 422
    assert "Марыя К." in refused.content.decode()  # the list is still there
    assert not LegalCase.objects.exists()
    assert load(desk, look, why=WhyOver.KNOWS.value).status_code == 302
    assert Membership.objects.count() == 3
    assert set(LimitPassed.objects.values_list("user", "why")) == {(limited.pk, WhyOver.KNOWS.value)}


def test_nobody_is_asked_for_a_reason_while_there_is_room(desk: Client, maks_lawyer: User) -> None:
    page = desk.get(look_at(desk)).content.decode()
    assert "Look at these lawyers" not in page
    assert 'name="why"' not in page


def test_a_lawyer_who_is_away_is_named_and_her_cases_come_in_without_her(
    desk: Client, maks_lawyer: User, hanna_coordinator: User
) -> None:
    today = timezone.localdate()
    enter_absence(user=maks_lawyer, from_on=today, until_on=today, deputy=None, by=hanna_coordinator)
    look = look_at(desk)
    page = desk.get(look).content.decode()
    assert f"{maks_lawyer.name} is away until" in page
    assert "the cases come in without a lawyer" in page
    assert load(desk, look).status_code == 302
    assert set(LegalCase.objects.values_list("lawyer", flat=True)) == {None}


def test_the_command_takes_the_reason_too(limited: User, hanna_coordinator: User, tmp_path: Any) -> None:
    make_case_type()
    path = tmp_path / "list.csv"
    path.write_bytes(CONTENT)
    by = f"--by={hanna_coordinator.email}"
    with pytest.raises(CommandError):
        call_command("import_matters", str(path), by)
    call_command("import_matters", str(path), by, f"--why={WhyOver.KNOWS.value}")
    assert Membership.objects.count() == 3


def test_a_new_case_over_the_limit_is_made_with_a_reason_from_its_page(desk: Client, limited: User) -> None:
    chosen = [make_request(office=limited.office) for _ in range(2)]
    typed = {"selected": [str(one.pk) for one in chosen], "lawyer": str(limited.pk), "title": "x"}
    typed["case_type"] = str(make_case_type().pk)
    refused = desk.post(reverse("legal:new"), typed)
    assert refused.status_code == 422
    assert 'name="why"' in refused.content.decode()
    assert desk.post(reverse("legal:new"), {**typed, "why": WhyOver.COVER.value}).status_code == 302
