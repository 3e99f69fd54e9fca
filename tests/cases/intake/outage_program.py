"""A public process whose Redis and PostgreSQL are stopped under it; test_storm.py stops and starts them."""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402

settings.ALLOWED_HOSTS = ["testserver"]

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client as Browser  # noqa: E402

import helpdesk.celery  # noqa: E402, F401 - as helpdesk/wsgi.py does
from cases.requests.models import HelpRequest  # noqa: E402
from helpdesk.sealing import keyring  # noqa: E402
from tests.factories import web  # noqa: E402
from tests.factories.accounts import OfficeFactory  # noqa: E402

STORY = "Гэта словы, якія нельга згубіць."


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


def main() -> None:
    keyring.public()
    call_command("migrate", verbosity=0)
    OfficeFactory.create()
    browser = Browser(raise_request_exception=False)
    web.tell(browser, story=STORY)
    web.answer_questions(browser)
    token = web.hidden_draft(browser.get("/be/write/last/"))
    typed = {**web.CONTACT, "safe_word": "вяз", "carried": token}
    say(ready=bool(token))
    for _ in ("redis", "postgres"):
        gone = browser.post("/be/write/last/", typed)
        page = gone.content.decode()
        connections.close_all()
        say(status=gone.status_code, kept=token in page and "вяз" in page, story_readable=STORY in page)
    connections.close_all()
    first, second = (browser.post("/be/write/last/", typed).status_code for _ in range(2))
    connections.close_all()
    say(first=first, second=second, requests=HelpRequest.objects.count(), digits=web.shown_digits(browser))


main()
