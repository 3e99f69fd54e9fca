"""The editors' directory: who may change it, what is due, what a form refuses."""

from __future__ import annotations

import pytest
from django.test import Client

from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from knowledge.directory import actions
from knowledge.directory.models import Service
from tests.factories.directory import days_ago, make_service
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
FORM = {
    "slug": "new-one",
    "name": "New One",
    "kind": "ngo",
    "status": "active",
    "country": "LT",
    "cities": "Vilnius, Kaunas",
    "spoken": ["lt", "be"],
    "about_en": "Helps.",
}


def test_an_editor_and_a_coordinator_keep_the_directory(
    client: Client, sign_in: SignIn, ina_editor: User, hanna_coordinator: User
) -> None:
    for number, user in enumerate((ina_editor, hanna_coordinator)):
        sign_in(client, user)
        answer = client.post("/desk/directory/new/", FORM | {"slug": f"new-{number}"})
        assert answer.status_code == 302, answer.context["form"].errors
        service = Service.objects.get(slug=f"new-{number}")
        assert service.cities == ["Vilnius", "Kaunas"]
        assert service.spoken == ["lt", "be"]
        assert AccessEntry.objects.filter(verb="service.keep", object_id=str(service.pk)).count() == 1


def test_a_lawyer_or_an_operator_may_not(maks_lawyer: User, alena_operator: User) -> None:
    for user in (maks_lawyer, alena_operator):
        with pytest.raises(Refused):
            actions.keep_service(slug="x", topics=[], by=user, name="X")
    assert not Service.objects.exists()


def test_saying_that_an_entry_is_still_true_is_one_field(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    service = make_service(checked_on=days_ago(500))
    sign_in(client, ina_editor)
    form = client.get("/desk/directory/helpers/").context["form"]
    values = {name: value for name, value in form.initial.items() if value and name != "topics"}
    values |= {"cities": "Warszawa", "checked_on": days_ago(0).isoformat(), "slug": "somebody-else"}
    answer = client.post("/desk/directory/helpers/", values)
    assert answer.status_code == 302, answer.context["form"].errors
    service.refresh_from_db()
    assert (service.slug, service.checked_on, service.is_stale) == ("helpers", days_ago(0), False)


def test_confirmed_contacts_need_the_day_and_an_entry_needs_a_sentence(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    sign_in(client, ina_editor)
    answer = client.post("/desk/directory/new/", FORM | {"contact_verified": "on", "about_en": ""})
    assert set(answer.context["form"].errors) == {"checked_on", "about_be"}
    assert not Service.objects.exists()


def test_entries_nobody_checked_for_a_year_stand_first_and_are_marked(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_service("aaa")
    make_service("zzz", checked_on=days_ago(400))
    sign_in(client, ina_editor)
    html = client.get("/desk/directory/").content.decode()
    assert html.index("Zzz") < html.index("Aaa")
    assert html.count("check again") == 1


def test_saving_the_same_again_changes_and_logs_nothing() -> None:
    make_service()
    before = AccessEntry.objects.count()
    make_service()
    assert AccessEntry.objects.count() == before
