"""Promises the database keeps by itself: statuses move only along the workflow tables, and it counts seats.

A later change of a workflow table needs a new migration like this one; a test compares tables and triggers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.db import migrations

from cases.legal.workflow import CASE_TRANSITIONS, HOLDS_SEATS, INVITATION_TRANSITIONS
from cases.mentoring.steps import MENTORSHIP_TRANSITIONS
from cases.requests.workflow import TRANSITIONS
from cases.volunteering.workflow import CLAIM_TRANSITIONS, TASK_TRANSITIONS

STEP_FUNCTION = """
CREATE FUNCTION cases_only_along_the_table() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := to_jsonb(OLD) ->> TG_ARGV[0];
    after text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
    IF before IS DISTINCT FROM after AND NOT (before || '>' || after = ANY (TG_ARGV)) THEN
        RAISE EXCEPTION 'no step from % to % in %', before, after, TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

HOLDING = ", ".join(f"'{state.value}'" for state in sorted(HOLDS_SEATS))
SEATS = """
CREATE FUNCTION cases_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The row lock makes two who want the last seat wait for one another; then both count afresh.
    PERFORM 1 FROM cases_consultation WHERE id IN (NEW.consultation_id, OLD.consultation_id)
        ORDER BY id FOR UPDATE;
    UPDATE cases_consultation AS meeting SET seats_taken = COALESCE((
        SELECT sum(seats) FROM cases_invitation
        WHERE consultation_id = meeting.id AND state IN (HOLDING)
    ), 0) WHERE id IN (NEW.consultation_id, OLD.consultation_id);
    RETURN NULL;
END $$;
CREATE TRIGGER cases_invitation_seats AFTER INSERT OR UPDATE OR DELETE ON cases_invitation
    FOR EACH ROW EXECUTE FUNCTION cases_count_seats();
""".replace("HOLDING", HOLDING)


def trigger(table: str, column: str, steps: Mapping[StrEnum, Iterable[StrEnum]]) -> migrations.RunSQL:
    """A trigger that lets `column` of `table` move only along `steps`."""
    pairs = sorted(f"{now.value}>{then.value}" for now, thens in steps.items() for then in thens)
    arguments = ", ".join(f"'{item}'" for item in [column, *pairs])
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_steps BEFORE UPDATE OF {column} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION cases_only_along_the_table({arguments});",
        f"DROP TRIGGER {table}_steps ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(STEP_FUNCTION, "DROP FUNCTION cases_only_along_the_table();"),
        trigger("cases_helprequest", "status", TRANSITIONS),
        trigger("cases_legalcase", "status", CASE_TRANSITIONS),
        trigger("cases_invitation", "state", INVITATION_TRANSITIONS),
        trigger("cases_task", "status", TASK_TRANSITIONS),
        trigger("cases_claim", "state", CLAIM_TRANSITIONS),
        trigger("cases_mentorship", "status", MENTORSHIP_TRANSITIONS),
        migrations.RunSQL(
            SEATS,
            "DROP TRIGGER cases_invitation_seats ON cases_invitation; DROP FUNCTION cases_count_seats();",
        ),
    ]
