"""Unusual reading is told, then stopped; the chain is walked each night; the digest counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from cases.reports.actions.snapshot import take_snapshot
from cases.reports.models import FigureCell
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status
from cases.retention.queries import to_plan
from cases.watching.actions import WATCH, check_log, lay_bait, send_digest, watch
from cases.watching.models import Canary, LogCheck, ReadingAlarm
from cases.watching.rules import Opening, is_out_of_hours, level, points
from helpdesk.accounts.models import StaffSession, User
from helpdesk.audit.cutting import cut_before
from helpdesk.audit.models import AccessEntry, LogCheckpoint
from helpdesk.audit.queries import walk
from helpdesk.celery import SCHEDULE
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.requests import make_client, make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-11-18T12:00:00+01:00")  # a Wednesday


def read(row: HelpRequest, by: User) -> None:
    reveal_one(row, ["story"], by=by, reason=Reason.TRIAGE)


def requests(number: int, by: User, **fields: object) -> list[HelpRequest]:
    client = make_client(office=by.office)
    return [make_request(client=client, **fields) for _ in range(number)]


def told(user: User) -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.filter(user=user, kind="danger"))


@pytest.fixture
def noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield NOON


class TestBait:
    def test_opening_one_freezes_the_account_and_tells_the_auditors_at_once(
        self,
        client: Browser,
        sign_in: SignIn,
        alena_operator: User,
        ruta_auditor: User,
        deliver_now: Callable[[], int],
    ) -> None:
        assert alena_operator.office is not None
        call_command("canary", alena_operator.office.slug)
        bait = Canary.objects.get().help_request
        browser = sign_in(client, alena_operator)
        page = browser.get(f"/desk/requests/{bait.pk}/")
        assert page.status_code == 200
        assert "canary" not in page.content.decode().lower()
        assert watch() == 1
        assert User.objects.get(pk=alena_operator.pk).frozen_at is not None
        assert not StaffSession.objects.filter(user=alena_operator).exists()
        assert browser.get("/desk/queue/").status_code == 302
        message = told(ruta_auditor)[0]
        assert message.not_before <= timezone.now()  # at once, not with the hour's digest
        assert deliver_now() == 1
        assert AccessEntry.objects.filter(verb="team.freeze", actor_kind="system").exists()
        assert watch() == 0

    def test_it_is_never_erased_by_its_age(self, alena_operator: User) -> None:
        assert alena_operator.office is not None
        lay_bait(office=alena_operator.office, by=WATCH)
        with time_machine.travel(timezone.now() + timedelta(days=400)):
            assert not to_plan(timezone.localdate()).exists()

    def test_no_report_counts_it(self, alena_operator: User) -> None:
        assert alena_operator.office is not None
        lay_bait(office=alena_operator.office, by=WATCH)
        requests(1, alena_operator)
        with time_machine.travel(timezone.now() + timedelta(days=62)):
            take_snapshot()
        whole = FigureCell.objects.filter(first="", second="")
        assert sum(whole.values_list("number", flat=True)) == 1

    def test_the_access_log_does_not_say_which_one_it_is(self, alena_operator: User) -> None:
        assert alena_operator.office is not None
        canary = lay_bait(office=alena_operator.office, by=WATCH)
        laid = AccessEntry.objects.get(verb="watch.lay_bait")
        assert str(canary.help_request_id) not in laid.object_id + laid.reason


class TestUnusual:
    def test_honest_work_in_the_own_queue_is_free(
        self, noon: object, alena_operator: User, ruta_auditor: User
    ) -> None:
        for row in requests(60, alena_operator):
            read(row, alena_operator)
        assert watch() == 0
        assert not ReadingAlarm.objects.exists()

    def test_closed_ones_add_up_to_an_alarm_and_then_to_a_stop(
        self, noon: object, alena_operator: User, ruta_auditor: User
    ) -> None:
        rows = requests(20, alena_operator, status=Status.CLOSED)
        for row in rows[:9]:
            read(row, alena_operator)
        assert watch() == 0
        read(rows[9], alena_operator)
        assert watch() == 1
        assert ReadingAlarm.objects.get().kind == "unusual"
        assert len(told(ruta_auditor)) == 1
        assert User.objects.get(pk=alena_operator.pk).frozen_at is None
        for row in rows[10:]:
            read(row, alena_operator)
        assert watch() == 1
        assert User.objects.get(pk=alena_operator.pk).frozen_at is not None
        assert watch() == 0

    def test_the_same_request_counts_once_and_yesterday_is_over(
        self, alena_operator: User, ruta_auditor: User
    ) -> None:
        rows = requests(9, alena_operator, status=Status.CLOSED)
        with time_machine.travel(NOON, tick=False):
            for row in rows * 3:
                read(row, alena_operator)
            assert watch() == 0
        with time_machine.travel(NOON + timedelta(hours=25), tick=False):
            for row in rows:
                read(row, alena_operator)
            assert watch() == 0

    def test_the_table_of_points(self) -> None:
        def opening(number: int, **how: bool) -> Opening:
            seen = {"is_own": False, "is_closed": False, "is_foreign": False, "is_old": False, **how}
            return Opening(number, NOON, f"r{number}", **seen)

        assert points([opening(1, is_own=True, is_foreign=True, is_closed=True)]) == 0
        assert points([opening(1, is_foreign=True), opening(1, is_foreign=True)]) == 3
        assert points([opening(n) for n in range(15)]) == 0
        assert points([opening(n) for n in range(20)]) == 5  # many in a row
        assert (level(19), level(20), level(40)) == (None, "unusual", "stop")
        assert is_out_of_hours(NOON.replace(hour=23))
        assert is_out_of_hours(NOON + timedelta(days=3))
        assert not is_out_of_hours(NOON)


class TestChain:
    def entries(self, by: User) -> None:
        for row in requests(3, by):
            read(row, by)

    def test_a_whole_chain_is_noted(self, alena_operator: User) -> None:
        self.entries(alena_operator)
        assert check_log().breaks == 0
        self.entries(alena_operator)
        assert check_log().breaks == 0

    @pytest.mark.logs_errors
    @pytest.mark.parametrize("attack", ["change", "remove", "cut_end"])
    def test_a_broken_one_is_told_to_auditors_and_administrators(
        self, attack: str, alena_operator: User, ruta_auditor: User, piotr_administrator: User
    ) -> None:
        self.entries(alena_operator)
        check_log()
        last = AccessEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]
        sql = {
            "change": ("UPDATE audit_accessentry SET actor_id = 'x' WHERE id = %s", last - 1),
            "remove": ("DELETE FROM audit_accessentry WHERE id = %s", last - 1),
            "cut_end": ("DELETE FROM audit_accessentry WHERE id >= %s", last - 1),
        }[attack]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL helpdesk.owner_flush = 'on'")
            cursor.execute(sql[0], [sql[1]])
            cursor.execute("SET LOCAL helpdesk.owner_flush = 'off'")
        assert check_log().breaks >= 1
        assert len(told(ruta_auditor)) == len(told(piotr_administrator)) == 1
        assert LogCheck.objects.filter(breaks__gt=0).count() == 1

    def test_old_months_are_cut_off_and_the_rest_still_verifies(self, alena_operator: User) -> None:
        with time_machine.travel("2024-10-30 12:00+01:00"):
            self.entries(alena_operator)
        with time_machine.travel("2024-11-02 12:00+01:00"):
            self.entries(alena_operator)
        before = AccessEntry.objects.count()
        check_log()
        number = cut_before(date(2024, 11, 1), by=WATCH)
        assert number > 0
        assert AccessEntry.objects.count() == before - number + 1  # and the entry that says so
        assert walk().breaks == []
        assert check_log().breaks == 0
        assert cut_before(date(2024, 11, 1), by=WATCH) == 0
        call_command("verify_access_log")

    def test_a_checkpoint_without_a_word_in_the_log_is_a_break(self, alena_operator: User) -> None:
        self.entries(alena_operator)
        first = AccessEntry.objects.order_by("pk").first()
        assert first is not None
        LogCheckpoint.objects.create(
            last_entry=first.pk, hash=first.hash, number=1, before=timezone.localdate()
        )
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL helpdesk.owner_flush = 'on'")
            cursor.execute("DELETE FROM audit_accessentry WHERE id <= %s", [first.pk])
            cursor.execute("SET LOCAL helpdesk.owner_flush = 'off'")
        assert any("without a word" in one for one in walk().breaks)


class TestDigest:
    def test_it_names_readers_hours_refusals_and_alarms(
        self, client: Browser, sign_in: SignIn, alena_operator: User, ruta_auditor: User
    ) -> None:
        with time_machine.travel("2026-11-14 23:10+01:00", tick=False):  # a Saturday night
            for row in requests(3, alena_operator):
                read(row, alena_operator)
            browser = sign_in(Browser(), alena_operator)
            assert browser.get("/desk/reading-week/").status_code == 403
            check_log()
        with time_machine.travel("2026-11-16 09:00+01:00", tick=False):
            page = sign_in(client, ruta_auditor).get("/desk/reading-week/").content.decode()
        assert page.count("Alena") >= 3
        assert "Рута" not in page
        assert AccessEntry.objects.filter(verb="audit.read").count() == 1

    def test_the_mail_comes_once_a_week_and_says_nothing(self, ruta_auditor: User) -> None:
        with time_machine.travel("2026-11-16 00:30+01:00"):
            assert send_digest()
            assert not send_digest()
        with time_machine.travel("2026-11-24 12:00+01:00"):  # Monday was missed
            assert send_digest()
        assert OutgoingMessage.objects.filter(user=ruta_auditor, kind="digest").count() == 2

    @pytest.mark.parametrize("who", ["hanna_coordinator", "piotr_administrator", "maks_lawyer"])
    def test_only_auditors_read_it(
        self, client: Browser, sign_in: SignIn, request: pytest.FixtureRequest, who: str
    ) -> None:
        browser = sign_in(client, request.getfixturevalue(who))
        assert browser.get("/desk/reading-week/").status_code == 403


def test_the_beat_looks_twice_a_minute_and_the_chain_is_walked_daily() -> None:
    every = {duty.task: duty.every for duty in SCHEDULE}
    assert every["cases.watching.watch"] <= timedelta(seconds=30)
    assert every["cases.watching.check_log"] == timedelta(hours=24)
    assert every["cases.retention.run"] == timedelta(hours=24)
