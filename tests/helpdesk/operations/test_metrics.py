"""Figures tell pages and statuses apart, and never people, paths or the steps of a client's journey."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db.migrations.loader import MigrationLoader
from django.test import Client as Browser
from django.urls import resolve, reverse
from django.utils import timezone

from cases.duty.actions import raise_danger
from cases.requests.workflow import Urgency
from cases.watching.models import LogCheck
from helpdesk.accounts.actors import SYSTEM, System
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import writing
from helpdesk.operations import health, house, metrics, pulses
from tests.factories.requests import make_request
from tests.personas import SignIn

LABEL = re.compile(r'(\w+)="([^"]*)"')
IDS = re.compile(r"[0-9a-f]{8}-|\d{4}")


def figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, f"{name} is missing"
    return float(found.group(1))


def counted(view: str) -> float:
    rows = [row for metric in metrics.REQUESTS.collect() for row in metric.samples]
    return sum(row.value for row in rows if row.name.endswith("_total") and row.labels["view"] == view)


def test_the_steps_of_a_journey_are_not_told_apart() -> None:
    for path in ("/be/write/", "/be/write/next/", "/be/back/", "/be/inbox/", "/be/exit/"):
        assert metrics.view_of(path, resolve(path)) == "journey"
    assert metrics.view_of("/be/", resolve("/be/")) == "home"
    assert metrics.view_of("/desk/queue/", resolve("/desk/queue/")) == "triage:queue"
    assert metrics.view_of("/be/none-such/", None) == "none"
    assert metrics.view_of("/static/ui/x.css", None) == "static"


@pytest.mark.django_db
def test_pages_are_counted_by_name_and_no_label_holds_an_id(
    client: Browser, alena_operator: User, sign_in: SignIn
) -> None:
    sign_in(client, alena_operator)
    one = make_request(office=alena_operator.office)
    before = counted("casefile:open"), counted("journey")
    assert client.get(reverse("casefile:open", args=[one.pk])).status_code == 200
    Browser().get("/be/write/")
    assert (counted("casefile:open"), counted("journey")) == (before[0] + 1, before[1] + 1)
    text = metrics.exposed().decode()
    assert str(one.pk) not in text
    assert str(alena_operator.pk) not in text
    labels = LABEL.findall(text)
    assert {name for name, _value in labels} <= {"face", "view", "status", "le", "task", "how"}
    assert [value for name, value in labels if name in {"view", "task"} and IDS.search(value)] == []


@pytest.mark.django_db
def test_the_house_tells_queues_ages_and_emergencies_and_nobody(alena_operator: User) -> None:
    danger = make_request(office=alena_operator.office, urgency=Urgency.EMERGENCY)
    assert raise_danger(help_request=danger, by=SYSTEM)
    record("operations.backup", None, by=System("backup"))
    assert "ganak_log_verified_age_seconds" not in house.exposed().decode()  # never: absent() is the alert
    with writing():
        LogCheck.objects.create(checked_at=timezone.now(), length=1, head="0" * 64, breaks=2)
    pulses.tell("beat")
    cache.set("pulse:celery", time.time() - 900, 3600)
    text = house.exposed().decode()
    assert figure(text, "ganak_emergencies_waiting") == 1
    assert figure(text, "ganak_emergency_oldest_seconds") < 60
    assert figure(text, "ganak_backup_age_seconds") < 61
    assert figure(text, "ganak_log_verified_age_seconds") < 60
    assert figure(text, "ganak_log_breaks") == 2
    assert figure(text, 'ganak_pulse_age_seconds{of="beat"}') < 5
    assert 899 < figure(text, 'ganak_pulse_age_seconds{of="celery"}') < 960
    assert figure(text, 'ganak_pulse_age_seconds{of="files"}') == -1
    assert figure(text, "ganak_database_up") == figure(text, "ganak_redis_up") == 1
    assert str(danger.pk) not in text
    assert danger.code not in text


def test_a_process_is_ready_only_with_the_keys_of_its_face(settings: Any, vaults: Any) -> None:
    settings.FACE = "desk"
    assert health.keyring_fits()  # made at the first use
    settings.KEYRING_PRIVATE.unlink()
    assert not health.keyring_fits()
    settings.FACE = "public"
    settings.KEYRING_PRIVATE = None
    assert health.keyring_fits()
    settings.KEYRING_PRIVATE = vaults / "private.json"
    settings.KEYRING_PRIVATE.write_text("a private keyring where none may be")
    assert not health.keyring_fits()
    settings.KEYRING_PUBLIC.unlink()
    settings.KEYRING_PRIVATE = None
    assert not health.keyring_fits()


def test_a_worker_that_fell_silent_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulses, "_heard", {})
    assert not health._is_alive("worker")
    pulses.heard("worker")
    assert health._is_alive("worker")
    pulses._heard["worker"] -= pulses.MOST_AGE
    assert not health._is_alive("worker")


@pytest.mark.django_db
def test_a_new_database_and_a_stopped_one_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "database" not in health.failing(set())
    monkeypatch.setattr(health, "_migrated", set())
    on_disk = {*health._on_disk(), ("cases", "0999_later")}
    monkeypatch.setattr(health, "_on_disk", lambda: on_disk)
    assert health.failing(set()) == ["migrations"]


def test_ages_are_of_now() -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    assert house._age("x", "words", timezone.now(), hour_ago).samples[0].value >= 3600


def test_migrations_are_known_by_name_without_reading_them() -> None:
    assert health._on_disk() == set(MigrationLoader(None).disk_migrations)
