"""The coordinator's page: what goes, keeping back, letting go; certificates that can be looked at again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from cases.closing.models import Certificate
from cases.requests.models import HelpRequest
from cases.retention import actions
from cases.retention.models import PlannedErasure, RetentionRun
from cases.retention.queries import proof_of
from cases.retention.rules import HoldReason
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from tests.cases.retention.house import CLOSED, full_request, on_day
from tests.factories.requests import make_holder, make_request
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(alena_operator: User) -> PlannedErasure:
    row = full_request(alena_operator)
    with on_day(83):
        actions.run()
    return PlannedErasure.objects.get(help_request=row)


def is_there(plan: PlannedErasure) -> bool:
    return HelpRequest.objects.filter(pk=plan.help_request_id).exists()


class TestHold:
    def test_what_is_held_stays_until_the_day_after(
        self, planned: PlannedErasure, hanna_coordinator: User
    ) -> None:
        with on_day(84):
            until = timezone.localdate() + timedelta(days=30)
            actions.hold(plan=planned, until=until, reason=HoldReason.COURT, by=hanna_coordinator)
        for day in (90, 114):
            with on_day(day):
                actions.run()
                assert is_there(planned)
        with on_day(115):
            actions.run()
        assert not is_there(planned)

    def test_letting_go_gives_a_week_again(self, planned: PlannedErasure, hanna_coordinator: User) -> None:
        with on_day(84):
            until = timezone.localdate() + timedelta(days=30)
            actions.hold(plan=planned, until=until, reason=HoldReason.COURT, by=hanna_coordinator)
        with on_day(95):
            actions.let_go(plan=planned, by=hanna_coordinator)
            actions.run()
            assert is_there(planned)
        with on_day(102):
            actions.run()
        assert not is_there(planned)

    @pytest.mark.parametrize(
        "who", ["alena_operator", "maks_lawyer", "ina_editor", "piotr_administrator", "ruta_auditor"]
    )
    def test_nobody_else_holds_or_lets_go(
        self, planned: PlannedErasure, who: str, request: pytest.FixtureRequest, hanna_coordinator: User
    ) -> None:
        other = request.getfixturevalue(who)
        with on_day(84):
            until = timezone.localdate() + timedelta(days=30)
            with pytest.raises(Refused):
                actions.hold(plan=planned, until=until, reason=HoldReason.COURT, by=other)
            actions.hold(plan=planned, until=until, reason=HoldReason.COURT, by=hanna_coordinator)
            with pytest.raises(Refused):
                actions.let_go(plan=planned, by=other)
        assert PlannedErasure.objects.get().held_by == hanna_coordinator

    @pytest.mark.parametrize("days", [-1, 0, 367])
    def test_only_for_a_while(self, planned: PlannedErasure, hanna_coordinator: User, days: int) -> None:
        until = timezone.localdate(CLOSED) + timedelta(days=84 + days)
        with on_day(84), pytest.raises(NotNow):
            actions.hold(plan=planned, until=until, reason=HoldReason.COURT, by=hanna_coordinator)

    def test_nobody_brings_the_day_forward(self, planned: PlannedErasure) -> None:
        """A plan that says an early day, by mistake or attack, erases nothing before the term itself."""
        with writing():
            PlannedErasure.objects.update(due_on=planned.planned_on)
        with on_day(89):
            actions.run()
            assert is_there(planned)
        with on_day(90):
            actions.run()
        assert not is_there(planned)


class TestPage:
    def test_a_coordinator_sees_codes_and_keeps_one_back(
        self, client: Browser, sign_in: SignIn, planned: PlannedErasure, hanna_coordinator: User
    ) -> None:
        with on_day(84):
            browser = sign_in(client, hanna_coordinator)
            page = browser.get("/desk/forgetting/").content.decode()
            assert planned.help_request.code in page
            until = (timezone.localdate() + timedelta(days=20)).isoformat()
            address = f"/desk/forgetting/{planned.pk}/hold/"
            assert browser.get(address).status_code == 200
            assert browser.post(address, {"reason": "", "until": until}).status_code == 422
            assert browser.post(address, {"reason": "court", "until": until}).status_code == 302
            assert PlannedErasure.objects.get().hold_reason == "court"
            assert browser.post(f"/desk/forgetting/{planned.pk}/let-go/").status_code == 302
            assert PlannedErasure.objects.get().held_until is None
        verbs = set(AccessEntry.objects.values_list("verb", flat=True))
        assert {"retention.hold", "retention.let_go"} <= verbs

    def test_another_office_finds_nothing(
        self, client: Browser, sign_in: SignIn, planned: PlannedErasure, hanna_coordinator: User,
        office_vilnius: object,
    ) -> None:  # fmt: skip
        hanna_coordinator.office = office_vilnius  # type: ignore[assignment]
        hanna_coordinator.save()
        browser = sign_in(client, hanna_coordinator)
        assert planned.help_request.code not in browser.get("/desk/forgetting/").content.decode()
        assert browser.get(f"/desk/forgetting/{planned.pk}/hold/").status_code == 404

    def test_the_page_costs_the_same_for_one_and_for_many(
        self, client: Browser, sign_in: SignIn, planned: PlannedErasure, hanna_coordinator: User,
        alena_operator: User, django_assert_max_num_queries: object,
    ) -> None:  # fmt: skip
        for _ in range(4):
            full_request(alena_operator)
        with on_day(84):
            actions.run()
            browser = sign_in(client, hanna_coordinator)
            browser.get("/desk/forgetting/")
            with django_assert_max_num_queries(9):  # type: ignore[operator]
                browser.get("/desk/forgetting/")


class TestCertificate:
    def test_it_can_be_looked_at_again_and_a_changed_one_is_found_out(
        self, client: Browser, sign_in: SignIn, planned: PlannedErasure, ruta_auditor: User
    ) -> None:
        with on_day(90):
            actions.run()
        paper = Certificate.objects.get()
        proof = proof_of(paper.code.lower())
        assert proof is not None
        assert (proof.is_whole, proof.is_in_log) == (True, True)
        page = sign_in(client, ruta_auditor).get(f"/desk/certificates/?code={paper.code}").content.decode()
        assert paper.digest[:32] in page
        with writing():
            Certificate.objects.update(counts={"requests": 7})
        changed = proof_of(paper.code)
        assert changed is not None
        assert not changed.is_whole
        assert not changed.is_in_log
        assert proof_of("NOPE") is None

    def test_a_client_gets_one_that_names_nobody(self, client: Browser, alena_operator: User) -> None:
        holder = make_holder(office=alena_operator.office)
        row = make_request(client=holder.client, story="Мая гісторыя")
        unlock(client, holder.digits)
        page = client.post("/be/inbox/end/", {"sure": "on"}).content.decode()
        paper = Certificate.objects.get()
        assert paper.code in page
        assert paper.rule == "own_wish"
        for name in (row.code, holder.client.alias, str(row.pk), str(holder.client.pk)):
            assert name not in page
            assert name not in str(vars(paper))


@pytest.mark.logs_errors
def test_a_night_that_fails_is_told_and_the_other_steps_are_done(
    planned: PlannedErasure, piotr_administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_today: object) -> int:
        raise RuntimeError("disk full")

    monkeypatch.setitem(actions.running.STEPS, "cases", broken)
    with on_day(90):
        row = actions.run()
    assert row.trouble == "cases: RuntimeError"
    assert not is_there(planned)
    assert OutgoingMessage.objects.filter(user=piotr_administrator, kind="danger").count() == 1


def test_a_night_without_a_run_is_told(planned: PlannedErasure, piotr_administrator: User) -> None:
    with on_day(84):
        assert not actions.look_after()
    with on_day(86):
        assert actions.look_after()
    assert RetentionRun.objects.count() == 1
    assert OutgoingMessage.objects.filter(user=piotr_administrator, kind="danger").count() == 1
