"""Leaving: everything at once, a pseudonym after ninety days, and what is erased when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.joining.actions import (
    decline,
    erase_old_applications,
    forget_left,
    invite_applicant,
    leave,
    vet,
    welcome,
)
from cases.joining.models import Application, Reference, TalkSeat
from cases.mentoring.actions import name_deputy, start_mentorship
from cases.mentoring.models import Mentorship
from cases.volunteering.actions import approve_claim, claim_task
from cases.volunteering.models import Claim, Task, VolunteerProfile
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, RoleGrant, StaffSession, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.models import DataKey
from tests.factories.accounts import grant
from tests.factories.joining import NAME, make_application, make_ready
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_profile, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def vika(vika_volunteer: User) -> User:
    make_profile(vika_volunteer)
    return vika_volunteer


def profile_of(user: User) -> VolunteerProfile:
    return VolunteerProfile.objects.select_related("user").get(pk=user.pk)


def long_ago(user: User, days: int) -> None:
    with writing():
        left = timezone.localdate() - timedelta(days=days)
        VolunteerProfile.objects.filter(pk=user.pk).update(left_on=left)


def test_leaving_closes_everything_at_once(
    client: Client, sign_in: SignIn, vika: User, alena_operator: User
) -> None:
    held = claim_task(task_id=make_open_task(by=alena_operator).pk, by=vika)
    approve_claim(claim=held, by=alena_operator)
    asked = claim_task(task_id=make_open_task(by=alena_operator).pk, by=vika)
    month = start_mentorship(
        help_request=make_request(office=alena_operator.office), mentor=vika, brief="Сям'я", by=alena_operator
    )
    elsewhere = sign_in(Client(), vika)
    sign_in(client, vika)
    answer = client.post(reverse("joining:leave"))
    assert answer.status_code == 200
    for browser in (client, elsewhere):
        assert browser.get(reverse("volunteering:board"))["Location"].startswith("/desk/account/login/")
    assert not StaffSession.objects.filter(user=vika).exists()
    assert not RoleGrant.objects.filter(user=vika, revoked_at=None).exists()
    states = {claim.state for claim in Claim.objects.filter(pk__in=[held.pk, asked.pk])}
    assert states == {"released"}
    assert set(Task.objects.values_list("status", flat=True)) == {"open"}
    assert Mentorship.objects.get(pk=month.pk).mentor_left_at is not None
    gone = User.objects.get(pk=vika.pk)
    assert not gone.is_active
    assert not gone.has_usable_password()
    assert gone.authenticator_set.count() == 0
    assert profile_of(vika).state == "left"


def test_the_desk_sees_which_household_needs_a_deputy(
    client: Client, sign_in: SignIn, vika: User, alena_operator: User
) -> None:
    month = start_mentorship(
        help_request=make_request(office=alena_operator.office), mentor=vika, brief="Сям'я", by=alena_operator
    )
    leave(profile=profile_of(vika), by=vika)
    sign_in(client, alena_operator)
    assert "name a deputy" in client.get(reverse("mentoring:list")).content.decode()
    name_deputy(mentorship=month, deputy=make_volunteer(office=alena_operator.office), by=alena_operator)
    assert "name a deputy" not in client.get(reverse("mentoring:list")).content.decode()


def test_another_role_keeps_its_account(vika: User) -> None:
    grant(vika, Role.EDITOR)
    leave(profile=profile_of(vika), by=vika)
    still = User.objects.get(pk=vika.pk)
    assert still.is_active
    assert still.roles == {Role.EDITOR}
    long_ago(vika, 200)
    assert forget_left() == 0


def test_a_coordinator_of_the_office_may_end_it_and_nobody_else(
    vika: User, hanna_coordinator: User, alena_operator: User, piotr_administrator: User, jonas_operator: User
) -> None:
    for other in (alena_operator, piotr_administrator, jonas_operator, make_volunteer(office=vika.office)):
        with pytest.raises(Refused):
            leave(profile=profile_of(vika), by=other)
    leave(profile=profile_of(vika), by=hanna_coordinator)
    with pytest.raises(NotNow):
        leave(profile=profile_of(vika), by=hanna_coordinator)


def test_who_has_left_cannot_be_vetted_back(
    office_warsaw: Office, hanna_coordinator: User, piotr_administrator: User
) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    vet(application=row, tier=1, by=hanna_coordinator)
    user, _token = invite_applicant(application=row, by=piotr_administrator)
    leave(profile=profile_of(user), by=hanna_coordinator)
    with pytest.raises(NotNow, match="left"):
        vet(application=Application.objects.get(pk=row.pk), tier=1, by=hanna_coordinator)


def test_who_comes_again_begins_anew(
    office_warsaw: Office, hanna_coordinator: User, piotr_administrator: User
) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    vet(application=row, tier=1, by=hanna_coordinator)
    user, _token = invite_applicant(application=row, by=piotr_administrator)
    leave(profile=profile_of(user), by=hanna_coordinator)
    again = make_application(office_warsaw)
    welcome(application=again, by=hanna_coordinator)
    same, _token = invite_applicant(application=again, by=piotr_administrator)
    assert same.pk == user.pk
    profile = profile_of(user)
    assert (profile.state, profile.tier, profile.left_on) == ("applied", 0, None)
    assert list(Application.objects.values_list("pk", flat=True)) == [again.pk]
    assert RoleGrant.objects.filter(user=user, revoked_at=None).count() == 1


def test_after_ninety_days_the_name_is_gone_and_the_log_still_fits(
    office_warsaw: Office, hanna_coordinator: User, piotr_administrator: User
) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    vet(application=row, tier=1, by=hanna_coordinator)
    user, _token = invite_applicant(application=row, by=piotr_administrator)
    keys = [key for key in (row.application_key_id, profile_of(user).profile_key_id) if key]
    assert len(keys) == 2
    leave(profile=profile_of(user), by=hanna_coordinator)
    entries = list(AccessEntry.objects.order_by("pk").values_list("pk", "hash"))
    long_ago(user, 89)
    assert forget_left() == 0
    long_ago(user, 90)
    assert forget_left(dry_run=True) == 1
    assert User.objects.get(pk=user.pk).name == NAME  # a dry run only counts
    assert (forget_left(), forget_left()) == (1, 0)
    gone = User.objects.get(pk=user.pk)
    assert NAME not in (gone.name, gone.email)
    assert gone.email.endswith("@left.invalid")
    assert not Application.objects.filter(pk=row.pk).exists()
    assert not Reference.objects.exists()
    assert not TalkSeat.objects.exists()
    assert not DataKey.objects.filter(pk__in=keys).exists()
    assert list(AccessEntry.objects.order_by("pk").values_list("pk", "hash"))[: len(entries)] == entries
    call_command("verify_access_log")
    about = AccessEntry.objects.filter(object_type="accounts.user", object_id=str(gone.pk))
    assert {"team.invite", "team.become_pseudonym"} <= set(about.values_list("verb", flat=True))


def test_tasks_done_keep_their_hours_under_the_pseudonym(vika: User, alena_operator: User) -> None:
    claim = claim_task(task_id=make_open_task(by=alena_operator).pk, by=vika)
    leave(profile=profile_of(vika), by=vika)
    long_ago(vika, 91)
    forget_left()
    assert Claim.objects.select_related("volunteer").get(pk=claim.pk).volunteer.name.startswith("— ")


def test_declined_applications_are_erased_after_a_month(
    office_warsaw: Office, hanna_coordinator: User
) -> None:
    row = make_ready(make_application(office_warsaw), by=hanna_coordinator)
    decline(application=row, by=hanna_coordinator)
    assert erase_old_applications() == 0
    with writing():
        Application.objects.update(decided_on=timezone.localdate() - timedelta(days=30))
    assert erase_old_applications(dry_run=True) == 1
    assert Application.objects.exists()
    assert (erase_old_applications(), erase_old_applications()) == (1, 0)
    assert not Application.objects.exists()
    assert not DataKey.objects.filter(purpose="application").exists()
    assert AccessEntry.objects.filter(verb="application.erase", object_id=str(row.pk)).exists()


def test_what_nobody_answered_for_a_year_is_erased_as_well(office_warsaw: Office) -> None:
    make_application(office_warsaw)
    with writing():
        Application.objects.update(made_on=timezone.localdate() - timedelta(days=364))
    assert erase_old_applications() == 0
    with writing():
        Application.objects.update(made_on=timezone.localdate() - timedelta(days=365))
    assert erase_old_applications() == 1


def test_the_command_reports_before_it_does_anything(vika: User, capsys: pytest.CaptureFixture[str]) -> None:
    leave(profile=profile_of(vika), by=vika)
    long_ago(vika, 100)
    call_command("forget_volunteers", "--dry-run")
    assert "1" in capsys.readouterr().out
    assert profile_of(vika).forgotten_on is None
    call_command("forget_volunteers")
    assert profile_of(vika).forgotten_on == timezone.localdate()
