"""What a deployment shows to a stranger, and what an accident shows to anybody: nothing (A10, A11)."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core import mail
from django.test import Client as Browser

from cases.intake.views import web
from tests.factories.web import CONTACT, answer_questions, tell

CANARY = "Канарэйка-Zażółć-Ąžuolas-7731"
PATHS = ["/admin/", "/api/docs/", "/.git/config", "/.env", "/static/", "/media/"]
PATHS += ["/metrics", "/healthz", "/readyz"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_nothing_of_the_machine_has_an_address(path: str) -> None:
    assert Browser().get(path).status_code == 404


@pytest.mark.django_db
def test_trace_is_not_answered() -> None:
    for path in ("/be/", "/be/write/", "/desk/"):
        answer = Browser().generic("TRACE", path, headers={"X-Secret": CANARY})
        assert answer.status_code == 405
        assert CANARY.encode() not in answer.content


@pytest.mark.django_db
@pytest.mark.logs_errors
def test_another_host_is_refused_and_not_repeated() -> None:
    for path in ("/be/", "/desk/", "/be/write/"):
        answer = Browser().get(path, headers={"host": "evil-zx77.example"})
        assert answer.status_code == 400
        assert b"zx77" not in answer.content
        assert "zx77" not in str(answer.headers)


def test_production_settings_pass_djangos_own_check(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DEBUG"},
        "DJANGO_SETTINGS_MODULE": "helpdesk.settings.production",
        "SECRET_KEY": "k" * 64 + "0123456789",
        "ALLOWED_HOSTS": "help.example,desk.example",
        "RECEIPT_SITE_SALT": "s" * 32,
        "RECEIPT_PEPPER": "p" * 48,
        "DATABASE_URL": "postgres://postgres@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "VAR_DIR": str(tmp_path),
        "PUBLIC_ORIGIN": "https://help.example",
        "FACE": "public",
    }
    made = _manage(["keys", "new"], {**environment, "FACE": "desk"})
    assert made.returncode == 0, made.stderr
    checked = _manage(["check", "--deploy", "--tag", "security"], environment)
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout + checked.stderr, checked.stderr


def _manage(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _traces(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if CANARY.encode() in path.read_bytes()]


@pytest.mark.django_db
@pytest.mark.logs_errors
@pytest.mark.usefixtures("office_warsaw")
def test_an_accident_in_the_middle_of_sending_tells_nobody_what_was_written(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    browser = Browser(raise_request_exception=False)
    tell(browser, story=CANARY)
    answer_questions(browser)

    def burst(*_args: Any, **values: Any) -> None:
        story = values["need"].story  # the canary is in the frame when it bursts
        raise RuntimeError(f"something is wrong with {len(story)} letters")

    monkeypatch.setattr(web, "submit", burst)
    with caplog.at_level(logging.DEBUG):
        answer = browser.post("/be/write/last/", CONTACT)
    assert answer.status_code in {500, 503}
    assert CANARY not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert CANARY not in caplog.text
    assert mail.outbox == []
    assert _traces(tmp_path) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("office_warsaw")
def test_a_torn_form_gets_a_plain_page(caplog: pytest.LogCaptureFixture) -> None:
    body = f'--x\r\nContent-Disposition: form-data; name="story"\r\n\r\n{CANARY}'.encode()
    browser = Browser(raise_request_exception=False)
    with caplog.at_level(logging.DEBUG):
        answer = browser.post("/be/write/", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code < 500
    assert CANARY not in caplog.text


def test_only_the_mail_worker_and_the_proxy_have_a_way_out() -> None:
    """A03, as far as a file can say it: every other service sits in a network without a gateway."""
    compose = yaml.safe_load((Path(settings.BASE_DIR) / "docker-compose.yml").read_text())
    inside = {name for name, network in compose["networks"].items() if (network or {}).get("internal")}
    outward = {
        name
        for name, service in compose["services"].items()
        if not service.get("networks") or set(service["networks"]) - inside
    }
    assert outward == {"worker", "proxy"}
    assert set(compose["services"]["worker"]["networks"]) - inside == {"mail"}
    assert not compose["services"]["worker"].get("ports")
    assert [name for name, service in compose["services"].items() if service.get("ports")] == ["proxy"]
