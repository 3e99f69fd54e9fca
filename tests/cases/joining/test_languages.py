"""How well a volunteer speaks: less holds at once, more after a coordinator's look."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.joining.actions import decide_levels, say_levels
from cases.joining.rules.levels import known_levels, said_levels
from cases.volunteering.actions import save_profile
from cases.volunteering.models import VolunteerProfile
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.moving import colleague
from tests.factories.volunteering import make_profile
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def vika(vika_volunteer: User) -> User:
    """Helps in Belarusian and Russian."""
    make_profile(vika_volunteer, language_levels={"be": "native", "ru": "good", "pl": "basic"})
    return vika_volunteer


def profile_of(user: User) -> VolunteerProfile:
    return VolunteerProfile.objects.select_related("user").get(pk=user.pk)


def test_less_holds_at_once_and_more_waits() -> None:
    holds, asked = said_levels({"be": "native", "ru": "good"}, {"be": "good", "ru": "native", "lt": "basic"})
    assert holds == {"be": "good", "ru": "good"}
    assert asked == {"ru": "native", "lt": "basic"}
    assert known_levels({"pl": "basic"}, ["be"]) == {"be": "good", "pl": "basic"}


def test_she_helps_no_more_in_what_she_lowers_and_not_yet_in_what_she_raises(
    vika: User, hanna_coordinator: User
) -> None:
    say_levels(levels={"be": "native", "ru": "basic", "pl": "good"}, by=vika)
    profile = profile_of(vika)
    assert profile.languages == ["be"]
    assert profile.levels_asked == {"pl": "good"}
    assert OutgoingMessage.objects.filter(user=hanna_coordinator, kind="digest").exists()
    decide_levels(profile=profile, says_yes=True, by=hanna_coordinator)
    profile = profile_of(vika)
    assert (sorted(profile.languages), profile.levels_asked) == (["be", "pl"], {})
    with pytest.raises(NotNow):
        decide_levels(profile=profile, says_yes=True, by=hanna_coordinator)


def test_a_no_leaves_everything_as_it_was(vika: User, hanna_coordinator: User) -> None:
    say_levels(levels={"be": "native", "ru": "good", "pl": "native"}, by=vika)
    decide_levels(profile=profile_of(vika), says_yes=False, by=hanna_coordinator)
    profile = profile_of(vika)
    assert (profile.languages, profile.levels_asked) == (["be", "ru"], {})
    assert profile.language_levels["pl"] == "basic"


def test_nobody_else_looks_and_no_other_form_raises_a_level(
    client: Client, sign_in: SignIn, vika: User, alena_operator: User, jonas_operator: User
) -> None:
    say_levels(levels={"be": "native", "lt": "native"}, by=vika)
    rasa = colleague(jonas_operator, Role.COORDINATOR, "Rasa")
    for stranger in (vika, alena_operator, rasa):
        with pytest.raises(Refused):
            decide_levels(profile=profile_of(vika), says_yes=True, by=stranger)
    save_profile(
        user=vika, languages=["lt", "be"], cities=[], skills=[], weekly_hours=4, most_tasks=1, by=vika
    )
    sent = {"languages": ["lt"], "weekly_hours": "4", "most_tasks": "1"}
    assert sign_in(client, vika).post(reverse("volunteering:profile"), sent).status_code == 302
    assert "lt" not in profile_of(vika).languages
    sign_in(client, rasa)
    place = reverse("joining:decide_levels", args=[vika.pk])
    assert client.post(place, {"answer": "yes"}).status_code == 404


def test_from_her_page_to_the_coordinators(
    client: Client, sign_in: SignIn, vika: User, hanna_coordinator: User
) -> None:
    sign_in(client, vika)
    page = reverse("joining:languages")
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 422
    sent = {"spoken_be": "native", "spoken_ru": "good", "spoken_lt": "good"}
    assert client.post(page, sent).status_code == 302
    sign_in(client, hanna_coordinator)
    file = client.get(reverse("joining:person", args=[vika.pk])).content.decode()
    assert reverse("joining:decide_levels", args=[vika.pk]) in file
    client.post(reverse("joining:decide_levels", args=[vika.pk]), {"answer": "yes"})
    assert "lt" in profile_of(vika).languages
