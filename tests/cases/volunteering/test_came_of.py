"""What a volunteer reads when the request behind her task was closed, and nobody wrote her a line."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from cases.requests.actions import change_status
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome, Status
from cases.volunteering.actions import approve_claim, claim_task, finish_claim, tell_what_came
from cases.volunteering.queries import my_tasks
from cases.volunteering.workflow import CameOf
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import User
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_volunteer

pytestmark = pytest.mark.django_db
LINES = {
    Outcome.SOLVED: "It is solved.",
    Outcome.ANSWERED: "It is solved.",
    Outcome.HANDED_ON: "Another helper goes on with it.",
    Outcome.NOT_POSSIBLE: "It did not work out this time.",
    Outcome.WITHDRAWN: "",  # what the person decided, or that she is silent, is nobody else's to know
    Outcome.NO_REPLY: "",
    Outcome.SPAM: "",
}


def came(user: User) -> str:
    with override("en"):
        (row,) = my_tasks(user)
        return row.came


def close(help_request: HelpRequest, outcome: Outcome) -> None:
    change_status(
        help_request=HelpRequest.objects.get(pk=help_request.pk),
        to=Status.CLOSED,
        by=SYSTEM,
        kind="closed",
        outcome=outcome.value,
    )


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_line_goes_with_the_outcome_for_three_months(outcome: Outcome, alena_operator: User) -> None:
    user = make_volunteer(office=alena_operator.office)
    request = make_request(office=alena_operator.office)
    task = make_open_task(by=alena_operator, help_request=request, hours=1)
    claim = approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    assert came(user) == "", "nothing while it runs"
    finish_claim(claim=claim, result="done", hours=Decimal(1), by=user)
    assert came(user) == "", "nothing while the request is open"
    close(request, outcome)
    assert came(user) == LINES[outcome]
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert came(user) == ""
    tell_what_came(task=task, line=CameOf.PERMIT_CAME, by=alena_operator)
    assert came(user) == "The permit came.", "a line that somebody chose stands above the default"


def test_whoever_did_not_finish_it_reads_nothing(alena_operator: User) -> None:
    user = make_volunteer(office=alena_operator.office)
    request = make_request(office=alena_operator.office)
    task = make_open_task(by=alena_operator, help_request=request, hours=1)
    approve_claim(claim=claim_task(task_id=task.pk, by=user), by=alena_operator)
    close(request, Outcome.SOLVED)
    assert came(user) == ""
