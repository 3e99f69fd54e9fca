"""The beat schedule is one table of tasks that exist."""

from __future__ import annotations

import pytest

from helpdesk.celery import SCHEDULE, Duty, app
from tests.architecture import house


@pytest.mark.parametrize("duty", SCHEDULE, ids=lambda duty: duty.task)
def test_every_regular_duty_is_a_task_of_ours(duty: Duty) -> None:
    app.loader.import_default_modules()
    assert duty.task in app.tasks
    assert duty.task.partition(".")[0] in {"cases", "knowledge", "messaging", "operations"}


def test_no_duty_stands_in_the_table_twice() -> None:
    assert len({duty.task for duty in SCHEDULE}) == len(SCHEDULE) == len(app.conf.beat_schedule)


def test_every_task_is_found_by_the_worker() -> None:
    app.loader.import_default_modules()
    written = {
        house.name(path).removesuffix(".py").replace("/", ".")
        for path in house.house_files()
        if "tasks" in (path.stem, path.parent.name) and "shared_task" in path.read_text()
    }
    known = {task.__module__ for task in app.tasks.values()}
    assert written - known == set()
