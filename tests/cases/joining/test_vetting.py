"""Vetting: what belongs to it, one person or two, group talks, the invitation, and what opens then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.joining.actions import decline, invite_applicant, plan_talk, vet, welcome, write_note
from cases.joining.models import Application, Talk, Vetting
from cases.joining.queries import application_view
from cases.joining.workflow import ApplicationState
from cases.volunteering.models import VolunteerProfile
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, RoleGrant, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.team.models import TeamInvitation
from tests.architecture.world import session_of
from tests.factories.accounts import UserFactory
from tests.factories.joining import AVOID, NAME, make_application, make_ready
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_coordinator(office_warsaw: Office) -> User:
    return UserFactory.create(roles=[Role.COORDINATOR], office=office_warsaw)


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_nobody_is_vetted_without_a_note_and_two_references(
    office_warsaw: Office, hanna_coordinator: User
) -> None:
    with pytest.raises(NotNow, match="two references"):
        vet(application=make_application(office_warsaw), tier=1, by=hanna_coordinator)
    assert not Vetting.objects.exists()


def test_one_person_is_enough_for_tier_1(office_warsaw: Office, hanna_coordinator: User) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    assert vet(application=row, tier=1, by=hanna_coordinator).is_complete
    assert fresh(row).state == ApplicationState.WELCOME.value


def test_tier_2_takes_two_different_people(
    office_warsaw: Office, hanna_coordinator: User, piotr_administrator: User
) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    assert not vet(application=row, tier=2, by=hanna_coordinator).is_complete
    assert fresh(row).state == ApplicationState.TALKING.value
    with pytest.raises(NotNow, match="second person"):
        vet(application=row, tier=2, by=hanna_coordinator)
    done = vet(application=row, tier=2, by=piotr_administrator)
    assert (done.first_by, done.second_by) == (hanna_coordinator, piotr_administrator)
    assert fresh(row).state == ApplicationState.WELCOME.value


def test_the_database_knows_two_people_as_well(office_warsaw: Office, hanna_coordinator: User) -> None:
    row = make_application(office_warsaw)
    today = timezone.localdate()
    with pytest.raises(IntegrityError, match="two_people_for_tier_2"), transaction.atomic(), writing():
        Vetting(
            application=row,
            tier=2,
            first_by=hanna_coordinator,
            first_on=today,
            second_by=hanna_coordinator,
            second_on=today,
        ).save()


def test_a_first_yes_of_somebody_who_may_not_any_more_does_not_count(
    office_warsaw: Office, hanna_coordinator: User, other_coordinator: User
) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    vet(application=row, tier=2, by=hanna_coordinator)
    RoleGrant.objects.filter(user=hanna_coordinator).update(revoked_at=timezone.now())
    assert not vet(application=row, tier=2, by=other_coordinator).is_complete


@pytest.mark.parametrize("who", ["alena_operator", "vika_volunteer", "maks_lawyer", "ruta_auditor"])
def test_other_roles_vet_nobody(
    request: pytest.FixtureRequest, office_warsaw: Office, hanna_coordinator: User, who: str
) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    person = request.getfixturevalue(who)
    for act in (lambda: vet(application=row, tier=1, by=person), lambda: welcome(application=row, by=person)):
        with pytest.raises(Refused):
            act()


def test_nobody_vouches_for_herself(office_warsaw: Office, hanna_coordinator: User) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    with writing():
        Application.objects.filter(pk=row.pk).update(user=hanna_coordinator)
    with pytest.raises(Refused):
        vet(application=fresh(row), tier=1, by=hanna_coordinator)


def test_one_date_for_many_with_notes_apart(office_warsaw: Office, hanna_coordinator: User) -> None:
    rows = [make_application(office_warsaw, email=f"a{n}@applicant.example") for n in range(4)]
    ahead = timezone.now() + timedelta(days=3)
    talk = plan_talk(applications=rows, starts_at=ahead, by=hanna_coordinator)
    assert (Talk.objects.count(), talk.seats.count()) == (1, 4)
    first, second, *_others = talk.seats.order_by("pk")
    write_note(seat=first, note="Пра першую", by=hanna_coordinator)
    write_note(seat=second, note="Пра другую", by=hanna_coordinator)
    view = application_view(fresh(first.application), by=hanna_coordinator)
    assert [note for _seat, note in view.seats] == ["Пра першую"]
    assert first.application.application_key_id != second.application.application_key_id


def test_a_talk_lies_ahead_and_has_somebody(office_warsaw: Office, hanna_coordinator: User) -> None:
    row = make_application(office_warsaw)
    with pytest.raises(NotNow):
        plan_talk(applications=[row], starts_at=timezone.now(), by=hanna_coordinator)
    with pytest.raises(NotNow):
        plan_talk(applications=[], starts_at=timezone.now() + timedelta(days=1), by=hanna_coordinator)


def test_the_invitation_makes_the_account_and_is_the_second_yes_to_the_role(
    office_warsaw: Office, hanna_coordinator: User, piotr_administrator: User
) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    vet(application=row, tier=1, by=hanna_coordinator)
    with pytest.raises(Refused):  # coordinators do not invite
        invite_applicant(application=row, by=hanna_coordinator)
    user, token = invite_applicant(application=row, by=piotr_administrator)
    grant = RoleGrant.objects.get(user=user)
    assert (grant.role, grant.proposed_by, grant.confirmed_by) == (
        "volunteer",
        hanna_coordinator,
        piotr_administrator,
    )
    assert TeamInvitation.objects.open().filter(user=user).count() == 1
    assert token
    assert (user.name, user.email, user.is_active) == (NAME, "alesia@applicant.example", False)
    profile = VolunteerProfile.objects.get(pk=user.pk)
    assert (profile.tier, profile.state) == (1, "vetted")
    assert profile.languages == ["be", "pl"]  # a little Lithuanian does not interpret
    assert profile.renew_on == timezone.localdate() + timedelta(days=365)
    assert fresh(row).state == ApplicationState.INVITED.value


def test_who_said_welcome_does_not_send_the_invitation_as_well(
    office_warsaw: Office, piotr_administrator: User
) -> None:
    row = make_application(office_warsaw)
    welcome(application=row, by=piotr_administrator)
    with pytest.raises(NotNow, match="Somebody else"):
        invite_applicant(application=row, by=piotr_administrator)


def test_welcome_without_vetting_is_tier_0(
    office_warsaw: Office, hanna_coordinator: User, piotr_administrator: User
) -> None:
    row = make_application(office_warsaw)
    welcome(application=row, by=hanna_coordinator)
    user, _token = invite_applicant(application=row, by=piotr_administrator)
    profile = VolunteerProfile.objects.get(pk=user.pk)
    assert (profile.tier, profile.state, profile.renew_on) == (0, "applied", None)


def test_a_declined_application_stays_declined(office_warsaw: Office, hanna_coordinator: User) -> None:
    row = make_application(office_warsaw)
    decline(application=row, by=hanna_coordinator)
    with pytest.raises(NotNow):
        welcome(application=row, by=hanna_coordinator)
    with pytest.raises(NotNow):
        vet(application=row, tier=1, by=hanna_coordinator)


def test_the_whole_way_through_the_pages(
    client: Client,
    sign_in: SignIn,
    office_warsaw: Office,
    hanna_coordinator: User,
    piotr_administrator: User,
) -> None:
    row = make_application(office_warsaw)
    sign_in(client, hanna_coordinator)
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    page = client.post(
        reverse("joining:plan_talk"), {"selected": [str(row.pk)], "on_date": day, "at_time": "18:00"}
    )
    talk = Talk.objects.get()
    assert page["Location"] == reverse("joining:talk", args=[talk.pk])
    seat = talk.seats.get()
    assert NAME in client.get(page["Location"]).content.decode()
    client.post(reverse("joining:note", args=[talk.pk, seat.pk]), {"note": "Добра"})
    for number in ("1", "2"):
        client.post(reverse("joining:reference", args=[row.pk]), {"number": number, "words": "Ведаю яе"})
    answer = client.post(reverse("joining:vet", args=[row.pk]), {"tier": "1"}, follow=True)
    assert AVOID in answer.content.decode()
    admin = sign_in(Client(), piotr_administrator)
    listed = admin.get(reverse("joining:applications")).content.decode()
    assert str(row.pk) in listed
    shown = admin.post(reverse("joining:invite", args=[row.pk])).content.decode()
    assert "/desk/welcome/" in shown or "welcome" in shown
    assert fresh(row).user is not None


def test_a_yes_to_a_tier_asks_for_a_fresh_sign_in(
    client: Client, sign_in: SignIn, office_warsaw: Office, hanna_coordinator: User
) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    session = session_of(sign_in(client, hanna_coordinator))
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**method, "at": method["at"] - 3600} for method in methods]
    session.save()
    answer = client.post(reverse("joining:vet", args=[row.pk]), {"tier": "1"})
    assert answer.status_code == 302
    assert "/desk/account/" in answer["Location"]
    assert not Vetting.objects.exists()
