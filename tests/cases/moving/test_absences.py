"""Absences: what cannot wait goes to whoever stands in, nothing new comes, and all of it comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.casefile.queries.inbox import helpers_of
from cases.duty.actions import plan_shifts
from cases.duty.models import Shift
from cases.legal.actions import hand_over
from cases.legal.models import CaseGrant, LegalCase
from cases.legal.permissions import can_read_privileged, can_read_words, can_run
from cases.moving.actions import (
    answer_standing_in,
    end_absence,
    enter_absence,
    follow_absences,
    set_deputy,
    take_back,
)
from cases.moving.models import Absence, Move, MovedThing
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_read_story
from cases.requests.workflow import Status, Turn, Urgency
from cases.triage.actions import assign
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.legal import make_case
from tests.factories.moving import colleague, exclude, held, held_case, shift_ahead
from tests.factories.requests import make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(alena_operator: User) -> User:
    return colleague(alena_operator, Role.OPERATOR, "Olga")


def away(user: User, *, by: User, deputy: User | None = None, first: int = 0, last: int = 6) -> Absence:
    today = timezone.localdate()
    return enter_absence(
        user=user,
        from_on=today + timedelta(days=first),
        until_on=today + timedelta(days=last),
        deputy=deputy,
        by=by,
    )


def waits_for_client(help_request: HelpRequest) -> HelpRequest:
    with writing():
        HelpRequest.objects.filter(pk=help_request.pk).update(turn=Turn.CLIENT.value)
    return help_request


def hand_of(help_request: HelpRequest) -> User | None:
    return HelpRequest.objects.get(pk=help_request.pk).assigned_to


def test_on_the_first_day_what_cannot_wait_goes_over_and_the_rest_is_listed(
    alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    today = timezone.localdate()
    ours = held(alena_operator, by=alena_operator)
    theirs = waits_for_client(held(alena_operator, by=alena_operator))
    due = waits_for_client(held(alena_operator, by=alena_operator, deadline_on=today + timedelta(days=5)))
    later = waits_for_client(held(alena_operator, by=alena_operator, deadline_on=today + timedelta(days=30)))
    shift_ahead(alena_operator, days=3)
    shift_ahead(alena_operator, days=20)
    absence = away(alena_operator, by=hanna_coordinator, deputy=olga, first=1)
    assert hand_of(ours) == alena_operator, "not before the first day"
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert follow_absences() == 1
        assert follow_absences() == 0, "the second run finds it done"
    assert [hand_of(one) for one in (ours, theirs, due, later)] == [
        olga,
        alena_operator,
        olga,
        alena_operator,
    ]
    assert Shift.objects.filter(user=olga).count() == Shift.objects.filter(user=alena_operator).count() == 1
    stays = MovedThing.objects.filter(move__absence=absence, state="stayed")
    assert {thing.thing_id for thing in stays.filter(kind="request")} == {theirs.pk, later.pk}
    assert OutgoingMessage.objects.filter(user=olga, kind="digest").exists()


def test_without_a_deputy_only_danger_and_near_days_go_back_to_the_queue(alena_operator: User) -> None:
    ours = held(alena_operator, by=alena_operator)
    danger = held(alena_operator, by=alena_operator, urgency=Urgency.EMERGENCY)
    due = held(alena_operator, by=alena_operator, deadline_on=timezone.localdate() + timedelta(days=2))
    away(alena_operator, by=alena_operator)
    assert [hand_of(one) for one in (ours, danger, due)] == [alena_operator, None, None]


def test_a_lawyers_deputy_opens_her_cases_while_she_is_away_and_not_a_day_longer(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    lara = colleague(maks_lawyer, Role.LAWYER, "Lara")
    case = held_case(maks_lawyer, by=alena_operator)
    sealed = held_case(maks_lawyer, by=alena_operator)
    with writing():
        LegalCase.objects.filter(pk=sealed.pk).update(is_sealed=True)
    request = HelpRequest.objects.get(memberships__legal_case=case)
    assert not can_read_story(lara, request)
    absence = away(maks_lawyer, by=hanna_coordinator, deputy=lara)
    assert list(LegalCase.objects.visible_to(lara)) == [case], "what is sealed off is for named people"
    assert can_read_story(lara, request)
    assert hand_of(request) == maks_lawyer, "the case stays hers"
    held_now = LegalCase.objects.get(pk=case.pk)
    assert can_run(lara, held_now)
    assert not can_read_privileged(lara, held_now), "a deputy does not read the lawyers' own notes"
    assert not can_read_words(lara, held_now)
    grant = CaseGrant.objects.get(user=lara)
    assert (grant.why, grant.until) == ("stand_in", absence.until_on)
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert not LegalCase.objects.visible_to(lara).exists()
        assert not can_read_story(lara, request)
        follow_absences()
        assert CaseGrant.objects.get(user=lara).ended_at is not None
        assert Absence.objects.get(pk=absence.pk).ended_at is not None


def test_back_early_ends_all_access_at_once(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    lara = colleague(maks_lawyer, Role.LAWYER, "Lara")
    held_case(maks_lawyer, by=alena_operator)
    end_absence(absence=away(maks_lawyer, by=hanna_coordinator, deputy=lara), by=maks_lawyer)
    assert not LegalCase.objects.visible_to(lara).exists()
    assert not CaseGrant.objects.filter(user=lara, ended_at=None).exists()


def test_the_client_reads_that_two_work_on_it_by_role_alone(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    lara = colleague(maks_lawyer, Role.LAWYER, "Lara")
    request = make_request(office=alena_operator.office, status=Status.TRIAGED)
    make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[request])
    (thread,) = helpers_of(request.client)
    assert (thread.people, len(thread.roles)) == (1, 1)
    absence = away(maks_lawyer, by=hanna_coordinator, deputy=lara)
    (thread,) = helpers_of(request.client)
    assert (thread.people, len(thread.roles)) == (2, 1), "two lawyers, and no name"
    end_absence(absence=absence, by=maks_lawyer)
    (thread,) = helpers_of(request.client)
    assert thread.people == 1


def test_nothing_new_comes_to_somebody_who_is_away(
    alena_operator: User, olga: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    third = colleague(alena_operator, Role.OPERATOR, "Third")
    absence = away(alena_operator, by=alena_operator)
    fresh = make_request(office=alena_operator.office)
    with pytest.raises(NotNow, match=f"{alena_operator.name}.*{absence.until_on.day}"):
        assign(help_request=fresh, to=alena_operator, by=third)
    set_deputy(absence=absence, deputy=olga, by=hanna_coordinator)
    assign(help_request=fresh, to=alena_operator, by=third)
    assert hand_of(fresh) == olga, "whoever stands in takes it"
    kept = make_request(office=alena_operator.office)
    exclude(kept.client, olga)
    with pytest.raises(NotNow):
        assign(help_request=kept, to=alena_operator, by=third)
    away(maks_lawyer, by=maks_lawyer)
    lara = colleague(maks_lawyer, Role.LAWYER, "Lara")
    with pytest.raises(NotNow):
        hand_over(legal_case=held_case(lara, by=third), lawyer=maks_lawyer, by=hanna_coordinator)
    noon = timezone.now().time().replace(microsecond=0)
    with pytest.raises(NotNow):
        plan_shifts(
            office=alena_operator.office,
            user=alena_operator,
            days=[timezone.localdate() + timedelta(days=2)],
            starts=noon,
            ends=noon,
            by=hanna_coordinator,
        )


def test_one_click_takes_back_what_nobody_has_touched(
    client: Client, sign_in: SignIn, alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    one, two = held(alena_operator, by=alena_operator), held(alena_operator, by=alena_operator)
    away(alena_operator, by=hanna_coordinator, deputy=olga)
    assign(help_request=two, to=None, by=olga)
    move = Move.objects.get(why="absence")
    sign_in(client, alena_operator)
    page = client.get(reverse("moving:absences")).content.decode()
    assert one.code in page
    client.post(reverse("moving:take_back", args=[move.pk]))
    assert hand_of(one) == olga, "not while the absence runs"
    client.post(reverse("moving:end", args=[Absence.objects.get().pk]))
    for _twice in range(2):
        client.post(reverse("moving:take_back", args=[move.pk]))
    assert (hand_of(one), hand_of(two)) == (alena_operator, None)


def test_a_deputy_says_yes_herself(alena_operator: User, olga: User) -> None:
    mine = held(alena_operator, by=alena_operator)
    absence = away(alena_operator, by=alena_operator, deputy=olga)
    assert hand_of(mine) == alena_operator, "nothing goes to somebody who was only asked"
    for stranger in (alena_operator, colleague(olga, Role.OPERATOR, "Third")):
        with pytest.raises(Refused):
            answer_standing_in(absence=absence, says_yes=True, by=stranger)
    answer_standing_in(absence=absence, says_yes=True, by=olga)
    assert hand_of(mine) == olga


def test_a_deputy_says_no(alena_operator: User, olga: User) -> None:
    absence = away(alena_operator, by=alena_operator, deputy=olga)
    answer_standing_in(absence=absence, says_yes=False, by=olga)
    assert Absence.objects.get(pk=absence.pk).deputy is None
    assert OutgoingMessage.objects.filter(user=alena_operator, kind="digest").exists()


def test_whose_absence_and_which_deputy(
    alena_operator: User, olga: User, jonas_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    for stranger in (olga, jonas_operator, colleague(jonas_operator, Role.COORDINATOR, "Rasa")):
        with pytest.raises(Refused):
            away(alena_operator, by=stranger)
    for wrong in (jonas_operator, maks_lawyer, alena_operator):  # another office, another role, herself
        with pytest.raises(NotNow):
            away(alena_operator, by=alena_operator, deputy=wrong)
    away(olga, by=olga, first=3)
    with pytest.raises(NotNow):
        away(alena_operator, by=alena_operator, deputy=olga)
    away(alena_operator, by=alena_operator)
    with pytest.raises(NotNow):
        away(alena_operator, by=alena_operator, first=2)


def test_other_peoples_absences_do_not_exist_on_the_page(
    client: Client,
    sign_in: SignIn,
    alena_operator: User,
    olga: User,
    jonas_operator: User,
    vika_volunteer: User,
) -> None:
    absence = away(alena_operator, by=alena_operator)
    move = Move.objects.get(why="absence")
    for stranger in (olga, jonas_operator, colleague(jonas_operator, Role.COORDINATOR, "Rasa")):
        sign_in(client, stranger)
        for name in ("answer", "end"):
            assert client.post(reverse(f"moving:{name}", args=[absence.pk])).status_code == 404
        assert client.post(reverse("moving:take_back", args=[move.pk])).status_code == 404
        assert str(absence.pk) not in client.get(reverse("moving:absences")).content.decode()
    sign_in(client, vika_volunteer)
    assert client.get(reverse("moving:absences")).status_code == 403, "volunteers have breaks of their own"


def test_the_page_by_hand(
    client: Client, sign_in: SignIn, alena_operator: User, olga: User, hanna_coordinator: User
) -> None:
    today = timezone.localdate()
    sign_in(client, alena_operator)
    form = {"from_on": today, "until_on": today + timedelta(days=3), "deputy": str(olga.pk)}
    assert client.post(reverse("moving:absences"), form).status_code == 302
    wrong = client.post(reverse("moving:absences"), {**form, "until_on": today - timedelta(days=1)})
    assert wrong.status_code == 422
    absence = Absence.objects.get()
    sign_in(client, olga)
    client.post(reverse("moving:answer", args=[absence.pk]), {"answer": "yes"})
    assert Absence.objects.get().accepted_at is not None
    sign_in(client, hanna_coordinator)
    third = colleague(olga, Role.OPERATOR, "Third")
    client.post(reverse("moving:deputy", args=[absence.pk]), {"deputy": str(third.pk)})
    assert Absence.objects.get().deputy == third


def test_the_page_takes_few_queries_however_much_was_handed_over(
    client: Client,
    sign_in: SignIn,
    alena_operator: User,
    olga: User,
    hanna_coordinator: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(8):
        held(alena_operator, by=alena_operator)
    away(alena_operator, by=hanna_coordinator, deputy=olga)
    for user in (alena_operator, olga, hanna_coordinator):
        sign_in(client, user)
        with django_assert_max_num_queries(24):
            assert client.get(reverse("moving:absences")).status_code == 200


def test_take_back_is_hers_alone(alena_operator: User, olga: User, hanna_coordinator: User) -> None:
    held(alena_operator, by=alena_operator)
    absence = away(alena_operator, by=hanna_coordinator, deputy=olga)
    end_absence(absence=absence, by=alena_operator)
    for stranger in (olga, hanna_coordinator):
        with pytest.raises(Refused):
            take_back(move=Move.objects.get(why="absence"), by=stranger)
