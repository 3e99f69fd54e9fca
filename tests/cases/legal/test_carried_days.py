"""A confirmed last day is lost nowhere: the queue sees it in the case, and it goes along when she leaves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.alarms.queries.monday import monday
from cases.legal.actions import (
    add_deadline,
    add_member,
    close_case,
    confirm_deadline,
    drop_deadline,
    finish_deadline,
    remove_member,
    return_absent,
)
from cases.legal.models import Deadline, LegalCase, Membership
from cases.legal.queries import days_of
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status
from cases.triage.queries import Wanted, queue
from cases.workload.queries.mine import my_load
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from tests.factories.legal import invite_all, make_case, make_meeting, members_of, move_meeting
from tests.factories.requests import make_holder, make_request
from tests.factories.web import unlock

pytestmark = pytest.mark.django_db
DAYS = {"soon": 2, "later": 9, "far": 30}


def on(name: str | None) -> date | None:
    return timezone.localdate() + timedelta(days=DAYS[name]) if name else None


def confirmed(member: Membership, when: str, by: User, kind: str = "pl_refusal") -> Deadline:
    deadline = add_deadline(membership=member, kind=kind, document_on=timezone.localdate(), by=by)
    due_on = on(when)
    assert due_on is not None
    confirm_deadline(deadline=deadline, due_on=due_on, by=by)
    return Deadline.objects.get(pk=deadline.pk)


def carried(help_request: HelpRequest) -> date | None:
    return HelpRequest.objects.get(pk=help_request.pk).deadline_on


@pytest.fixture
def case(alena_operator: User, maks_lawyer: User) -> LegalCase:
    holder = make_holder(office=alena_operator.office)
    hers = make_request(client=holder.client, deadline_on=on("far"), status=Status.TRIAGED)
    return make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[hers])


@pytest.mark.parametrize("how", ["taken out", "case closed", "given back"])
def test_whoever_leaves_a_case_takes_her_nearest_day_along(
    how: str, case: LegalCase, maks_lawyer: User, hanna_coordinator: User
) -> None:
    (member,) = members_of(case)
    for kind, when in (("other", "later"), ("pl_refusal", "soon")):
        confirmed(member, when, maks_lawyer, kind)
    with writing():  # as an operator may have written meanwhile
        HelpRequest.objects.update(deadline_on=None)
    if how == "taken out":
        remove_member(membership=member, by=maks_lawyer)
    elif how == "case closed":
        close_case(legal_case=case, by=maks_lawyer)
    else:
        meeting = make_meeting(case, by=maks_lawyer)
        invite_all(meeting, by=maks_lawyer)
        move_meeting(meeting, -1)
        meeting.refresh_from_db()
        assert return_absent(consultation=meeting, by=maks_lawyer) == 1
    help_request = HelpRequest.objects.get(pk=member.help_request_id)
    assert (help_request.status, help_request.deadline_on) == (Status.TRIAGED.value, on("soon"))
    pressing = queue(hanna_coordinator, Wanted(pressing="week"))
    assert [row.pk for row in pressing] == [help_request.pk]
    lines = monday(hanna_coordinator, on("soon")).due.deadlines
    assert [(one.due_on, one.pk, one.code) for one in lines] == [
        (on("soon"), help_request.pk, help_request.code)
    ]


def test_she_goes_on_reading_the_day_until_somebody_decides_about_it(
    client: Client, alena_operator: User, maks_lawyer: User
) -> None:
    holder = make_holder(office=alena_operator.office)
    hers = make_request(client=holder.client)
    (member,) = members_of(make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[hers]))
    deadline = confirmed(member, "soon", maks_lawyer)
    remove_member(membership=member, by=maks_lawyer)
    assert [day for _pk, _words, day in days_of([hers.pk])] == [deadline.due_on]
    words = "Last day to send the appeal"
    unlock(client, holder.digits)
    assert words in client.get("/en/inbox/").content.decode()
    with writing():
        HelpRequest.objects.filter(pk=hers.pk).update(deadline_on=None)
    assert days_of([hers.pk]) == []
    assert words not in client.get("/en/inbox/").content.decode()


def test_the_queue_knows_the_day_from_its_confirmation_on(
    case: LegalCase, maks_lawyer: User, alena_operator: User
) -> None:
    (member,) = members_of(case)
    hers = member.help_request
    assert carried(hers) == on("far")
    later = confirmed(member, "later", maks_lawyer)
    assert carried(hers) == on("later")
    soon = confirmed(member, "soon", maks_lawyer, "other")
    assert carried(hers) == on("soon")
    assert [row.pk for row in queue(alena_operator, Wanted(pressing="week"))] == [hers.pk]
    assert len([one for one in my_load(maks_lawyer).ahead if one.on == on("soon")]) == 1
    finish_deadline(deadline=soon, done=True, by=maks_lawyer)
    assert carried(hers) == on("later")
    finish_deadline(deadline=soon, done=False, by=maks_lawyer)
    assert carried(hers) == on("soon")
    drop_deadline(deadline=soon, by=maks_lawyer)
    confirm_deadline(deadline=later, due_on=timezone.localdate() + timedelta(days=40), by=maks_lawyer)
    assert carried(hers) == on("far")  # what she came with


def test_an_undo_gives_back_exactly_what_she_came_with(
    case: LegalCase, maks_lawyer: User, alena_operator: User
) -> None:
    (member,) = members_of(case)
    deadline = confirmed(member, "soon", maks_lawyer)
    finish_deadline(deadline=deadline, done=True, by=maks_lawyer)
    remove_member(membership=member, by=maks_lawyer)
    assert carried(member.help_request) == on("far")
    # She comes again with a day of the first stay that runs, and that the desk has decided about since.
    with writing():
        Deadline.objects.update(done_at=None)
        HelpRequest.objects.update(deadline_on=None)
    add_member(legal_case=case, help_request=member.help_request, by=alena_operator)
    remove_member(membership=members_of(case)[0], by=alena_operator)
    assert carried(member.help_request) is None
