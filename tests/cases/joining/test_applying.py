"""Applying: the public page without script, what is sealed, limits, and who may read it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from cases.joining.models import Application
from cases.joining.queries import application_view
from helpdesk.accounts.models import Office, User
from helpdesk.audit.models import AccessEntry
from helpdesk.languages import CODES
from tests.cases.intake.test_canaries import dump_of_postgres
from tests.factories.joining import AVOID, NAME, make_application
from tests.factories.requests import make_holder
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def where(language: str = "be") -> str:
    with override(language):
        return reverse("joining:apply")


def typed(**fields: object) -> dict[str, object]:
    return {
        "form_id": "3b2f9f0e-8f0b-4a56-9c7f-6b8f2f1f7a01",
        "name": NAME,
        "country": "PL",
        "spoken_be": "native",
        "spoken_lt": "basic",
        "cities": ["Warszawa"],
        "skills": ["accompany"],
        "free_times": ["weekend"],
        "weekly_hours": "3",
        "avoid": AVOID,
        "email": "alesia@applicant.example",
        "contact": "@alesia",
        **fields,
    }


@pytest.mark.parametrize("language", CODES)
def test_the_form_is_there_in_five_languages_without_script(
    client: Client, office_warsaw: Office, language: str
) -> None:
    page = client.get(where(language)).content.decode()
    assert f'<html lang="{language}">' in page
    assert 'name="spoken_lt"' in page
    assert page.count("<script") == 1  # that of every public page, which may be missing
    assert "onclick" not in page


def test_an_application_says_honestly_what_comes_next(client: Client, office_warsaw: Office) -> None:
    answer = client.post(where("en"), typed(), follow=True)
    assert "A person reads your form, not a program" in answer.content.decode()
    assert "You get no receipt" in answer.content.decode()
    row = Application.objects.get()
    assert (row.language, row.office, row.weekly_hours) == ("en", office_warsaw, 3)
    assert row.language_levels == {"be": "native", "lt": "basic"}
    assert settings.PUBLIC_SESSION_COOKIE not in client.cookies or not client.session.get("draft")


def test_words_and_contact_lie_sealed(client: Client, office_warsaw: Office) -> None:
    client.post(where(), typed())
    dump = dump_of_postgres()
    for word in (NAME, AVOID, "alesia@applicant.example", "@alesia"):
        assert word.encode() not in dump


def test_two_clicks_are_one_application(client: Client, office_warsaw: Office) -> None:
    for _click in range(2):
        assert client.post(where(), typed()).status_code == 302
    assert Application.objects.count() == 1


@pytest.mark.parametrize("hours", ["400", "0", "-3", "many", ""])
def test_hours_that_fit_no_week_are_refused_beside_the_field(
    client: Client, office_warsaw: Office, hours: str
) -> None:
    page = client.post(where("en"), typed(weekly_hours=hours)).content.decode()
    field = page[page.index('for="id_weekly_hours"') :][:900]
    assert "error" in field
    assert Application.objects.count() == 0
    assert NAME in page


def test_somebody_without_any_language_is_asked_for_one(client: Client, office_warsaw: Office) -> None:
    page = client.post(where("en"), typed(spoken_be="", spoken_lt="")).content.decode()
    assert "Please choose at least one language." in page
    assert Application.objects.count() == 0


def test_a_crowd_from_one_connection_waits_and_loses_no_word(client: Client, office_warsaw: Office) -> None:
    for number in range(5):
        sent = typed(form_id=f"3b2f9f0e-8f0b-4a56-9c7f-6b8f2f1f7b0{number}")
        assert client.post(where("en"), sent).status_code == 302
    answer = client.post(where("en"), typed(form_id="3b2f9f0e-8f0b-4a56-9c7f-6b8f2f1f7b09"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert NAME in answer.content.decode()
    assert Application.objects.count() == 5


def test_an_application_never_meets_an_open_inbox(client: Client, office_warsaw: Office) -> None:
    unlock(client, make_holder(office=office_warsaw).digits)
    assert client.post(where(), typed()).status_code == 403
    assert Application.objects.count() == 0


def test_the_page_and_the_sending_ask_little(client: Client, office_warsaw: Office) -> None:
    client.get(where())
    with CaptureQueriesContext(connection) as asked:
        client.get(where())
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        client.post(where(), typed())
    assert len(asked) <= 12


def test_coordinators_of_the_office_read_the_words_and_that_is_noted(
    office_warsaw: Office, hanna_coordinator: User
) -> None:
    view = application_view(make_application(office_warsaw), by=hanna_coordinator)
    assert (view.words["name"], view.words["avoid"]) == (NAME, AVOID)
    entry = AccessEntry.objects.latest("pk")
    assert (entry.verb, entry.reason) == ("sealing.reveal", "joining")


def test_an_administrator_sees_that_it_is_there_and_no_word(
    client: Client, sign_in: SignIn, office_warsaw: Office, piotr_administrator: User
) -> None:
    row = make_application(office_warsaw)
    sign_in(client, piotr_administrator)
    for name, args in (("joining:applications", []), ("joining:application", [row.pk])):
        page = client.get(reverse(name, args=args) + "?state=new").content.decode()
        assert str(row.pk) in page or name == "joining:application"
        assert NAME not in page
        assert AVOID not in page
        assert "applicant.example" not in page


def test_another_office_does_not_know_of_it(
    client: Client, sign_in: SignIn, office_warsaw: Office, office_vilnius: Office, hanna_coordinator: User
) -> None:
    row = make_application(office_vilnius)
    sign_in(client, hanna_coordinator)
    assert client.get(reverse("joining:application", args=[row.pk])).status_code == 404
    assert str(row.pk) not in client.get(reverse("joining:applications")).content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(
    client: Client, sign_in: SignIn, office_warsaw: Office, hanna_coordinator: User
) -> None:
    sign_in(client, hanna_coordinator)
    make_application(office_warsaw)
    counts = []
    for number in range(2):
        client.get(reverse("joining:applications"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("joining:applications"))
        counts.append(len(asked))
        for more in range(6):
            make_application(office_warsaw, email=f"a{number}{more}@applicant.example")
    assert counts[0] == counts[1] <= 16
