"""Promises of the newest tables and steps: hand-written, after the tables have grown."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from cases.joining.workflow import APPLICATION_TRANSITIONS
from cases.legal.workflow import INVITATION_TRANSITIONS

trigger = import_module("cases.migrations.0002_promises").trigger


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_further")]

    operations = [
        # The waiting list brought new steps; a new database has them from the start, an old one gets them here.
        migrations.RunSQL("DROP TRIGGER cases_invitation_steps ON cases_invitation;", migrations.RunSQL.noop),
        trigger("cases_invitation", "state", INVITATION_TRANSITIONS),
        trigger("cases_application", "state", APPLICATION_TRANSITIONS),
        # Whoever was vetted before vettings had an end is vetted for a year; the terms still ask for a yes.
        migrations.RunSQL(
            "UPDATE cases_volunteerprofile SET vetted_on = CURRENT_DATE, renew_on = CURRENT_DATE + 365"
            " WHERE state = 'vetted' AND renew_on IS NULL;",
            migrations.RunSQL.noop,
        ),
    ]
