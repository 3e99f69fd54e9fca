"""Promises of the newer tables: their statuses, too, move only along the workflow tables."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from cases.referrals.workflow import REFERRAL_TRANSITIONS

trigger = import_module("cases.migrations.0002_promises").trigger


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_growth")]

    operations = [
        trigger("cases_referral", "status", REFERRAL_TRANSITIONS),
    ]
