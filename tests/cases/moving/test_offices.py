"""Offices: who keeps them, what keeps one open, and who or what goes to another one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.moving.actions import (
    add_office,
    close_office,
    confirm_office,
    drop_office,
    move_request,
    propose_office,
)
from cases.moving.models import Move, PersonMove
from cases.requests.models import Client as Mailbox
from cases.requests.models import Event, HelpRequest
from cases.requests.workflow import Urgency
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from tests.factories.moving import colleague, held, held_case, held_referral, shift_ahead
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def rasa(jonas_operator: User) -> User:
    return colleague(jonas_operator, Role.COORDINATOR, "Rasa")


def test_only_an_empty_office_is_closed(
    hanna_coordinator: User, alena_operator: User, office_vilnius: Office
) -> None:
    empty = add_office(name="Białystok", country="PL", city="Białystok", by=hanna_coordinator)
    assert empty.slug == "biaystok"
    assert (
        add_office(name="Białystok", country="PL", city="Białystok", by=hanna_coordinator).slug != empty.slug
    )
    request = make_request(office=empty)
    with pytest.raises(NotNow):
        close_office(office=empty, by=hanna_coordinator)
    with writing():
        HelpRequest.objects.filter(pk=request.pk).update(office=office_vilnius)
    close_office(office=empty, by=hanna_coordinator)
    assert Office.objects.get(pk=empty.pk).closed_on is not None
    with pytest.raises(NotNow):
        close_office(office=Office.objects.get(slug="warsaw"), by=hanna_coordinator)


def test_the_page_says_what_is_there_and_closes_by_hand(
    client: Client, sign_in: SignIn, piotr_administrator: User, alena_operator: User
) -> None:
    sign_in(client, piotr_administrator)
    made = {"name": "Gdańsk", "country": "PL", "city": "Gdańsk"}
    assert client.post(reverse("moving:offices"), made).status_code == 302
    gdansk = Office.objects.get(name="Gdańsk")
    shift = shift_ahead(alena_operator)
    warsaw = client.get(reverse("moving:office", args=[alena_operator.office_id])).content.decode()
    assert "people who work there" in warsaw
    assert "duty shifts ahead" in warsaw
    assert shift is not None
    client.post(reverse("moving:office", args=[gdansk.pk]), {"name": "Gdynia", "city": "Gdynia"})
    client.post(reverse("moving:close_office", args=[gdansk.pk]))
    gdansk.refresh_from_db()
    assert (gdansk.name, gdansk.closed_on is not None) == ("Gdynia", True)
    assert "Gdynia" not in client.get(reverse("team:invite")).content.decode()


@pytest.mark.parametrize(
    "who", ["alena_operator", "maks_lawyer", "ina_editor", "ruta_auditor", "vika_volunteer"]
)
def test_nobody_else_keeps_offices(who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(Refused):
        add_office(name="X", country="PL", city="X", by=user)
    with pytest.raises(Refused):
        close_office(office=user.office, by=user)
    with pytest.raises(Refused):
        propose_office(user=colleague(user, Role.OPERATOR, "Z"), to=user.office, by=user)


def test_a_person_goes_to_another_office_by_two_people_and_her_work_stays(
    alena_operator: User, hanna_coordinator: User, rasa: User, office_vilnius: Office
) -> None:
    mine = held(alena_operator, by=alena_operator)
    make_open_task(by=alena_operator)
    held_referral(by=alena_operator)
    waiting = propose_office(user=alena_operator, to=office_vilnius, by=hanna_coordinator)
    with pytest.raises(Refused):
        confirm_office(waiting=waiting, by=hanna_coordinator)
    alena = User.objects.get(pk=alena_operator.pk)
    with pytest.raises(Refused):
        confirm_office(waiting=waiting, by=alena)
    assert alena.office != office_vilnius
    confirm_office(waiting=waiting, by=rasa)
    with pytest.raises(NotNow):
        confirm_office(waiting=waiting, by=rasa)
    alena = User.objects.get(pk=alena_operator.pk)
    assert alena.office == office_vilnius
    assert not HelpRequest.objects.visible_to(alena).filter(pk=mine.pk).exists()
    mine.refresh_from_db()
    assert mine.assigned_to is None
    move = Move.objects.get()
    assert sorted(thing.kind for thing in move.things.all()) == ["referral", "request", "task"]
    assert move.office == hanna_coordinator.office


def test_nobody_proposes_herself_and_strangers_do_not_see_the_proposal(
    client: Client, sign_in: SignIn, alena_operator: User, hanna_coordinator: User, office_vilnius: Office
) -> None:
    with pytest.raises(Refused):
        propose_office(user=hanna_coordinator, to=office_vilnius, by=hanna_coordinator)
    third = Office.objects.create(slug="third", name="Third", country="PL", city="Third")
    far = User.objects.get(pk=colleague(hanna_coordinator, Role.COORDINATOR, "Far").pk)
    User.objects.filter(pk=far.pk).update(office=third)
    waiting = propose_office(user=alena_operator, to=office_vilnius, by=hanna_coordinator)
    sign_in(client, User.objects.get(pk=far.pk))
    assert client.post(reverse("moving:confirm_office", args=[waiting.pk])).status_code == 404
    assert client.post(reverse("moving:drop_office", args=[waiting.pk])).status_code == 404
    assert "Alena" not in client.get(reverse("moving:offices")).content.decode()
    drop_office(waiting=waiting, by=hanna_coordinator)
    assert not PersonMove.objects.waiting().exists()


def test_a_request_goes_to_another_office_and_is_seen_there_only(
    alena_operator: User, jonas_operator: User, office_vilnius: Office
) -> None:
    mine = held(alena_operator, by=alena_operator, urgency=Urgency.EMERGENCY)
    move_request(help_request=mine, to=office_vilnius, by=alena_operator)
    assert not HelpRequest.objects.visible_to(alena_operator).filter(pk=mine.pk).exists()
    seen = HelpRequest.objects.visible_to(jonas_operator).get(pk=mine.pk)
    assert seen.assigned_to is None
    assert Mailbox.objects.get(pk=mine.client_id).office == office_vilnius
    assert Event.objects.filter(help_request=mine, kind="moved_office").exists()


def test_what_hangs_on_this_office_keeps_a_request_here(
    alena_operator: User, maks_lawyer: User, jonas_operator: User, office_vilnius: Office
) -> None:
    held_case(maks_lawyer, by=alena_operator)
    in_case = HelpRequest.objects.get()
    with_task = held(alena_operator, by=alena_operator)
    make_open_task(by=alena_operator, help_request=with_task)
    free = held(alena_operator, by=alena_operator)
    for one in (in_case, with_task):
        with pytest.raises(NotNow):
            move_request(help_request=one, to=office_vilnius, by=alena_operator)
    for stranger in (jonas_operator, maks_lawyer):
        with pytest.raises(Refused):
            move_request(help_request=free, to=office_vilnius, by=stranger)


def test_by_the_page(client: Client, sign_in: SignIn, alena_operator: User, office_vilnius: Office) -> None:
    mine = held(alena_operator, by=alena_operator)
    sign_in(client, alena_operator)
    page = reverse("moving:request_office", args=[mine.pk])
    assert "Vilnius" in client.get(page).content.decode()
    assert client.post(page, {"to": office_vilnius.pk}).status_code == 302
    assert client.get(page).status_code == 404
