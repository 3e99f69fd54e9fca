"""One request with everything that can hang on it, closed on a known day; and moments around it."""

from __future__ import annotations

from datetime import datetime, timedelta

import time_machine
from django.apps import apps

from cases.closing.actions import close
from cases.files.models import Attachment
from cases.requests.actions import Contact, add_note, add_staff_message
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome
from helpdesk.accounts.models import User
from tests.factories.files import picture, send_file
from tests.factories.requests import Holder, make_holder, make_request
from tests.factories.volunteering import make_task_for

CLOSED = datetime.fromisoformat("2026-03-02T11:00:00+01:00")


def on_day(days: float) -> time_machine.travel:
    """So many days after the closing."""
    return time_machine.travel(CLOSED + timedelta(days=days), tick=False)


def full_request(by: User, *, outcome: Outcome = Outcome.SOLVED, with_file: bool = False) -> HelpRequest:
    """Closed on the known day: story, answer, note, task, contact, and perhaps a file."""
    contact = Contact(channel="email", address="anna@example.org", safe_word="вяз")
    with time_machine.travel(CLOSED - timedelta(days=20), tick=False):
        holder: Holder = make_holder(office=by.office, contact=contact)
        made = make_request(client=holder.client, topic="legalization", flags=["elderly"])
        add_staff_message(help_request=made, body="Адказ", language="be", by=by)
        add_note(help_request=made, body="Нататка", language="be", by=by)
        make_task_for(made, by=by)
        if with_file:
            send_file(made, picture(), by=holder, checked=False)
            assert Attachment.objects.filter(help_request=made).exists()
    with on_day(0):
        fresh = HelpRequest.objects.get(pk=made.pk)
        return close(help_request=fresh, outcome=outcome, by=by)


def rows_left() -> dict[str, int]:
    """How many rows every table of cases and keys still has, except what is meant to stay."""
    stays = {
        "StatisticsRow", "OutputTally", "Certificate", "RetentionRun", "Topic", "Office", "User", "Erasure",
    }  # fmt: skip
    found = {
        model.__name__: model._base_manager.count()
        for label in ("cases", "sealing")
        for model in apps.get_app_config(label).get_models()
    }
    return {name: number for name, number in found.items() if number and name not in stays}
