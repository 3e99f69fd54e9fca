"""Staying: terms by version, what opens with them, a year and the next one."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.joining.actions import accept_terms, ask_to_stay, follow_years, open_file, vet
from cases.joining.models import TermsAcceptance
from cases.joining.queries.terms import FOLDER
from cases.mentoring.permissions import can_mentor
from cases.mentoring.queries import possible_mentors
from cases.requests.rules import TERMS_VERSION
from cases.volunteering.actions import approve_claim, claim_task
from cases.volunteering.models import Task, VolunteerProfile
from cases.volunteering.queries import board
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.languages import CODES
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.joining import make_ready
from tests.factories.volunteering import make_open_task, make_profile
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
BRIEF = "Сустрэча каля ўваходу"


@pytest.fixture
def easy(alena_operator: User) -> Task:
    return make_open_task(by=alena_operator, tier=0)


@pytest.fixture
def closer(alena_operator: User) -> Task:
    return make_open_task(by=alena_operator, tier=1, brief=BRIEF)


def change(user: User, **fields: object) -> None:
    with writing():
        VolunteerProfile.objects.filter(pk=user.pk).update(**fields)


def again(user: User) -> User:
    """The same person in her next request."""
    return User.objects.get(pk=user.pk)


def seen(user: User) -> set[object]:
    return {card.id for card in board(user, {})}


def test_the_terms_are_data_in_five_languages_with_as_many_points_each() -> None:
    newest = max(int(path.stem) for path in FOLDER.glob("*.json"))
    assert newest == TERMS_VERSION
    texts = json.loads((FOLDER / f"{newest}.json").read_text("utf-8"))["texts"]
    assert set(texts) == set(CODES)
    assert {len(text["points"]) for text in texts.values()} == {8}
    assert texts["be"] != texts["ru"]


@pytest.mark.parametrize(
    "lack",
    [
        {"state": "applied", "tier": 0},
        {"terms_version": TERMS_VERSION - 1},
        {"renew_on": None},
        {"renew_on": timezone.localdate() - timedelta(days=1)},
    ],
    ids=["unvetted", "old terms", "never vetted", "year over"],
)
def test_who_is_not_in_standing_gets_tier_0_only(
    vika_volunteer: User, easy: Task, closer: Task, lack: dict[str, object]
) -> None:
    """On the board, in the claim, at the brief and with households alike."""
    make_profile(vika_volunteer, tier=2)
    assert seen(vika_volunteer) == {easy.pk, closer.pk}
    change(vika_volunteer, **lack)
    vika = again(vika_volunteer)
    assert seen(vika) == {easy.pk}
    with pytest.raises(NotNow, match="not open to you"):
        claim_task(task_id=closer.pk, by=vika)
    assert not can_mentor(vika)
    assert vika not in possible_mentors(vika.office_id)
    assert claim_task(task_id=easy.pk, by=vika).state == "approved"


def test_a_new_version_closes_an_open_brief_until_yes_is_said_again(
    client: Client, sign_in: SignIn, vika_volunteer: User, alena_operator: User, closer: Task
) -> None:
    make_profile(vika_volunteer)
    approve_claim(claim=claim_task(task_id=closer.pk, by=vika_volunteer), by=alena_operator)
    sign_in(client, vika_volunteer)
    page = reverse("volunteering:task", args=[closer.pk])
    assert BRIEF in client.get(page).content.decode()
    change(vika_volunteer, terms_version=TERMS_VERSION - 1)
    assert BRIEF not in client.get(page).content.decode()
    assert reverse("joining:terms") in client.get(reverse("volunteering:board")).content.decode()
    client.post(reverse("joining:terms"), {"version": str(TERMS_VERSION)})
    assert BRIEF in client.get(page).content.decode()


def test_yes_holds_for_the_version_that_was_read(vika_volunteer: User) -> None:
    make_profile(vika_volunteer, terms_version=0)
    with pytest.raises(NotNow, match="changed meanwhile"):
        accept_terms(version=TERMS_VERSION - 1, by=vika_volunteer)
    accept_terms(version=TERMS_VERSION, by=vika_volunteer)
    accept_terms(version=TERMS_VERSION, by=vika_volunteer)
    assert TermsAcceptance.objects.get().version == TERMS_VERSION
    assert VolunteerProfile.objects.get(pk=vika_volunteer.pk).terms_version == TERMS_VERSION
    assert AccessEntry.objects.filter(verb="volunteer.accept_terms").count() == 1


@pytest.mark.parametrize("language", CODES)
def test_terms_are_read_in_ones_own_language(
    client: Client, sign_in: SignIn, vika_volunteer: User, language: str
) -> None:
    make_profile(vika_volunteer, terms_version=0)
    User.objects.filter(pk=vika_volunteer.pk).update(language=language)
    page = sign_in(client, again(vika_volunteer)).get(reverse("joining:terms")).content.decode()
    texts = json.loads((FOLDER / f"{TERMS_VERSION}.json").read_text("utf-8"))["texts"]
    assert texts[language]["title"] in page


def test_a_year_is_reminded_of_once_and_then_ends(vika_volunteer: User) -> None:
    today = timezone.localdate()
    make_profile(vika_volunteer, tier=2, renew_on=today + timedelta(days=20))
    assert (follow_years(), follow_years()) == (1, 0)
    assert OutgoingMessage.objects.filter(user=vika_volunteer).count() == 1
    change(vika_volunteer, renew_on=today - timedelta(days=1))
    assert (follow_years(), follow_years()) == (1, 0)
    profile = VolunteerProfile.objects.get(pk=vika_volunteer.pk)
    assert (profile.state, profile.tier) == ("applied", 0)
    assert AccessEntry.objects.filter(verb="volunteer.lapse").count() == 1


def test_far_years_are_left_alone(vika_volunteer: User) -> None:
    make_profile(vika_volunteer, renew_on=timezone.localdate() + timedelta(days=200))
    assert follow_years() == 0
    with pytest.raises(NotNow):
        ask_to_stay(by=vika_volunteer)


def test_another_year_is_asked_for_and_vetted_like_the_first(
    client: Client, sign_in: SignIn, vika_volunteer: User, hanna_coordinator: User
) -> None:
    today = timezone.localdate()
    profile = make_profile(vika_volunteer, renew_on=today + timedelta(days=10))
    sign_in(client, vika_volunteer).post(reverse("joining:stay"))
    assert VolunteerProfile.objects.get(pk=profile.pk).asked_to_stay_on == today
    page = sign_in(Client(), hanna_coordinator).get(reverse("joining:people")).content.decode()
    assert "wants another year" in page
    file = make_ready(open_file(profile=profile, by=hanna_coordinator), by=hanna_coordinator)
    vet(application=file, tier=1, by=hanna_coordinator)
    renewed = VolunteerProfile.objects.get(pk=profile.pk)
    assert renewed.renew_on == today + timedelta(days=365)
    assert renewed.asked_to_stay_on is None
