"""Promises of the newest tables and steps: hand-written, after the tables have grown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from importlib import import_module

from django.db import migrations

from cases.joining.workflow import APPLICATION_TRANSITIONS
from cases.legal.workflow import INVITATION_TRANSITIONS
from cases.requests.workflow import TRANSITIONS
from cases.volunteering.workflow import TASK_TRANSITIONS

trigger = import_module("cases.migrations.0002_promises").trigger


def renewed(table: str, column: str, steps: Mapping[StrEnum, Iterable[StrEnum]]) -> migrations.RunSQL:
    """The trigger of a table whose steps have grown: a new database has them, an old one gets them here."""
    made = trigger(table, column, steps).sql
    return migrations.RunSQL(
        str(made).replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER"), migrations.RunSQL.noop
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_further")]

    operations = [
        # The waiting list brought new steps: a new database has them from the start, an old one here.
        migrations.RunSQL("DROP TRIGGER cases_invitation_steps ON cases_invitation;", migrations.RunSQL.noop),
        trigger("cases_invitation", "state", INVITATION_TRANSITIONS),
        # The undo of a decision gives back what was, so it needs the steps back.
        renewed("cases_helprequest", "status", TRANSITIONS),
        renewed("cases_task", "status", TASK_TRANSITIONS),
        # Lists are walked in their order and stop at a page; who may see a row is asked of it on the way. An
        # office in front would make the database sort the whole backlog for whoever has requests of her own.
        migrations.RunSQL(
            "CREATE INDEX request_queue ON cases_helprequest"
            " (urgency_rank, deadline_key, care_rank, received_at, id) WHERE status <> 'closed';"
            "CREATE INDEX request_closed_newest ON cases_helprequest (closed_at DESC, id DESC)"
            " WHERE status = 'closed';"
            "CREATE INDEX request_newest_anywhere ON cases_helprequest (received_at DESC, id DESC);",
            "DROP INDEX request_queue; DROP INDEX request_closed_newest; DROP INDEX request_newest_anywhere;",
        ),
        trigger("cases_application", "state", APPLICATION_TRANSITIONS),
        # Whoever was vetted before vettings had an end is vetted for a year; the terms still ask for a yes.
        migrations.RunSQL(
            "UPDATE cases_volunteerprofile SET vetted_on = CURRENT_DATE, renew_on = CURRENT_DATE + 365"
            " WHERE state = 'vetted' AND renew_on IS NULL;",
            migrations.RunSQL.noop,
        ),
    ]
