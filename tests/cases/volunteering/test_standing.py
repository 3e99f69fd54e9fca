"""Standing approval for chosen kinds, tier 2 each time, and a brief that is looked at before it is sealed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.relay.models import Conversation
from cases.volunteering.actions import approve_claim, claim_task, note_opened, refuse_claim, stand_approved
from cases.volunteering.actions.cards import TooManyCards
from cases.volunteering.models import Task, VolunteerProfile
from cases.volunteering.queries import task_view
from cases.volunteering.rules.briefs import lint_brief
from cases.volunteering.workflow import MOST_OPENED_CARDS, ClaimState, TaskKind
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.models import AccessEntry
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_task_for, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def _stands(user: User, kinds: list[str], by: User) -> None:
    profile = VolunteerProfile.objects.select_related("user").get(pk=user.pk)
    stand_approved(profile=profile, kinds=kinds, by=by)


def test_a_chosen_kind_opens_at_once_with_its_conversation_others_wait(alena_operator: User) -> None:
    user = make_volunteer(office=alena_operator.office)
    _stands(user, ["errand"], alena_operator)
    task = make_task_for(
        make_request(office=alena_operator.office), by=alena_operator, kind=TaskKind.ERRAND, hours=1
    )
    claim = claim_task(task_id=task.pk, by=user)
    assert claim.state == ClaimState.APPROVED.value
    assert task_view(Task.objects.get(pk=task.pk), by=user).brief
    assert Conversation.objects.filter(helper=user).count() == 1
    other = claim_task(task_id=make_open_task(by=alena_operator, hours=1).pk, by=user)
    assert other.state == ClaimState.REQUESTED.value


def test_tier_two_and_another_office_are_approved_each_time(
    alena_operator: User, jonas_operator: User, office_vilnius: Office
) -> None:
    user = make_volunteer(office=alena_operator.office, tier=2)
    _stands(user, ["errand"], alena_operator)
    for task in (
        make_open_task(by=alena_operator, kind=TaskKind.ERRAND, tier=2, hours=1),
        make_open_task(by=jonas_operator, kind=TaskKind.ERRAND, hours=1),
    ):
        assert claim_task(task_id=task.pk, by=user).state == ClaimState.REQUESTED.value


def test_taken_back_it_opens_nothing_more(alena_operator: User) -> None:
    user = make_volunteer(office=alena_operator.office)
    for kinds in (["errand"], []):
        _stands(user, kinds, alena_operator)
    task = make_open_task(by=alena_operator, kind=TaskKind.ERRAND)
    assert claim_task(task_id=task.pk, by=user).state == ClaimState.REQUESTED.value
    assert AccessEntry.objects.filter(verb="volunteer_profile.stand_approved").count() == 2


def test_nobody_stands_approved_by_herself_by_strangers_or_unvetted(
    alena_operator: User, jonas_operator: User, maks_lawyer: User
) -> None:
    user = make_volunteer(office=alena_operator.office)
    for other in (user, jonas_operator, maks_lawyer):
        with pytest.raises(Refused):
            _stands(user, ["errand"], other)
    with pytest.raises(NotNow):
        _stands(make_volunteer(office=alena_operator.office, tier=0), ["errand"], alena_operator)


def test_the_desk_chooses_kinds_on_a_page(
    client: Client, sign_in: SignIn, alena_operator: User, jonas_operator: User
) -> None:
    user = make_volunteer(office=alena_operator.office)
    url = reverse("volunteering:standing", args=[user.pk])
    assert sign_in(client, jonas_operator).get(url).status_code == 404
    signed = sign_in(client, alena_operator)
    assert signed.get(url).status_code == 200
    assert signed.post(url, {"kinds": ["nonsense"]}).status_code == 422
    signed.post(url, {"kinds": ["errand", "phone_call"]})
    assert VolunteerProfile.objects.get(pk=user.pk).standing_kinds == ["errand", "phone_call"]


def test_a_refusal_is_a_neutral_word(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    user, task = make_volunteer(office=alena_operator.office), make_open_task(by=alena_operator)
    refuse_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    page = sign_in(client, user).get(reverse("volunteering:me")).content.decode()
    assert "not this time" in page
    assert "refused" not in page


PERSONAL = [
    ("+48 601 234 567", "phone"),
    ("601234567", "phone"),
    ("anna@example.org", "email"),
    ("MP1234567", "document"),
    ("ul. Długa 5", "address"),
    ("вул. Свабоды 12", "address"),
    ("Gedimino pr. 9, LT-01103", "address"),
    ("Ганна Іваненка", "surname"),
    ("Jan Kowalski", "surname"),
    ("Ona Kazlauskaitė", "surname"),
]


@pytest.mark.parametrize(("words", "kind"), PERSONAL)
def test_a_brief_that_names_or_reaches_somebody_is_found(words: str, kind: str) -> None:
    assert kind in {found for found, _text in lint_brief(f"Please go along on Tuesday, {words}, thank you")}


@pytest.mark.parametrize(
    "harmless",
    [
        "Go along to the office, room 12, take 20 zł for the stamp",
        "Папрасіце талончык нумар 105, прыём з 9 да 13 гадзін",
        "Urząd Miejski, wniosek o PESEL, 2 osoby",
    ],
)
def test_a_harmless_brief_passes(harmless: str) -> None:
    assert lint_brief(harmless) == []


def test_the_form_stops_at_a_phone_number_until_the_box_is_ticked(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    typed: dict[str, Any] = {"kind": "errand", "languages": ["ru"], "country": "PL", "city": ""}
    typed |= {"part_of_day": "any", "hours": 2, "tier": 1, "brief": "Ring her: +48 601 234 567"}
    url, signed = reverse("volunteering:new_own_task"), sign_in(client, alena_operator)
    answer = signed.post(url, typed)
    assert answer.status_code == 422
    assert 'type="checkbox" name="is_checked"' in answer.content.decode()
    assert "+48 601 234 567" in answer.content.decode()
    assert not Task.objects.exists()
    assert signed.post(url, {**typed, "is_checked": "on"}).status_code == 302
    assert Task.objects.count() == 1


def test_the_brief_carries_its_readers_mark(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    task = make_open_task(by=alena_operator)
    marks = []
    for user in (make_volunteer(office=alena_operator.office) for _ in range(2)):
        claim = approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
        page = sign_in(client, user).get(reverse("volunteering:task", args=[task.pk])).content.decode()
        assert f"Read by {user.name} ({str(user.pk)[:8]})" in page
        marks.append(str(user.pk)[:8])
        refuse_claim(claim=claim, by=alena_operator)
    assert marks[0] != marks[1]
    desk = sign_in(client, alena_operator).get(reverse("volunteering:task", args=[task.pk]))
    assert "Read by" not in desk.content.decode()


def test_after_sixty_cards_a_day_no_other_card_opens_and_the_log_knows(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    user = make_volunteer(office=alena_operator.office)
    tasks = [make_open_task(by=alena_operator, hours=1) for _ in range(MOST_OPENED_CARDS + 1)]
    for task in tasks[:-1]:
        note_opened(task=task, by=user)
    note_opened(task=tasks[0], by=user)
    with pytest.raises(TooManyCards):
        note_opened(task=tasks[-1], by=user)
    signed = sign_in(client, user)
    last, first = (reverse("volunteering:task", args=[task.pk]) for task in (tasks[-1], tasks[0]))
    assert signed.get(last).status_code == 429
    assert signed.post(reverse("volunteering:claim", args=[tasks[-1].pk])).status_code == 429
    assert signed.post(reverse("volunteering:api_claim", args=[tasks[-1].pk])).status_code == 429
    assert signed.get(first).status_code == 200
    assert AccessEntry.objects.filter(verb="task.open_card", is_refused=True).exists()
    note_opened(task=tasks[-1], by=alena_operator)
