"""Gone on the due day and not a day before; what was planned can be held; what runs twice changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from cases.closing.actions import reopen
from cases.closing.models import Certificate, OutputTally, StatisticsRow
from cases.closing.rules import Rule
from cases.legal.models import LegalCase, Membership
from cases.requests.actions import change_status
from cases.requests.models import Client, HelpRequest, Message
from cases.requests.workflow import Outcome, Status, Turn, Urgency
from cases.retention.actions import forget_briefs, run
from cases.retention.models import PlannedErasure
from cases.retention.rules import due_day, first_kept_day, plan_from
from cases.volunteering.models import Task
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.erasing import orphans
from helpdesk.sealing.models import DataKey, Erasure
from tests.cases.retention.house import CLOSED, full_request, on_day, rows_left
from tests.factories.legal import make_case
from tests.factories.requests import make_client, make_request
from tests.factories.volunteering import make_task_for

pytestmark = pytest.mark.django_db


def nights(*days: float) -> None:
    for day in days:
        with on_day(day):
            row = run()
            assert row.trouble == ""


def exists(row: HelpRequest) -> bool:
    return HelpRequest.objects.filter(pk=row.pk).exists()


class TestClosedRequest:
    def test_it_is_there_on_the_day_before_and_gone_on_the_due_day(self, alena_operator: User) -> None:
        row = full_request(alena_operator, with_file=True)
        nights(82)
        assert not PlannedErasure.objects.exists()
        nights(83, 89)
        assert exists(row)
        nights(90)
        assert rows_left() == {}
        assert DataKey.objects.count() == 0
        assert not orphans().exists()
        assert Erasure.objects.filter(kind="client", thing=row.client_id).exists()

    def test_one_row_of_statistics_stays_and_a_certificate(self, alena_operator: User) -> None:
        row = full_request(alena_operator)
        nights(83, 90)
        kept = StatisticsRow.objects.get()
        assert (kept.outcome, kept.days_band, kept.month) == ("solved", "15-60", date(2026, 2, 1))
        assert OutputTally.objects.get(kind="flag", detail="elderly").number == 1
        paper = Certificate.objects.get()
        assert paper.counts == {"messages": 1, "notes": 1, "requests": 1, "tasks": 1}
        entry = AccessEntry.objects.get(pk=paper.entry)
        assert entry.verb == "request.erase"
        assert entry.object_id == str(row.pk)
        assert paper.digest in entry.reason

    def test_a_late_first_run_still_leaves_a_week(self, alena_operator: User) -> None:
        row = full_request(alena_operator)
        nights(300, 306)
        assert exists(row)
        nights(307)
        assert not exists(row)

    def test_opened_again_in_its_last_week_it_stays(self, alena_operator: User) -> None:
        row = full_request(alena_operator)
        nights(83)
        with on_day(85):
            reopen(help_request=row, by=alena_operator)
        nights(90, 100)
        assert exists(row)
        assert not PlannedErasure.objects.exists()

    def test_opened_and_closed_again_it_has_a_new_term(self, alena_operator: User) -> None:
        row = full_request(alena_operator)
        nights(83)
        with on_day(85):
            change_status(help_request=row, to=Status.TRIAGED, by=SYSTEM, kind="reopened")
            change_status(help_request=row, to=Status.CLOSED, by=SYSTEM, kind="closed", outcome="solved")
        nights(90, 91)
        assert exists(row)
        nights(168, 175)
        assert not exists(row)

    def test_a_client_with_another_request_keeps_her_mailbox(self, alena_operator: User) -> None:
        row = full_request(alena_operator)
        other = make_request(client=row.client, story="Яшчэ адно")
        nights(83, 90)
        assert not exists(row)
        assert exists(other)
        client = Client.objects.get(pk=row.client_id)
        assert client.mailbox_key_id is not None
        assert not Message.objects.exists()
        assert not orphans().exists()

    def test_running_again_and_again_changes_nothing(self, alena_operator: User) -> None:
        full_request(alena_operator)
        nights(83, 83, 90, 90, 90.5)
        assert StatisticsRow.objects.count() == Certificate.objects.count() == 1


def test_spam_goes_after_two_weeks(alena_operator: User) -> None:
    row = full_request(alena_operator, outcome=Outcome.SPAM)
    nights(7, 13)
    assert exists(row)
    nights(14)
    assert not exists(row)
    assert Certificate.objects.get().rule == "spam"


class TestSilence:
    def waiting(self, by: User, **fields: object) -> HelpRequest:
        with on_day(0):
            row = make_request(client=make_client(office=by.office), **fields)
            return change_status(help_request=row, to=Status.ANSWERED, by=SYSTEM, kind="answered")

    def status(self, row: HelpRequest) -> str:
        return str(HelpRequest.objects.get(pk=row.pk).status)

    def test_after_sixty_days_without_a_word_it_is_closed(self, alena_operator: User) -> None:
        row = self.waiting(alena_operator)
        nights(59)
        assert self.status(row) == "answered"
        nights(60)
        assert HelpRequest.objects.get(pk=row.pk).outcome == "no_reply"
        nights(60 + 83, 60 + 89)
        assert exists(row)
        nights(60 + 90)
        assert not exists(row)

    def test_the_days_run_from_the_date_on_which_she_wanted_to_look(self, alena_operator: User) -> None:
        row = self.waiting(alena_operator, look_again_on=date(2026, 4, 1))  # 30 days later
        nights(61, 89)
        assert self.status(row) == "answered"
        nights(90)
        assert self.status(row) == "closed"

    def test_the_clock_stops_while_an_office_is_awaited(self, alena_operator: User) -> None:
        row = self.waiting(alena_operator)
        with writing():
            HelpRequest.objects.filter(pk=row.pk).update(turn=Turn.OFFICE.value)
        nights(60, 200)
        assert self.status(row) == "answered"

    def test_it_stops_in_a_case_as_well(self, alena_operator: User, maks_lawyer: User) -> None:
        row = self.waiting(alena_operator)
        with on_day(1):
            make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[row])
        with writing():
            HelpRequest.objects.filter(pk=row.pk).update(turn=Turn.CLIENT.value)
            Membership.objects.update(office_awaited_since=date(2026, 3, 5))
        nights(70)
        assert self.status(row) == "in_case"

    def test_who_was_in_danger_is_left_to_people(self, alena_operator: User) -> None:
        row = self.waiting(alena_operator, urgency=Urgency.EMERGENCY)
        nights(100)
        assert self.status(row) == "answered"


def test_the_brief_of_a_task_goes_three_days_after_its_end(alena_operator: User) -> None:
    row = make_request(client=make_client(office=alena_operator.office))
    task = make_task_for(row, by=alena_operator)
    with writing():
        Task.objects.filter(pk=task.pk).update(status="withdrawn", finished_at=CLOSED)
    key = task.task_key_id
    assert key is not None
    with on_day(2.99):
        assert forget_briefs() == 0
    with on_day(3):
        assert forget_briefs() == 1
        assert forget_briefs() == 0
    fresh = Task.objects.get(pk=task.pk)
    assert not fresh.brief
    assert not DataKey.objects.filter(pk=key).exists()


def test_the_words_of_a_closed_case_go_and_its_figures_stay(alena_operator: User, maks_lawyer: User) -> None:
    with on_day(-20):
        rows = [make_request(client=make_client(office=alena_operator.office)) for _ in range(2)]
        case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=rows, title="Сям'я Петровых")
    with writing():
        Membership.objects.update(left_at=CLOSED)
        LegalCase.objects.update(status="closed", closed_at=CLOSED)
    key = case.case_key_id
    assert key is not None
    nights(89)
    assert DataKey.objects.filter(pk=key).exists()
    nights(90)
    fresh = LegalCase.objects.get(pk=case.pk)
    assert not fresh.title
    assert fresh.code == case.code
    assert not DataKey.objects.filter(pk=key).exists()


def test_the_dry_run_counts_and_changes_nothing(
    alena_operator: User, capsys: pytest.CaptureFixture[str]
) -> None:
    row = full_request(alena_operator)
    with on_day(84):
        call_command("retention", "--dry-run")
    assert "1  come into the plan" in capsys.readouterr().out
    assert not PlannedErasure.objects.exists()
    nights(84)
    with on_day(91):
        call_command("retention", "--dry-run")
        assert "1  are erased" in capsys.readouterr().out
        assert exists(row)
        call_command("retention")
    assert not exists(row)


def test_the_table_of_days() -> None:
    today = date(2026, 5, 24)
    assert due_day(date(2026, 3, 2), Rule.CLOSED, today) == today + timedelta(days=7)
    assert plan_from(date(2026, 5, 24), Rule.CLOSED) == date(2026, 3, 2)
    assert first_kept_day(date(2026, 11, 22)) == date(2024, 11, 1)
    assert first_kept_day(date(2026, 1, 5)) == date(2024, 1, 1)
