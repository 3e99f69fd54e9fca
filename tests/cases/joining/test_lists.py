"""An old list: encodings, separators, broken lines, a preview that writes nothing, no doubles."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.joining.actions import import_people, invite_applicant
from cases.joining.imports import lines_of
from cases.joining.models import Application
from cases.joining.queries import application_view
from cases.joining.rules import read_table
from helpdesk.accounts.models import Office, User
from tests.cases.intake.test_canaries import dump_of_postgres
from tests.factories.joining import applicant, make_application
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
CYRILLIC = """Імя;Пошта;Мовы;Горад;Гадзіны
Алена Кавальчук;alena.k@list.example;be:native,ru,pl:basic;Warszawa;5
Пятро Жук;piatro@list.example;беларуская русский;Кракаў,Lodz;3
"""
POLISH = """imię,email,języki,miasto,godziny
Łucja Żółć,lucja@list.example,pl:native en,Łódź,2
Šarūnas,sarunas@list.example,lt:native,Kaunas,4
"""


def looked_at(client: Client, raw: bytes, encoding: str = "") -> str:
    file = SimpleUploadedFile("list.csv", raw, content_type="text/csv")
    answer = client.post(reverse("joining:import"), {"file": file, "encoding": encoding})
    return answer.content.decode()


def token_in(page: str) -> str:
    found = re.search(r'name="list" value="([^"]+)"', page)
    assert found
    return found[1]


def names(user: User) -> set[str]:
    rows = Application.objects.select_related("application_key")
    return {application_view(row, by=user).words["name"] for row in rows}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_cyrillic_lists_are_read_by_themselves(office_warsaw: Office, encoding: str) -> None:
    text = CYRILLIC
    lines = lines_of(read_table(text.encode(encoding)), office=office_warsaw, language="be")
    assert [line.person.name for line in lines if line.person] == ["Алена Кавальчук", "Пятро Жук"]
    first = lines[0].person
    assert first is not None
    assert first.language_levels == {"be": "native", "ru": "good", "pl": "basic"}
    assert (first.cities, first.weekly_hours) == (["Warszawa"], 5)
    assert [line.person.cities for line in lines[1:] if line.person] == [["Kraków", "Łódź"]]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250"])
def test_polish_lists_are_read_by_themselves(office_warsaw: Office, encoding: str) -> None:
    text = POLISH if encoding == "utf-8" else POLISH.replace("Šarūnas", "Šarunas")
    lines = lines_of(read_table(text.encode(encoding)), office=office_warsaw, language="pl")
    people = [line.person for line in lines if line.person]
    assert people[0].name == "Łucja Żółć"
    assert people[0].cities == ["Łódź"]


def test_each_broken_line_is_refused_with_its_number_and_reason(office_warsaw: Office) -> None:
    text = "\n".join(
        [
            "name;email;languages;hours",
            "Good;good@list.example;be;4",
            "No address;nonsense;be;4",
            "Two;columns",
            ";nameless@list.example;be;4",
            "Klingon;k@list.example;tlh;4",
            "Busy;busy@list.example;be;400",
            '"Never closed;q@list.example;be;4',
            "",
            "Good again;good@list.example;be;4",
            "Level;level@list.example;be:perfect;4",
        ]
    )
    lines = lines_of(read_table(text.encode()), office=office_warsaw, language="be")
    refused = {line.number: line.refusal for line in lines if line.refusal}
    assert sorted(refused) == [3, 4, 5, 6, 7, 8, 11]
    assert "no e-mail address" in refused[3]
    assert "400" in refused[7]
    assert [line.is_known for line in lines if line.person] == [False, True]


def test_the_preview_writes_nothing_and_shows_every_refusal(
    client: Client, sign_in: SignIn, hanna_coordinator: User
) -> None:
    sign_in(client, hanna_coordinator)
    page = looked_at(client, (CYRILLIC + "зламаны;радок\n").encode("cp1251"))
    assert "Line 4" in page
    assert "cp1251" in page
    assert "Take 2 people" in page
    assert "Алена Кавальчук" in page
    assert Application.objects.count() == 0


def test_all_good_lines_come_in_together_sealed_and_once(
    client: Client, sign_in: SignIn, hanna_coordinator: User, piotr_administrator: User
) -> None:
    sign_in(client, hanna_coordinator)
    page = looked_at(client, CYRILLIC.encode())
    token = token_in(page)
    assert "Алена" not in token
    client.post(reverse("joining:import"), {"list": token})
    assert names(hanna_coordinator) == {"Алена Кавальчук", "Пятро Жук"}
    assert set(Application.objects.values_list("state", "source")) == {("welcome", "list")}
    dump = dump_of_postgres()
    assert "Кавальчук".encode() not in dump
    assert b"alena.k@list.example" not in dump
    client.post(reverse("joining:import"), {"list": token})  # the button pressed twice
    assert Application.objects.count() == 2
    again = looked_at(client, CYRILLIC.encode("utf-8-sig"))
    assert "Take" not in again
    assert Application.objects.count() == 2
    user, _token = invite_applicant(application=Application.objects.all()[0], by=piotr_administrator)
    assert not user.has_usable_password()


def test_somebody_with_an_account_or_an_application_is_not_made_twice(
    office_warsaw: Office, hanna_coordinator: User
) -> None:
    make_application(office_warsaw, email="here@list.example")
    people = [
        applicant(email="here@list.example"),
        applicant(email=hanna_coordinator.email.upper()),
        applicant(email="fresh@list.example"),
    ]
    assert import_people(people=people, by=hanna_coordinator) == 1
    assert Application.objects.count() == 2


def test_nothing_is_half_loaded(office_warsaw: Office, hanna_coordinator: User) -> None:
    people = [applicant(email=f"p{n}@list.example") for n in range(3)]
    people.append(applicant(email="bad@list.example", weekly_hours=99))  # the database refuses this one
    with pytest.raises(IntegrityError, match="applied_hours_fit_a_week"):
        import_people(people=people, by=hanna_coordinator)
    assert Application.objects.count() == 0


def test_a_list_without_its_columns_or_too_long_is_told_so(
    client: Client, sign_in: SignIn, hanna_coordinator: User
) -> None:
    sign_in(client, hanna_coordinator)
    assert "email, languages" in looked_at(client, b"name;town\nA;B\n")
    long = "name;email;languages\n" + "".join(f"A;a{n}@list.example;be\n" for n in range(501))
    assert "at most 500 lines" in looked_at(client, long.encode())
    assert "list" not in client.get(reverse("joining:import")).context["token"]


def test_a_forged_token_loads_nothing(client: Client, sign_in: SignIn, hanna_coordinator: User) -> None:
    sign_in(client, hanna_coordinator).post(reverse("joining:import"), {"list": "bm90IG91cnM="})
    assert Application.objects.count() == 0


@pytest.mark.parametrize("who", ["alena_operator", "piotr_administrator", "vika_volunteer"])
def test_only_coordinators_bring_in_lists(
    request: pytest.FixtureRequest, client: Client, sign_in: SignIn, who: str
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("joining:import")).status_code == 403


def test_a_hundred_and_twenty_lines_cost_few_queries(
    client: Client, sign_in: SignIn, hanna_coordinator: User
) -> None:
    sign_in(client, hanna_coordinator)
    lines = "".join(f"Person {n};p{n}@list.example;be ru\n" for n in range(120))
    with CaptureQueriesContext(connection) as asked:
        page = looked_at(client, f"name;email;languages\n{lines}".encode())
    assert len(asked) <= 12
    with CaptureQueriesContext(connection) as asked:
        client.post(reverse("joining:import"), {"list": token_in(page)})
    assert len(asked) <= 25
    assert Application.objects.count() == 120
