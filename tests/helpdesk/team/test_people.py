"""Promises of people: single-use invitations, two people for a role and a reset, freezing at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, RoleGrant, StaffSession, User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.team import actions
from helpdesk.team.models import TeamInvitation
from tests.factories.accounts import PASSWORD, UserFactory

SignIn = Callable[[Client, User], Client]


def fresh(user: User) -> User:
    """The same person on her next request."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def token(piotr_administrator: User, office_warsaw: Office) -> str:
    return actions.invite(
        email="new@ganak.example", name="New", language="be", office=office_warsaw, by=piotr_administrator
    )[1]


def answer(client: Client, token: str, password: str = PASSWORD) -> Any:
    data = {"name": "Nina", "language": "be", "password": password, "again": password}
    return client.post(reverse("team:welcome", args=[token]), data)


def test_an_administrator_gets_a_link_to_hand_over(
    client: Client, sign_in: SignIn, piotr_administrator: User, office_warsaw: Office
) -> None:
    sign_in(client, piotr_administrator)
    assert client.get(reverse("team:invite")).status_code == 200
    data = {"email": "New@Ganak.example", "name": "New", "language": "be", "office": office_warsaw.pk}
    page = client.post(reverse("team:invite"), data).content.decode()
    found = re.search(r"/desk/welcome/([\w-]+)/", page)
    assert found
    assert found[1] not in str(list(TeamInvitation.objects.values()))
    assert answer(Client(), found[1]).headers["Location"] == reverse("account_login")
    user = User.objects.get(email="new@ganak.example")
    assert user.is_active
    assert user.check_password(PASSWORD)
    assert not user.roles


def test_an_invitation_mail_carries_no_link(token: str) -> None:
    message = OutgoingMessage.objects.get()
    assert token not in str(vars(message))


def test_an_invitation_works_once(client: Client, token: str) -> None:
    assert client.get(reverse("team:welcome", args=[token])).status_code == 200
    assert answer(client, token).status_code == 302
    assert answer(client, token, "another long password").status_code == 404
    assert User.objects.get(email="new@ganak.example").check_password(PASSWORD)


def test_an_invitation_dies_after_a_day(client: Client, token: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        old = client.get(reverse("team:welcome", args=[token]))
        wrong = client.get(reverse("team:welcome", args=["no-such-token"]))
    assert old.status_code == wrong.status_code == 404
    assert len(old.content) == len(wrong.content)


def test_a_second_invitation_ends_the_first(
    client: Client, token: str, piotr_administrator: User, office_warsaw: Office
) -> None:
    actions.invite(
        email="new@ganak.example", name="New", language="be", office=office_warsaw, by=piotr_administrator
    )
    assert answer(client, token).status_code == 404
    assert User.objects.filter(email="new@ganak.example").count() == 1


def test_somebody_with_an_account_is_not_invited(
    piotr_administrator: User, alena_operator: User, office_warsaw: Office
) -> None:
    with pytest.raises(NotNow):
        actions.invite(
            email=alena_operator.email, name="A", language="be", office=office_warsaw, by=piotr_administrator
        )


def test_only_administrators_invite(hanna_coordinator: User, office_warsaw: Office) -> None:
    with pytest.raises(Refused):
        actions.invite(
            email="x@y.example", name="X", language="be", office=office_warsaw, by=hanna_coordinator
        )


def test_a_weak_or_mistyped_password_keeps_the_link_alive(client: Client, token: str) -> None:
    assert answer(client, token, "short").status_code == 200
    data = {"name": "N", "language": "be", "password": PASSWORD, "again": PASSWORD + "x"}
    assert client.post(reverse("team:welcome", args=[token]), data).status_code == 200
    assert answer(client, token).status_code == 302


def test_a_role_works_only_after_a_second_person_agreed(
    piotr_administrator: User, hanna_coordinator: User, ina_editor: User
) -> None:
    grant = actions.propose_role(user=ina_editor, role=Role.LAWYER, by=piotr_administrator)
    assert Role.LAWYER not in fresh(ina_editor).roles
    with pytest.raises(Refused):
        actions.confirm_role(grant=grant, by=piotr_administrator)
    actions.confirm_role(grant=grant, by=hanna_coordinator)
    assert Role.LAWYER in fresh(ina_editor).roles
    with pytest.raises(NotNow):
        actions.confirm_role(grant=grant, by=UserFactory.create(roles=[Role.COORDINATOR]))
    entries = AccessEntry.objects.filter(object_id=str(ina_editor.pk)).values_list("verb", "actor_id")
    assert ("team.propose_role", str(piotr_administrator.pk)) in entries
    assert ("team.confirm_role", str(hanna_coordinator.pk)) in entries


def test_nobody_proposes_or_confirms_for_herself(piotr_administrator: User, hanna_coordinator: User) -> None:
    with pytest.raises(Refused):
        actions.propose_role(user=hanna_coordinator, role=Role.LAWYER, by=hanna_coordinator)
    grant = actions.propose_role(user=hanna_coordinator, role=Role.LAWYER, by=piotr_administrator)
    with pytest.raises(Refused):
        actions.confirm_role(grant=grant, by=hanna_coordinator)


def test_a_proposal_dies_with_its_proposers_powers(
    piotr_administrator: User, hanna_coordinator: User, ina_editor: User
) -> None:
    grant = actions.propose_role(user=ina_editor, role=Role.LAWYER, by=hanna_coordinator)
    actions.freeze_user(user=hanna_coordinator, by=piotr_administrator)
    with pytest.raises(Refused):
        actions.confirm_role(grant=grant, by=piotr_administrator)


def test_administrators_and_auditors_never_get_a_role_that_opens_stories(
    piotr_administrator: User, hanna_coordinator: User, ruta_auditor: User, alena_operator: User
) -> None:
    for user, role in (
        (piotr_administrator, Role.OPERATOR),
        (ruta_auditor, Role.VOLUNTEER),
        (ruta_auditor, Role.ADMINISTRATOR),
        (alena_operator, Role.ADMINISTRATOR),
    ):
        with pytest.raises(NotNow):
            actions.propose_role(user=user, role=role, by=hanna_coordinator)


def test_a_role_is_taken_back_by_one_person_at_once(hanna_coordinator: User, alena_operator: User) -> None:
    grant = RoleGrant.objects.get(user=alena_operator)
    with pytest.raises(Refused):
        actions.revoke_role(grant=grant, by=UserFactory.create(roles=[Role.EDITOR]))
    actions.revoke_role(grant=grant, by=hanna_coordinator)
    assert not fresh(alena_operator).roles
    with pytest.raises(NotNow):
        actions.revoke_role(grant=grant, by=hanna_coordinator)


def test_a_frozen_person_is_out_within_a_second(
    client: Client, sign_in: SignIn, alena_operator: User, ruta_auditor: User
) -> None:
    sign_in(client, alena_operator)
    assert client.get(reverse("team:me")).status_code == 200
    auditor = sign_in(Client(), ruta_auditor)
    start = time.monotonic()
    auditor.post(reverse("team:freeze", args=[alena_operator.pk]), {"reason": "lost laptop"})
    assert client.get(reverse("team:me")).status_code == 302
    assert time.monotonic() - start < 1
    assert not StaffSession.objects.filter(user=alena_operator).exists()
    assert not fresh(alena_operator).can(Permission.USE_DESK)
    assert AccessEntry.objects.get(verb="team.freeze").reason == "lost laptop"


@pytest.mark.parametrize("role", [Role.LAWYER, Role.EDITOR, Role.VOLUNTEER])
def test_others_cannot_freeze(role: Role, alena_operator: User) -> None:
    with pytest.raises(Refused):
        actions.freeze_user(user=alena_operator, by=UserFactory.create(roles=[role]))


def test_nobody_freezes_herself(hanna_coordinator: User) -> None:
    with pytest.raises(Refused):
        actions.freeze_user(user=hanna_coordinator, by=hanna_coordinator)


def test_two_people_let_somebody_in_anew(
    client: Client, piotr_administrator: User, hanna_coordinator: User, alena_operator: User
) -> None:
    actions.freeze_user(user=alena_operator, by=hanna_coordinator)
    reset = actions.propose_reset(user=fresh(alena_operator), by=piotr_administrator)
    with pytest.raises(Refused):
        actions.confirm_reset(reset=reset, by=piotr_administrator)
    token = actions.confirm_reset(reset=reset, by=hanna_coordinator)
    assert not Authenticator.objects.filter(user=alena_operator).exists()
    with pytest.raises(NotNow):
        actions.confirm_reset(reset=reset, by=hanna_coordinator)
    assert answer(client, token).status_code == 302
    back = fresh(alena_operator)
    assert back.frozen_at is None
    assert back.roles == {Role.OPERATOR}


def test_the_pages_of_people_work(
    client: Client, sign_in: SignIn, piotr_administrator: User, hanna_coordinator: User, ina_editor: User
) -> None:
    admin = sign_in(client, piotr_administrator)
    coordinator = sign_in(Client(), hanna_coordinator)
    person = reverse("team:person", args=[ina_editor.pk])
    assert admin.get(reverse("team:people")).status_code == 200
    assert admin.get(person).status_code == 200
    admin.post(reverse("team:propose_role", args=[ina_editor.pk]), {"role": "lawyer"})
    grant = RoleGrant.objects.get(user=ina_editor, role=Role.LAWYER)
    assert reverse("team:confirm_role", args=[grant.pk]) not in admin.get(person).content.decode()
    assert reverse("team:confirm_role", args=[grant.pk]) in coordinator.get(person).content.decode()
    assert admin.post(reverse("team:confirm_role", args=[grant.pk])).status_code == 403
    assert coordinator.post(reverse("team:confirm_role", args=[grant.pk])).status_code == 302
    assert fresh(ina_editor).has_role(Role.LAWYER)
    assert coordinator.post(reverse("team:revoke_role", args=[grant.pk])).status_code == 302
    admin.post(reverse("team:propose_reset", args=[ina_editor.pk]))
    reset = ina_editor.sign_in_resets.get()
    assert b"/desk/welcome/" in coordinator.post(reverse("team:confirm_reset", args=[reset.pk])).content


def test_deciding_on_a_colleague_needs_a_fresh_sign_in(
    client: Client, sign_in: SignIn, piotr_administrator: User, ina_editor: User
) -> None:
    sign_in(client, piotr_administrator)
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        response = client.post(reverse("team:propose_role", args=[ina_editor.pk]), {"role": "lawyer"})
    assert response.headers["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
    assert not RoleGrant.objects.filter(role=Role.LAWYER).exists()


def test_own_sessions_are_listed_and_ended(
    client: Client, sign_in: SignIn, alena_operator: User, jonas_operator: User
) -> None:
    other = sign_in(Client(), alena_operator)
    foreign = sign_in(Client(), jonas_operator)
    sign_in(client, alena_operator)
    page = client.get(reverse("team:me"))
    assert len(page.context["sessions"]) == 2
    theirs = StaffSession.objects.get(user=jonas_operator)
    assert client.post(reverse("team:end_session", args=[theirs.pk])).status_code == 404
    here = page.context["here"]
    there = alena_operator.staff_sessions.exclude(key_hash=here).get()
    assert client.post(reverse("team:end_session", args=[there.pk])).status_code == 302
    assert other.get(reverse("team:me")).status_code == 302
    assert client.get(reverse("team:me")).status_code == 200
    assert foreign.get(reverse("team:me")).status_code == 200


def test_all_other_sessions_end_with_one_click(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    others = [sign_in(Client(), alena_operator) for _ in range(2)]
    sign_in(client, alena_operator)
    client.post(reverse("team:end_other_sessions"))
    assert client.get(reverse("team:me")).status_code == 200
    assert [other.get(reverse("team:me")).status_code for other in others] == [302, 302]


def test_one_chooses_the_language_of_the_desk(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    sign_in(client, alena_operator)
    client.post(reverse("team:me"), {"language": "lt"})
    assert fresh(alena_operator).language == "lt"


def test_an_empty_desk_is_founded_by_two_people_once(office_warsaw: Office) -> None:
    links = actions.found_desk(administrator="a@x.example", coordinator="b@x.example", office=office_warsaw)
    assert set(links) == {"a@x.example", "b@x.example"}
    with pytest.raises(NotNow):
        actions.found_desk(administrator="c@x.example", coordinator="d@x.example", office=office_warsaw)
