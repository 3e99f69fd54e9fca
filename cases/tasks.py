"""Index of the rooms' tasks: importing them makes them known to the worker."""

from cases.alarms.tasks import look_at_offices
from cases.answers.tasks import look_for_recalls, send_corrections, send_shared_answer
from cases.doors.tasks import forget_old_links_daily, lapse_receipts_hourly
from cases.duty.tasks import ring_due, ring_one
from cases.files.tasks import check, check_waiting, sweep
from cases.joining.tasks import follow_years_daily, forget_daily
from cases.legal.tasks import (
    consultation_reminders,
    deadline_guard,
    fill_seats,
    grant_review,
    move_line_up,
    uploads_forgotten,
)
from cases.lists.tasks import forget_old_lists_daily
from cases.mentoring.tasks import follow_months
from cases.moving.tasks import follow_absences_hourly, hand_on_now, sweep_strays
from cases.referrals.tasks import referral_alarms
from cases.relay.tasks import forget_conversations
from cases.reports.tasks import take_snapshot
from cases.retention.tasks import forget_briefs_hourly, forget_closed_daily, look_after_daily
from cases.triage.tasks import compute_suggestion, regroup_backlog, suggest_missing
from cases.volunteering.tasks import (
    expire_claims_daily,
    look_at_rest,
    offer_waiting_tasks,
    remind_volunteers,
)
from cases.waiting.tasks import reckon_waiting, release_waiting, sweep_pauses
from cases.watching.tasks import check_log_nightly, send_digest_weekly, watch_readers
from cases.workload.tasks import count_days, keep_figures, look_at_staff

__all__ = [
    "check",
    "check_log_nightly",
    "check_waiting",
    "compute_suggestion",
    "consultation_reminders",
    "count_days",
    "deadline_guard",
    "expire_claims_daily",
    "fill_seats",
    "follow_absences_hourly",
    "follow_months",
    "follow_years_daily",
    "forget_briefs_hourly",
    "forget_closed_daily",
    "forget_conversations",
    "forget_daily",
    "forget_old_links_daily",
    "forget_old_lists_daily",
    "grant_review",
    "hand_on_now",
    "keep_figures",
    "lapse_receipts_hourly",
    "look_after_daily",
    "look_at_offices",
    "look_at_rest",
    "look_at_staff",
    "look_for_recalls",
    "move_line_up",
    "offer_waiting_tasks",
    "reckon_waiting",
    "referral_alarms",
    "regroup_backlog",
    "release_waiting",
    "remind_volunteers",
    "ring_due",
    "ring_one",
    "send_corrections",
    "send_digest_weekly",
    "send_shared_answer",
    "suggest_missing",
    "sweep",
    "sweep_pauses",
    "sweep_strays",
    "take_snapshot",
    "uploads_forgotten",
    "watch_readers",
]
