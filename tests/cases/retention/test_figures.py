"""Erasing moves no figure: reports say the same before and after, and nothing is left half-way by a kill."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.closing.actions import close
from cases.closing.models import Certificate, StatisticsRow
from cases.legal.models import Invitation
from cases.mentoring.models import Mentorship
from cases.referrals.models import Referral
from cases.reports.actions.snapshot import take_snapshot
from cases.reports.models import FigureCell, OutputSum
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome
from cases.retention import actions
from cases.retention.actions import erasing
from cases.retention.models import PlannedErasure
from cases.volunteering.models import Claim, Task
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.sealing.erasing import orphans
from tests.cases.retention.house import CLOSED, on_day
from tests.factories.legal import invite_all, make_case, make_meeting
from tests.factories.referrals import hand_over, make_partner
from tests.factories.requests import make_client, make_request, make_topic

pytestmark = pytest.mark.django_db


def ends(day: float) -> None:
    with on_day(day):
        assert actions.run().trouble == ""


@pytest.fixture
def helped(alena_operator: User, maks_lawyer: User, vika_volunteer: User) -> list[HelpRequest]:
    """Four people for whom everything that reports count was done; one of them is sealed off."""
    topic = make_topic("legalization")
    with on_day(-40):
        rows = [
            make_request(
                client=make_client(office=alena_operator.office),
                topic=topic,
                flags=["elderly", "disability"][: 1 + number % 2],
                heard_from="friends",
            )
            for number in range(4)
        ]
        case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=rows[:2])
        invite_all(make_meeting(case, by=maks_lawyer), by=maks_lawyer)
        for row in rows[2:]:
            hand_over(row, make_partner(topic, name=f"Dach {row.code}"), by=alena_operator)
    with writing():
        Invitation.objects.update(state="attended", seats=2)
        Referral.objects.update(status="declined", why_not="no_room", answered_at=CLOSED)
        for row in rows[1:3]:
            _task(row, alena_operator, vika_volunteer)
        _month(rows[3], alena_operator, vika_volunteer)
        HelpRequest.objects.filter(pk=rows[3].pk).update(sensitivity=3, assigned_to=alena_operator, rating=4)
    with on_day(0):
        for row in rows:
            close(
                help_request=HelpRequest.objects.get(pk=row.pk),
                outcome=Outcome.NOT_POSSIBLE,
                by=alena_operator,
            )
    return rows


def _task(row: HelpRequest, by: User, volunteer: User) -> None:
    task = Task(code=f"T{row.code[1:]}", help_request=row, office=row.office, kind="accompany", country="PL")
    task.status, task.made_by, task.made_at, task.finished_at = "done", by, CLOSED, CLOSED
    task.save(force_insert=True)
    claim = Claim(task=task, volunteer=volunteer, state="done", claimed_at=CLOSED, result="done")
    claim.ends_on, claim.hours_spent = CLOSED.date(), Decimal("2.5")
    claim.save(force_insert=True)


def _month(row: HelpRequest, by: User, mentor: User) -> None:
    start = CLOSED.date() - timedelta(days=30)
    Mentorship(
        household=row.client.household, office=row.office, mentor=mentor, starts_on=start,
        ends_on=CLOSED.date(), status="ended", made_by=by, ended_at=CLOSED, client=row.client,
    ).save(force_insert=True)  # fmt: skip


def figures() -> tuple[set[object], set[object]]:
    """Everything that a report can say."""
    take_snapshot()
    cells = FigureCell.objects.values_list(
        "month", "office", "funder", "first", "one", "second", "two", "number", "mark"
    )
    sums = OutputSum.objects.values_list("month", "office", "funder", "kind", "detail", "number")
    return set(cells), set(sums)


def test_figures_before_and_after_agree(helped: list[HelpRequest]) -> None:
    ends(83)
    with on_day(89):
        before = figures()
    assert len(before[0]) > 20
    assert {"came", "tasks", "hours"} <= {str(line[3]) for line in before[1]}  # type: ignore[index]
    ends(90)
    assert not HelpRequest.objects.exists()
    assert not Task.objects.exists()
    assert StatisticsRow.objects.count() == 4
    with on_day(90):
        after = figures()
    assert after[0] ^ before[0] == set()
    assert after[1] ^ before[1] == set()
    assert not orphans().exists()


def test_a_kill_in_the_middle_leaves_whole_requests_or_none(
    helped: list[HelpRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "BATCH", 2)
    ends(83)
    real, calls = erasing.erase_requests, []

    def dies(**how: object) -> int:
        calls.append(1)
        real(**how)
        if len(calls) == 2:
            raise KeyboardInterrupt  # after everything was deleted, before the commit
        return 0

    monkeypatch.setattr(erasing, "erase_requests", dies)
    with on_day(90):
        with pytest.raises(KeyboardInterrupt):
            actions.erase_due(timezone.localdate())
        assert (
            HelpRequest.objects.count() == StatisticsRow.objects.count() == Certificate.objects.count() == 2
        )
        assert not orphans().exists()
        monkeypatch.setattr(erasing, "erase_requests", real)
        assert actions.erase_due(timezone.localdate()) == 2
    assert HelpRequest.objects.count() == 0
    assert StatisticsRow.objects.count() == Certificate.objects.count() == 4


@pytest.mark.logs_errors
def test_one_that_cannot_be_erased_holds_up_no_other(
    helped: list[HelpRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    ends(83)
    real, bad = erasing.erase_requests, helped[1].pk

    def fails(*, requests: list[HelpRequest], **how: object) -> int:
        if any(row.pk == bad for row in requests):
            raise RuntimeError("protected")
        return real(requests=requests, **how)

    monkeypatch.setattr(erasing, "erase_requests", fails)
    with on_day(90):
        assert actions.run().trouble == "erased: RuntimeError"
    assert [row.pk for row in HelpRequest.objects.all()] == [bad]
    assert PlannedErasure.objects.count() == 1
