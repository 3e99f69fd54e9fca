"""What the database keeps by itself: no status leaves its table, and triggers and code know one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from cases.legal.workflow import CASE_TRANSITIONS, INVITATION_TRANSITIONS
from cases.mentoring.steps import MENTORSHIP_TRANSITIONS
from cases.referrals.workflow import REFERRAL_TRANSITIONS
from cases.requests.models import HelpRequest
from cases.requests.workflow import TRANSITIONS, Status
from cases.volunteering.actions import claim_task
from cases.volunteering.workflow import CLAIM_TRANSITIONS, TASK_TRANSITIONS
from helpdesk.accounts.models import User
from tests.factories.legal import invite_all, make_case, make_meeting
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_volunteer

pytestmark = pytest.mark.django_db
Steps = Mapping[Any, Iterable[StrEnum]]
TABLES: dict[str, tuple[str, Steps]] = {
    "cases_helprequest": ("status", TRANSITIONS),
    "cases_legalcase": ("status", CASE_TRANSITIONS),
    "cases_invitation": ("state", INVITATION_TRANSITIONS),
    "cases_task": ("status", TASK_TRANSITIONS),
    "cases_claim": ("state", CLAIM_TRANSITIONS),
    "cases_mentorship": ("status", MENTORSHIP_TRANSITIONS),
    "cases_referral": ("status", REFERRAL_TRANSITIONS),
}


def _arguments(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgargs FROM pg_trigger WHERE tgname = %s", [f"{table}_steps"])
        (row,) = cursor.fetchall()
    return [argument.decode() for argument in bytes(row[0]).split(b"\0")[:-1]]


@pytest.mark.parametrize("table", TABLES)
def test_the_trigger_knows_the_same_steps_as_the_workflow_table(table: str) -> None:
    column, steps = TABLES[table]
    pairs = {f"{now.value}>{then.value}" for now, thens in steps.items() for then in thens}
    name, *known = _arguments(table)
    assert (name, set(known)) == (column, pairs)


def test_every_step_of_every_table_stays_on_the_table() -> None:
    for _column, steps in TABLES.values():
        assert {then for thens in steps.values() for then in thens} <= set(steps)


def _write(table: str, row_id: UUID, column: str, value: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', [value, row_id])


def _refused(table: str, row_id: UUID, column: str, value: str) -> None:
    with pytest.raises(IntegrityError, match="no step from"):
        _write(table, row_id, column, value)


def test_raw_sql_cannot_take_a_request_off_its_table(alena_operator: User) -> None:
    one = make_request(office=alena_operator.office, status=Status.ANSWERED)
    _refused("cases_helprequest", one.pk, "status", Status.NEW.value)
    _refused("cases_helprequest", one.pk, "status", "nonsense")
    _write("cases_helprequest", one.pk, "status", Status.TRIAGED.value)
    assert HelpRequest.objects.get(pk=one.pk).status == Status.TRIAGED.value


def test_raw_sql_cannot_take_tasks_claims_or_invitations_off_their_tables(alena_operator: User) -> None:
    task = make_open_task(by=alena_operator)
    claim = claim_task(task_id=task.pk, by=make_volunteer(office=alena_operator.office))
    invitation, _other = invite_all(
        make_meeting(make_case(by=alena_operator), by=alena_operator), by=alena_operator
    )
    _refused("cases_task", task.pk, "status", "done")
    _refused("cases_claim", claim.pk, "state", "done")
    _refused("cases_invitation", invitation.pk, "state", "missed")
    _write("cases_task", task.pk, "status", "taken")
    _write("cases_claim", claim.pk, "state", "approved")
    _write("cases_invitation", invitation.pk, "state", "accepted")
