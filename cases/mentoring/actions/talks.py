"""The conversation that comes with a mentorship and goes with it."""

from __future__ import annotations

from datetime import timedelta

from cases.mentoring.models import Mentorship
from cases.mentoring.steps import GRACE_DAYS, MOST_DAYS
from cases.relay.actions import end_conversations, open_conversation
from cases.relay.rules import Purpose
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.models import User


def open_talk(mentorship: Mentorship, *, by: Actor) -> None:
    """Mentor and household write to each other through the app."""
    if mentorship.client is not None:
        open_conversation(
            client=mentorship.client,
            helper=mentorship.mentor,
            office=mentorship.office,
            purpose=Purpose.MENTORSHIP,
            closes_on=mentorship.starts_on + timedelta(days=MOST_DAYS + GRACE_DAYS),
            by=by,
        )


def close_talk(mentorship: Mentorship, mentor: User, *, by: Actor) -> None:
    """With the mentor goes what was written; a deputy begins anew."""
    if mentorship.client is not None:
        end_conversations(helper=mentor, client=mentorship.client, purpose=Purpose.MENTORSHIP, by=by)
