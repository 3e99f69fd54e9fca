"""Who pays: grants with their promises, and the tag on what is paid from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.utils import IntegrityError
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from cases.funding.actions import keep_funder
from cases.funding.models import Funder
from cases.funding.rules import Measure
from cases.legal.actions import split_case
from cases.legal.models import LegalCase
from cases.reports.actions.tagging import tag
from cases.reports.queries import gateway
from cases.reports.queries.gateway import Population
from cases.reports.queries.report import targets
from cases.reports.rules import Period
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.legal import make_case, make_meeting, members_of, move_meeting
from tests.factories.reports import back, make_funder, snapshot_of_today
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_task_for
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def _typed(**fields: str) -> dict[str, str]:
    day = timezone.localdate()
    dates = {"starts_on": day.isoformat(), "ends_on": (day + timedelta(days=90)).isoformat()}
    return {"name": "Fund", "code": "fund", "is_active": "on", **dates, **fields}


def test_a_coordinator_writes_down_who_pays_and_what_was_promised(
    client: Browser, hanna_coordinator: User, sign_in: SignIn
) -> None:
    sign_in(client, hanna_coordinator)
    client.post(reverse("funding:new"), _typed(target_tasks="30", target_hours="90"))
    funder = Funder.objects.get(code="fund")
    assert dict(funder.targets.values_list("what", "number")) == {"tasks": 30, "hours": 90}
    assert funder.office_id is None
    client.post(reverse("funding:edit", args=[funder.pk]), _typed(target_tasks="40", only_here="on"))
    funder.refresh_from_db()
    assert dict(funder.targets.values_list("what", "number")) == {"tasks": 40}
    assert funder.office == hanna_coordinator.office
    page = client.get(reverse("funding:list")).content.decode()
    assert "fund" in page
    assert reverse("reports:grant", args=[funder.pk]) in page


def test_a_grant_does_not_end_before_it_begins(
    client: Browser, hanna_coordinator: User, sign_in: SignIn
) -> None:
    sign_in(client, hanna_coordinator)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert client.post(reverse("funding:new"), _typed(ends_on=yesterday)).status_code == 422
    day = timezone.localdate()
    wrong = Funder(name="x", code="x", starts_on=day, ends_on=day - timedelta(days=1))
    with pytest.raises(NotNow):
        keep_funder(funder=wrong, targets={}, by=hanna_coordinator)
    with pytest.raises(IntegrityError), writing():
        wrong.save()


def test_a_grant_of_another_office_is_not_hers(hanna_coordinator: User, office_vilnius: Office) -> None:
    foreign = make_funder(office=office_vilnius)
    assert foreign not in Funder.objects.visible_to(hanna_coordinator)
    with pytest.raises(Refused):
        keep_funder(funder=foreign, targets={}, by=hanna_coordinator)
    with pytest.raises(Refused):
        tag(thing=make_request(office=hanna_coordinator.office), funder=foreign, by=hanna_coordinator)


def test_each_of_four_things_carries_a_tag(
    client: Browser, alena_operator: User, maks_lawyer: User, hanna_coordinator: User, sign_in: SignIn
) -> None:
    """And what was done for it is counted exactly, against what was promised."""
    funder = make_funder()
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    meeting = make_meeting(case, by=maks_lawyer)
    one = make_request(office=hanna_coordinator.office)
    task = make_open_task(by=alena_operator)
    sign_in(client, hanna_coordinator)
    things = {"request": one, "case": case, "consultation": meeting, "task": task}
    for kind, thing in things.items():
        url = reverse("reports:tag", args=[kind, thing.pk])
        assert funder.name in client.get(url).content.decode()
        assert client.post(url, {"funder": str(funder.pk)}).status_code == 302
        thing.refresh_from_db()
        assert thing.funder == funder
    assert AccessEntry.objects.filter(verb="funder.tag").count() == 4
    move_meeting(meeting, -2)
    with writing():
        funder.targets.create(what=Measure.CONSULTATIONS.value, number=4)
        funder.targets.create(what=Measure.CASES.value, number=1)
    lines = targets(funder, snapshot_of_today()).lines
    assert [[value.number for value in line.values] for line in lines] == [[1, 1, 100], [4, 1, 25]]


def test_what_is_made_from_a_case_is_paid_as_the_case_is(
    client: Browser, alena_operator: User, maks_lawyer: User, sign_in: SignIn
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    person = members_of(case)[0].help_request
    before = make_meeting(case, by=maks_lawyer, days=2)
    fund, other = make_funder("fund"), make_funder("other")
    tag(thing=LegalCase.objects.get(pk=case.pk), funder=fund, by=maks_lawyer)
    meeting, task = make_meeting(case, by=maks_lawyer, days=3), make_task_for(person, by=alena_operator)
    elsewhere = make_task_for(make_request(office=case.office), by=alena_operator)
    found = [type(one).objects.get(pk=one.pk).funder for one in (before, meeting, task, elsewhere)]
    assert found == [None, fund, fund, None]
    sign_in(client, maks_lawyer)
    page = reverse("reports:tag", args=["consultation", meeting.pk])
    assert f'value="{fund.pk}" selected' in client.get(page).content.decode()
    client.post(page, {"funder": str(other.pk)})
    meeting.refresh_from_db()
    assert meeting.funder == other, "handed down, and hers to change"


def test_a_task_without_a_case_is_paid_as_its_request_is(alena_operator: User) -> None:
    person, fund = make_request(office=alena_operator.office), make_funder("fund")
    tag(thing=person, funder=fund, by=alena_operator)
    person.refresh_from_db()
    assert make_task_for(person, by=alena_operator).funder == fund


def test_both_halves_of_a_split_case_are_paid_as_the_whole_was(
    alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=2)
    fund = make_funder("fund")
    tag(thing=LegalCase.objects.get(pk=case.pk), funder=fund, by=maks_lawyer)
    whole = LegalCase.objects.get(pk=case.pk)
    split_case(legal_case=whole, chosen={members_of(case)[0].pk}, title="Другая палова", by=maks_lawyer)
    assert [one.funder for one in LegalCase.objects.all()] == [fund, fund]


@pytest.mark.parametrize("ended", ["over before the day", "not in use"])
def test_a_grant_that_does_not_pay_for_the_day_is_not_handed_down(
    alena_operator: User, maks_lawyer: User, ended: str
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    fund = make_funder("fund")
    tag(thing=LegalCase.objects.get(pk=case.pk), funder=fund, by=maks_lawyer)
    with writing():
        if ended == "not in use":
            Funder.objects.update(is_active=False)
        else:
            Funder.objects.update(ends_on=timezone.localdate() + timedelta(days=2))
    assert make_meeting(case, by=maks_lawyer, days=3).funder is None


def test_the_tag_comes_off_again_and_twice_is_once(alena_operator: User) -> None:
    one, funder = make_request(office=alena_operator.office), make_funder()
    for _ in range(2):
        tag(thing=one, funder=funder, by=alena_operator)
    assert AccessEntry.objects.filter(verb="funder.tag").count() == 1
    tag(thing=one, funder=None, by=alena_operator)
    one.refresh_from_db()
    assert one.funder is None


def test_what_nobody_may_open_nobody_tags(
    client: Browser, jonas_operator: User, alena_operator: User, sign_in: SignIn
) -> None:
    one = make_request(office=alena_operator.office)
    sign_in(client, jonas_operator)
    for kind in ("request", "nothing"):
        assert client.get(reverse("reports:tag", args=[kind, one.pk])).status_code == 404


def test_a_grant_that_is_over_is_offered_no_more(
    client: Browser, alena_operator: User, sign_in: SignIn
) -> None:
    old = make_funder("old", starts_on=back(9), ends_on=back(3))
    one = make_request(office=alena_operator.office)
    sign_in(client, alena_operator)
    url = reverse("reports:tag", args=["request", one.pk])
    assert old.name not in client.get(url).content.decode()
    assert client.post(url, {"funder": str(old.pk)}).status_code == 422


def test_outputs_of_an_office_are_its_own(
    alena_operator: User, maks_lawyer: User, office_vilnius: Office
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    move_meeting(make_meeting(case, by=maks_lawyer), -1)
    snapshot = snapshot_of_today()
    here, there = (
        gateway.done(snapshot, Population(Period(back(2), back(0)), office))
        for office in (case.office_id, office_vilnius.pk)
    )
    assert here[Measure.CONSULTATIONS.value, ""] == 1
    assert there == {}
