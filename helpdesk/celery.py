"""The Celery app and the whole beat schedule as one table."""

from __future__ import annotations

import logging.config
import os
from datetime import timedelta
from typing import NamedTuple

from celery import Celery, signals
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.production")

app = Celery("helpdesk")
app.set_default()  # threads of the web server see this app too, not Celery's fallback
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["helpdesk.messaging", "helpdesk.operations", "knowledge", "cases"])


@signals.setup_logging.connect(weak=False)
def write_as_everybody(**_signal: object) -> None:
    """Workers and beat write their lines as the web processes do, not in Celery's own way with its values."""
    logging.config.dictConfig(settings.LOGGING)


@signals.worker_ready.connect(weak=False)
def reckon_at_once(**_signal: object) -> None:
    """After a reset the figures of dashboards are there before beat's hour is over."""
    app.send_task("cases.workload.keep_figures", expires=3600)


class Duty(NamedTuple):
    """One regular task. A run that was not begun before the next is due is dropped, so none can pile up."""

    task: str
    every: timedelta


# Every regular task finds its own work in the database, so a missed run costs time and loses nothing.
SCHEDULE = (
    Duty("messaging.sweep", timedelta(minutes=1)),
    Duty("operations.pulse", timedelta(minutes=1)),
    Duty("operations.pulse_files", timedelta(minutes=1)),
    Duty("operations.copy_ledger", timedelta(minutes=1)),
    Duty("cases.duty.ring_due", timedelta(minutes=1)),
    Duty("cases.triage.suggest_missing", timedelta(minutes=5)),
    Duty("cases.triage.regroup_backlog", timedelta(hours=1)),
    Duty("cases.answers.look_for_recalls", timedelta(minutes=5)),
    Duty("cases.doors.forget_old_links", timedelta(hours=24)),
    Duty("cases.doors.lapse_receipts", timedelta(hours=1)),
    Duty("cases.volunteering.expire_claims", timedelta(hours=1)),
    Duty("cases.mentoring.follow_months", timedelta(hours=6)),
    Duty("cases.relay.forget_ended", timedelta(hours=6)),
    Duty("cases.volunteering.look_at_rest", timedelta(hours=24)),
    Duty("cases.volunteering.offer_waiting", timedelta(hours=1)),
    Duty("cases.volunteering.remind", timedelta(hours=1)),
    Duty("cases.joining.follow_years", timedelta(hours=24)),
    Duty("cases.joining.forget", timedelta(hours=24)),
    Duty("cases.moving.absences", timedelta(hours=1)),
    Duty("cases.moving.sweep", timedelta(hours=24)),
    Duty("cases.files.check_waiting", timedelta(minutes=1)),
    Duty("cases.files.sweep", timedelta(hours=1)),
    Duty("cases.referrals.alarms", timedelta(hours=1)),
    Duty("cases.legal.remind_of_deadlines", timedelta(hours=1)),
    Duty("cases.legal.review_grants", timedelta(hours=24)),
    Duty("cases.legal.forget_uploads", timedelta(minutes=15)),
    Duty("cases.legal.remind_of_consultations", timedelta(hours=1)),
    Duty("cases.legal.fill_free_seats", timedelta(minutes=5)),
    Duty("cases.waiting.sweep", timedelta(minutes=15)),
    Duty("cases.waiting.reckon", timedelta(hours=1)),
    Duty("cases.workload.count_days", timedelta(hours=1)),
    Duty("cases.reports.take_snapshot", timedelta(hours=1)),
    Duty("cases.workload.look_at_rest", timedelta(hours=24)),
    Duty("cases.alarms.look", timedelta(hours=1)),
    Duty("cases.watching.watch", timedelta(seconds=30)),
    Duty("cases.watching.check_log", timedelta(hours=24)),
    Duty("cases.watching.digest", timedelta(hours=1)),
    Duty("cases.lists.forget_old", timedelta(hours=24)),
    Duty("cases.retention.run", timedelta(hours=24)),
    Duty("cases.retention.forget_briefs", timedelta(hours=1)),
    Duty("cases.retention.look_after", timedelta(hours=24)),
    Duty("knowledge.feedback.forget_old", timedelta(hours=24)),
    Duty("knowledge.reading.move_counts", timedelta(hours=1)),
    Duty("knowledge.reading.forget_old", timedelta(hours=24)),
    Duty("knowledge.search.forget_old", timedelta(hours=24)),
    Duty("knowledge.search.follow_words", timedelta(hours=24)),
    Duty("knowledge.glossary.forget_unheard", timedelta(hours=24)),
)

app.conf.beat_schedule = {
    duty.task: {
        "task": duty.task,
        "schedule": duty.every,
        "options": {"expires": duty.every.total_seconds()},
    }
    for duty in SCHEDULE
}
