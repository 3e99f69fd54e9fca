"""A line of the log says what happened and where in the code; nothing that a person wrote gets into it."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser

from cases.intake.views import web
from helpdesk.operations.logs import JsonLines
from tests.factories.web import CONTACT, answer_questions, tell

CANARY = "Канарэйка-Zażółć-Ąžuolas-7732"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Everything that is logged, as production would write it."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    level, root.level = root.level, logging.DEBUG
    yield text
    root.level = level
    root.removeHandler(handler)


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.django_db
@pytest.mark.logs_errors
@pytest.mark.usefixtures("office_warsaw")
def test_an_accident_that_quotes_the_story_leaves_no_word_of_it(
    monkeypatch: pytest.MonkeyPatch, out: io.StringIO
) -> None:
    browser = Browser(raise_request_exception=False)
    tell(browser, story=CANARY)
    answer_questions(browser)

    def burst(*_args: Any, **values: Any) -> None:
        raise RuntimeError(f"cannot keep {values['need'].story}") from ValueError(values["need"].story)

    monkeypatch.setattr(web, "submit", burst)
    assert browser.post("/be/write/last/", CONTACT).status_code in {500, 503}
    assert CANARY not in out.getvalue()
    [error] = [line for line in lines(out) if line["level"] == "ERROR"]
    assert (error["error"], error["view"], error["status"]) == ("RuntimeError", "intake:contact", 500)
    assert any("burst" in step for step in error["steps"])
    assert "/be/write" not in out.getvalue()


@pytest.mark.django_db
def test_an_address_with_a_secret_in_it_is_not_written_down(out: io.StringIO) -> None:
    assert Browser().get(f"/be/from/{CANARY}/").status_code == 404
    assert Browser().get(f"/be/{CANARY}/?q={CANARY}").status_code == 404
    warned = [line for line in lines(out) if line["logger"] == "django.request"]
    assert warned
    assert all(line["said"] == "%s: %s" for line in warned)
    assert "7732" not in out.getvalue()


def test_a_task_that_failed_is_known_by_name_and_id_and_not_by_its_error(out: io.StringIO) -> None:
    data = {"name": "cases.files.check", "id": "0d7e", "exc": CANARY, "args": [CANARY], "traceback": CANARY}
    log = logging.getLogger("celery.app.trace")
    log.warning("Task %(name)s[%(id)s] raised: %(exc)s", data, extra={"data": data})
    [line] = lines(out)
    assert (line["name"], line["id"]) == ("cases.files.check", "0d7e")
    assert CANARY not in out.getvalue()


def test_words_put_together_elsewhere_are_left_out_and_ours_are_kept(out: io.StringIO) -> None:
    logging.getLogger("somebody.else").warning(f"could not read {CANARY} of user@host.example")  # noqa: G004
    logging.getLogger("somebody.else").warning("going down")
    logging.getLogger("helpdesk.files").warning("files.stuck %d", 3)
    assert [line["said"] for line in lines(out)] == ["(left out)", "going down", "files.stuck 3"]


def test_production_writes_lines_of_json() -> None:
    code = (
        "import os, sys, logging, logging.config\n"
        "from django.conf import settings\n"
        "logging.config.dictConfig(settings.LOGGING)\n"
        "logging.getLogger('helpdesk').warning('kept')\n"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "helpdesk.settings.production",
        "SECRET_KEY": "k" * 50,
        "RECEIPT_SITE_SALT": "s" * 20,
        "RECEIPT_PEPPER": "p" * 40,
    }
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert json.loads(ran.stderr)["said"] == "kept"
