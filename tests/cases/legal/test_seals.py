"""Sealed off: named people only, no hit and no count for others, and two people to open it again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.legal.actions import (
    add_member,
    agree_unseal_case,
    ask_unseal_case,
    give_grant,
    remove_member,
    seal_case,
    split_case,
)
from cases.legal.models import CaseSeal, LegalCase
from cases.legal.workflow import WhyGranted
from cases.requests.actions.seals import agree_unseal, ask_unseal, seal_off
from cases.requests.models import HelpRequest, RequestSeal
from cases.requests.permissions import can_read_story
from cases.requests.workflow import WhySealed
from cases.volunteering.models import Task
from cases.workload.queries.dashboard import dashboard
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.accounts import UserFactory
from tests.factories.legal import make_case, members_of
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_profile
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
WHY = WhySealed.THREATENED


def _fresh(help_request: HelpRequest) -> HelpRequest:
    return HelpRequest.objects.get(pk=help_request.pk)


@pytest.fixture
def second_operator(alena_operator: User) -> User:
    return UserFactory.create(
        email="vera@ganak.example", name="Vera", roles=[Role.OPERATOR], office=alena_operator.office
    )


def _shows(client: Client, user: User, sign_in: SignIn, help_request: HelpRequest) -> list[str]:
    """Where this user still meets the request: addresses whose page says its code, alias or id."""
    signed, found = sign_in(client, user), []
    marks = (help_request.code, str(help_request.pk), help_request.client.alias)
    pages = [
        reverse("triage:queue"),
        reverse("triage:queue") + f"?find={help_request.code}",
        reverse("triage:queue") + f"?find={help_request.client.alias}",
        reverse("triage:find"),
        reverse("triage:groups"),
        reverse("returning:ring_backs"),
        reverse("casefile:open", args=[help_request.pk]),
        reverse("legal:list"),
        reverse("volunteering:board"),
    ]
    for page in pages:
        text = signed.get(page).content.decode()
        own_words = page.partition("?find=")[2]
        if any(mark in text.replace(own_words or "\0", "") for mark in marks):
            found.append(page)
    return found


def test_what_is_sealed_off_shows_to_its_own_people_alone(
    client: Client,
    sign_in: SignIn,
    alena_operator: User,
    second_operator: User,
    hanna_coordinator: User,
) -> None:
    row = make_request(office=alena_operator.office, look_again_on=timezone.localdate())
    assert _shows(client, second_operator, sign_in, row)
    seal_off(help_request=row, why=WHY, by=alena_operator)
    assert _fresh(row).assigned_to == alena_operator  # who sealed what nobody had keeps it
    for other in (second_operator, hanna_coordinator):
        assert _shows(client, other, sign_in, row) == []
    assert reverse("casefile:open", args=[row.pk]) in _shows(client, alena_operator, sign_in, row)
    assert can_read_story(alena_operator, _fresh(row))
    assert not can_read_story(second_operator, _fresh(row))


def test_no_figure_counts_what_is_sealed_off(alena_operator: User, hanna_coordinator: User) -> None:
    rows = [make_request(office=alena_operator.office) for _ in range(3)]
    before = dashboard(hanna_coordinator)
    seal_off(help_request=rows[0], why=WHY, by=alena_operator)
    after = dashboard(hanna_coordinator)
    assert before
    assert after
    assert (before.now.open, after.now.open) == (3, 2)


def test_a_coordinator_seals_nothing_that_nobody_could_open_afterwards(hanna_coordinator: User) -> None:
    row = make_request(office=hanna_coordinator.office)
    with pytest.raises(NotNow):
        seal_off(help_request=row, why=WHY, by=hanna_coordinator)
    assert _fresh(row).sensitivity == 2


def test_two_people_open_it_and_never_one(
    alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    row = members_of(case)[0].help_request
    seal_off(help_request=row, why=WHY, by=maks_lawyer)
    with pytest.raises(Refused):
        ask_unseal(help_request=row, why="over", by=alena_operator)
    ask_unseal(help_request=row, why="over", by=maks_lawyer)
    with pytest.raises(NotNow):
        agree_unseal(help_request=row, agrees=True, by=maks_lawyer)
    assert _fresh(row).sensitivity == 3
    agree_unseal(help_request=row, agrees=True, by=hanna_coordinator)
    assert _fresh(row).sensitivity == 2
    verbs = list(AccessEntry.objects.filter(verb__contains="seal").values_list("verb", flat=True))
    assert {"request.seal", "request.unseal_ask", "request.unseal"} <= set(verbs)
    seal = RequestSeal.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        RequestSeal.objects.filter(pk=seal.pk).update(opened_by=seal.asked_by)


def test_a_no_leaves_it_sealed_and_a_word_can_be_taken_back(
    alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    seal_case(legal_case=case, why=WHY, by=maks_lawyer)
    for decider in (hanna_coordinator, maks_lawyer):
        ask_unseal_case(legal_case=case, why="mistake", by=maks_lawyer)
        agree_unseal_case(legal_case=case, agrees=False, by=decider)
        assert LegalCase.objects.get().is_sealed
        with pytest.raises(NotNow):
            agree_unseal_case(legal_case=case, agrees=True, by=hanna_coordinator)


def test_whoever_asked_and_lost_the_right_since_does_not_count(
    alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    seal_case(legal_case=case, why=WHY, by=maks_lawyer)
    ask_unseal_case(legal_case=case, why="mistake", by=maks_lawyer)
    with writing():
        LegalCase.objects.update(lawyer=None)
    with pytest.raises(NotNow):
        agree_unseal_case(legal_case=LegalCase.objects.get(), agrees=True, by=hanna_coordinator)


def test_a_sealed_case_takes_its_members_along_and_gives_them_back_together(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    one, two = (member.help_request for member in members_of(case))
    late = make_request(office=alena_operator.office)
    with writing():
        HelpRequest.objects.filter(pk=two.pk).update(sensitivity=1)
        HelpRequest.objects.filter(pk=late.pk).update(assigned_to=maks_lawyer)
    seal_case(legal_case=LegalCase.objects.get(), why=WHY, by=maks_lawyer)
    for user, status in ((maks_lawyer, 200), (alena_operator, 404), (hanna_coordinator, 404)):
        assert sign_in(client, user).get(reverse("legal:open", args=[case.pk])).status_code == status
    for row in (one, two):
        assert _shows(client, alena_operator, sign_in, row) == []
    add_member(legal_case=LegalCase.objects.get(), help_request=late, by=maks_lawyer)
    assert _fresh(late).sensitivity == 3  # who comes later is sealed off with the others
    sealed = LegalCase.objects.get()
    with pytest.raises(NotNow):
        ask_unseal(help_request=one, why="over", by=maks_lawyer)
    ask_unseal_case(legal_case=sealed, why="over", by=hanna_coordinator)
    agree_unseal_case(legal_case=sealed, agrees=True, by=maks_lawyer)
    assert [_fresh(row).sensitivity for row in (one, two, late)] == [2, 1, 2]
    assert not LegalCase.objects.get().is_sealed


def test_leaving_a_sealed_case_unseals_nobody_and_loses_nobody(
    alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    seal_case(legal_case=case, why=WHY, by=maks_lawyer)
    member = members_of(case)[0]
    remove_member(membership=member, by=maks_lawyer)
    row = _fresh(member.help_request)
    assert (row.sensitivity, row.assigned_to) == (3, maks_lawyer)


def test_both_halves_of_a_sealed_case_are_sealed(alena_operator: User, maks_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    seal_case(legal_case=case, why=WHY, by=maks_lawyer)
    new = split_case(legal_case=case, chosen={members_of(case)[0].pk}, title="", by=maks_lawyer)
    assert LegalCase.objects.get(pk=new.pk).is_sealed
    assert CaseSeal.objects.filter(opened_at=None).count() == 2


def test_a_coordinator_lets_somebody_into_a_sealed_case_by_its_code_and_never_herself(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    seal_case(legal_case=case, why=WHY, by=maks_lawyer)
    signed = sign_in(client, hanna_coordinator)
    page = signed.get(reverse("legal:access")).content.decode()
    assert case.code not in page
    data = {"person": alena_operator.pk, "why": "desk_work", "until": timezone.localdate().isoformat()}
    unknown = signed.post(reverse("legal:grant_by_code"), {**data, "code": "C-NOTHERE"})
    assert unknown.status_code == 422
    herself = signed.post(
        reverse("legal:grant_by_code"), {**data, "code": case.code, "person": hanna_coordinator.pk}
    )
    assert herself.status_code == 422
    with pytest.raises(Refused):
        give_grant(
            legal_case=case, user=hanna_coordinator, why=WhyGranted.DESK_WORK, until=timezone.localdate(),
            by=hanna_coordinator,
        )  # fmt: skip
    assert signed.post(reverse("legal:grant_by_code"), {**data, "code": case.code}).status_code == 302
    assert sign_in(client, alena_operator).get(reverse("legal:open", args=[case.pk])).status_code == 200
    assert can_read_story(alena_operator, _fresh(members_of(case)[0].help_request))


def test_the_pages_of_sealing_and_unsealing_do_their_work(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    row = members_of(case)[0].help_request
    for name, thing in (("legal:seal", case.pk), ("casefile:seal", row.pk)):
        signed = sign_in(client, maks_lawyer)
        url = reverse(name, args=[thing])
        assert signed.get(url).status_code == 200
        assert signed.post(url, {"why": "no such"}).status_code == 422
        assert signed.post(url, {"why": "threatened"}).status_code == 302
        assert signed.post(url, {"why": "over"}).status_code == 302
        second = sign_in(client, hanna_coordinator)
        code = case.code if name.startswith("legal") else row.code
        assert code in second.get(reverse("legal:access")).content.decode()
        unseal = reverse(name.replace("seal", "unseal"), args=[thing])
        assert second.post(unseal, {"agrees": "yes"}).status_code == 302
        assert (LegalCase.objects.get().is_sealed, _fresh(row).sensitivity) == (False, 2)


def test_no_volunteer_meets_a_task_of_somebody_who_is_sealed_off(
    alena_operator: User, second_operator: User, vika_volunteer: User
) -> None:
    row = make_request(office=alena_operator.office)
    make_open_task(by=alena_operator, help_request=row, tier=0)
    plain = make_open_task(by=alena_operator, tier=0)
    make_profile(vika_volunteer)
    assert Task.objects.visible_to(vika_volunteer).count() == 2
    seal_off(help_request=row, why=WHY, by=alena_operator)
    for stranger in (vika_volunteer, second_operator):
        assert list(Task.objects.visible_to(stranger)) == [plain]
    assert Task.objects.visible_to(alena_operator).count() == 2
    with pytest.raises(NotNow):
        make_open_task(by=alena_operator, help_request=row)
