"""Panic: one person closes the desk, two seal the keys, two open; sealed means nothing is shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.requests.notifications import tell
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import StaffSession, Standstill, User
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind
from helpdesk.sealing import keyring, shares, wiping
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.errors import KeyringError, NoPrivateKey
from helpdesk.sealing.reasons import Reason
from helpdesk.team import actions
from tests.factories.requests import make_holder, make_request
from tests.factories.web import unlock, write
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_keyring(settings: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A keyring that may be wiped, in place of the one that all tests share."""
    settings.KEYRING_PUBLIC = tmp_path / "keyring.public.json"
    settings.KEYRING_PRIVATE = tmp_path / "keyring.private.json"
    keyring.public()
    yield tmp_path / "keyring.private.json"
    for path in (tmp_path / "keyring.private.json", tmp_path / "keyring.public.json"):
        path.unlink(missing_ok=True)


class TestLockDown:
    def test_everybody_is_signed_out_and_no_page_is_served(
        self, client: Browser, sign_in: SignIn, alena_operator: User, hanna_coordinator: User
    ) -> None:
        operator, coordinator = sign_in(client, alena_operator), sign_in(Browser(), hanna_coordinator)
        assert operator.get("/desk/queue/").status_code == 200
        began = time.monotonic()
        assert coordinator.post("/desk/panic/lock-down/").status_code == 302
        assert time.monotonic() - began < 5
        assert not StaffSession.objects.exists()
        assert operator.get("/desk/queue/").headers["Location"].startswith("/desk/account/login/")
        assert coordinator.get("/desk/queue/").headers["Location"].startswith("/desk/account/login/")

    def test_who_signs_in_again_finds_the_desk_closed(
        self, client: Browser, sign_in: SignIn, alena_operator: User, hanna_coordinator: User
    ) -> None:
        actions.lock_down(by=hanna_coordinator)
        page = sign_in(client, alena_operator).get("/desk/queue/")
        assert page.status_code == 503
        assert not StaffSession.objects.filter(user=alena_operator).exists()
        coordinator = sign_in(Browser(), hanna_coordinator)
        for path in ("/desk/queue/", "/desk/workload/", "/desk/people/"):
            assert coordinator.get(path).headers["Location"] == "/desk/panic/"
        assert coordinator.get("/desk/panic/").status_code == 200

    def test_people_still_write_to_us_and_read_their_pages(
        self, client: Browser, hanna_coordinator: User
    ) -> None:
        holder = make_holder(office=hanna_coordinator.office)
        make_request(client=holder.client, story="Мая гісторыя")
        actions.lock_down(by=hanna_coordinator)
        before = HelpRequest.objects.count()
        write(client, "be", story="Пажар у доме, патрэбны дах.")
        assert HelpRequest.objects.count() == before + 1
        other = Browser()
        assert unlock(other, holder.digits).status_code == 302
        assert "Мая гісторыя" in other.get("/be/inbox/").content.decode()

    def test_no_message_leaves_until_it_is_open_again(
        self, deliver_now: object, hanna_coordinator: User, piotr_administrator: User
    ) -> None:
        actions.lock_down(by=hanna_coordinator)
        tell_staff(piotr_administrator, Kind.DANGER)
        assert deliver_now() == 0  # type: ignore[operator]
        actions.ask_to_reopen(by=hanna_coordinator)
        actions.agree_to_reopen(by=piotr_administrator)
        assert deliver_now() == 1  # type: ignore[operator]

    @pytest.mark.parametrize("who", ["alena_operator", "maks_lawyer", "ina_editor"])
    def test_others_cannot(self, request: pytest.FixtureRequest, who: str) -> None:
        with pytest.raises(Refused):
            actions.lock_down(by=request.getfixturevalue(who))
        assert not Standstill.objects.exists()

    def test_two_who_press_at_once_close_it_once(
        self, hanna_coordinator: User, piotr_administrator: User
    ) -> None:
        first = actions.lock_down(by=hanna_coordinator)
        assert actions.lock_down(by=piotr_administrator) == first
        assert AccessEntry.objects.filter(verb="panic.lock_down").count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            Standstill.objects.create(started_by=hanna_coordinator, started_at=timezone.now())


class TestReopen:
    def test_two_different_people_are_needed(
        self, hanna_coordinator: User, piotr_administrator: User, alena_operator: User
    ) -> None:
        actions.lock_down(by=hanna_coordinator)
        with pytest.raises(Refused):
            actions.agree_to_reopen(by=piotr_administrator)  # nobody has asked
        actions.ask_to_reopen(by=hanna_coordinator)
        for wrong in (hanna_coordinator, alena_operator):
            with pytest.raises(Refused):
                actions.agree_to_reopen(by=wrong)
        actions.agree_to_reopen(by=piotr_administrator)
        assert Standstill.objects.now() is None
        verbs = AccessEntry.objects.filter(verb__in=["panic.ask_reopen", "panic.reopen"]).order_by("pk")
        assert [(entry.verb, entry.actor_id) for entry in verbs] == [
            ("panic.ask_reopen", str(hanna_coordinator.pk)),
            ("panic.reopen", str(piotr_administrator.pk)),
        ]

    def test_a_yes_cannot_be_played_again(self, hanna_coordinator: User, piotr_administrator: User) -> None:
        actions.lock_down(by=hanna_coordinator)
        actions.ask_to_reopen(by=hanna_coordinator)
        actions.agree_to_reopen(by=piotr_administrator)
        with pytest.raises(NotNow):
            actions.agree_to_reopen(by=piotr_administrator)
        actions.lock_down(by=hanna_coordinator)
        with pytest.raises(Refused):
            actions.agree_to_reopen(by=piotr_administrator)
        assert Standstill.objects.now() is not None

    def test_an_old_asking_and_one_of_a_frozen_person_do_not_count(
        self, hanna_coordinator: User, piotr_administrator: User
    ) -> None:
        actions.lock_down(by=hanna_coordinator)
        actions.ask_to_reopen(by=hanna_coordinator)
        with time_machine.travel(timezone.now() + timedelta(minutes=31)), pytest.raises(NotNow):
            actions.agree_to_reopen(by=piotr_administrator)
        User.objects.filter(pk=hanna_coordinator.pk).update(frozen_at=timezone.now())
        with pytest.raises(Refused):
            actions.agree_to_reopen(by=piotr_administrator)

    def test_the_database_itself_wants_two(self, hanna_coordinator: User) -> None:
        still = actions.lock_down(by=hanna_coordinator)
        rows = Standstill.objects.filter(pk=still.pk)
        for changed in (
            {"ended_by": hanna_coordinator, "reopen_asked_by": hanna_coordinator, "ended_at": timezone.now()},
            {"sealed_by": hanna_coordinator, "seal_asked_by": hanna_coordinator, "sealed_at": timezone.now()},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**changed)


class TestSeal:
    def test_sealed_nothing_is_shown_and_intake_goes_on(
        self,
        client: Browser,
        own_keyring: Path,
        hanna_coordinator: User,
        piotr_administrator: User,
        alena_operator: User,
    ) -> None:
        holder = make_holder(office=alena_operator.office)
        row = make_request(client=holder.client, story="Мая гісторыя")
        parts = wiping.make_shares()
        inbox = Browser()
        unlock(inbox, holder.digits)
        actions.ask_to_seal(by=hanna_coordinator)
        began = time.monotonic()
        actions.agree_to_seal(by=piotr_administrator)
        assert time.monotonic() - began < 10
        assert not own_keyring.exists()
        with pytest.raises(NoPrivateKey):
            reveal_one(row, ["story"], by=alena_operator, reason=Reason.TRIAGE)
        assert inbox.get("/be/inbox/").status_code == 302  # her session is over
        for answer in (unlock(Browser(), holder.digits), Browser().get("/be/back/")):
            assert answer.status_code == 503
            assert "Мая гісторыя" not in answer.content.decode()
        assert Browser().get("/be/handover/").status_code == 503
        before = HelpRequest.objects.count()
        write(client, "be", story="Пажар у доме, патрэбны дах.")
        assert HelpRequest.objects.count() == before + 1
        actions.ask_to_reopen(by=hanna_coordinator)
        with pytest.raises(NotNow):  # the keyring first
            actions.agree_to_reopen(by=piotr_administrator)
        wiping.bring_back(parts[1], parts[3])
        actions.agree_to_reopen(by=piotr_administrator)
        opened = reveal_one(row, ["story"], by=alena_operator, reason=Reason.TRIAGE)
        assert opened["story"] == "Мая гісторыя"
        newest = HelpRequest.objects.exclude(pk=row.pk).get()
        opened = reveal_one(newest, ["story"], by=alena_operator, reason=Reason.TRIAGE)
        assert opened["story"].startswith("Пажар")

    def test_one_person_is_not_enough(
        self, own_keyring: Path, hanna_coordinator: User, ruta_auditor: User, piotr_administrator: User
    ) -> None:
        wiping.make_shares()
        with pytest.raises(Refused):
            actions.ask_to_seal(by=ruta_auditor)
        actions.ask_to_seal(by=hanna_coordinator)
        for wrong in (hanna_coordinator, ruta_auditor):
            with pytest.raises(Refused):
                actions.agree_to_seal(by=wrong)
        with time_machine.travel(timezone.now() + timedelta(minutes=31)), pytest.raises(NotNow):
            actions.agree_to_seal(by=piotr_administrator)
        assert own_keyring.exists()
        actions.agree_to_seal(by=piotr_administrator)
        with pytest.raises(NotNow):
            actions.agree_to_seal(by=piotr_administrator)

    def test_without_parts_nothing_is_wiped(self, own_keyring: Path, hanna_coordinator: User) -> None:
        with pytest.raises(NotNow):
            actions.ask_to_seal(by=hanna_coordinator)
        assert own_keyring.exists()
        assert not Standstill.objects.exists()


class TestParts:
    def test_any_two_of_three_bring_it_back(self) -> None:
        secret = bytes(range(32))
        parts = shares.split(secret)
        for one, other in ((1, 2), (3, 1), (2, 3)):
            assert shares.join(parts[one], f" {parts[other].lower()} ") == secret

    def test_one_part_is_not_enough_and_mistakes_are_told(self) -> None:
        parts = shares.split(bytes(32))
        with pytest.raises(KeyringError, match="two copies"):
            shares.join(parts[1], parts[1])
        with pytest.raises(KeyringError, match="typed"):
            shares.join(parts[1], parts[2][:9] + ("A" if parts[2][9] != "A" else "B") + parts[2][10:])
        other = shares.split(bytes(range(32)))
        assert shares.join(parts[1], other[2]) != bytes(32)

    def test_parts_of_another_time_open_nothing(self, own_keyring: Path) -> None:
        old = wiping.make_shares()
        new = wiping.make_shares()
        raw = own_keyring.read_bytes()
        assert wiping.wipe()
        assert not wiping.wipe()
        with pytest.raises(KeyringError, match="do not open"):
            wiping.bring_back(old[1], old[2])
        wiping.bring_back(new[2], new[1])
        assert own_keyring.read_bytes() == raw


class TestCommands:
    def test_the_whole_drill_from_the_shell(
        self,
        own_keyring: Path,
        hanna_coordinator: User,
        piotr_administrator: User,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        one, other = hanna_coordinator.email, piotr_administrator.email
        call_command("panic", "shares")
        printed = capsys.readouterr().out
        parts = [line.partition(": ")[2] for line in printed.splitlines() if line.startswith("Part")]
        with pytest.raises(CommandError, match="not sealed"):
            call_command("panic", "seal", "--here")
        with pytest.raises(CommandError, match="Two different"):
            call_command("panic", "seal", "--by", one, "--second", one)
        call_command("panic", "seal", "--by", one, "--second", other)
        call_command("panic", "status")
        assert "sealed" in capsys.readouterr().out
        typed = iter(parts[:2])
        monkeypatch.setattr("helpdesk.team.management.commands.panic.getpass", lambda _asked: next(typed))
        call_command("panic", "unseal")
        call_command("panic", "reopen", "--by", other, "--second", one)
        call_command("panic", "status")
        assert "The desk is open" in capsys.readouterr().out

    def test_freeze_user_within_a_second(
        self, client: Browser, sign_in: SignIn, alena_operator: User, hanna_coordinator: User
    ) -> None:
        browser = sign_in(client, alena_operator)
        began = time.monotonic()
        call_command("freeze_user", alena_operator.email, "--by", hanna_coordinator.email)
        assert time.monotonic() - began < 1
        assert browser.get("/desk/queue/").status_code == 302
        with pytest.raises(CommandError, match="may not"):
            call_command("freeze_user", hanna_coordinator.email, "--by", hanna_coordinator.email)


def test_a_telling_of_clients_waits_as_well(hanna_coordinator: User, deliver_now: object) -> None:
    row = make_request(client=make_holder(office=hanna_coordinator.office).client)
    tell(row.client, Kind.ANSWER)
    actions.lock_down(by=hanna_coordinator)
    assert deliver_now() == 0  # type: ignore[operator]
