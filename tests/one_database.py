"""Migrates once: each test process gets a copy of one migrated database, and fewer sweeps of the memory."""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

MADE = "migrated"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Only beside others: one process alone, or one that keeps its database, migrates its own."""
    if not os.environ.get("PYTEST_XDIST_WORKER") or request.config.getvalue("reuse_db"):
        return
    settings = connection.settings_dict
    name = f"test_{settings['NAME']}_{MADE}"
    folder = Path(os.environ["TEST_VAR_DIR"])
    run = os.environ["PYTEST_XDIST_TESTRUNUID"]
    with (folder / "migrating.lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / MADE
        if not made.exists() or made.read_text() != run:
            _migrate(name)
            made.write_text(run)
    settings["TEST"]["TEMPLATE"] = name


def _migrate(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    named = connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    connection.close()
    connection.close_pool()  # nobody may be inside what is copied
    connection.settings_dict["NAME"] = named


@pytest.fixture(scope="session", autouse=True)
def _seldom_swept() -> Iterator[None]:
    """What is loaded by now stays to the end, so the collector need not walk over it ten times a second."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()
