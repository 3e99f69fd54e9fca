"""The conversation that comes with a task and goes with it."""

from __future__ import annotations

from cases.relay.actions import end_conversations, open_conversation
from cases.relay.queries import live_talk
from cases.relay.rules import Purpose
from cases.volunteering.models import Claim
from cases.volunteering.workflow import LIVE_CLAIM
from helpdesk.accounts.actors import Actor


def open_talk(claim: Claim, *, by: Actor) -> None:
    """With the yes to a task that has contact, helper and client can write to each other."""
    task = claim.task
    if task.help_request is None or task.tier == 0:
        return
    client = task.help_request.client
    if live_talk(claim.volunteer, client.pk, Purpose.TASK) is None:
        open_conversation(
            client=client,
            helper=claim.volunteer,
            office=task.office,
            purpose=Purpose.TASK,
            closes_on=claim.ends_on,
            by=by,
        )


def close_talk(claim: Claim, *, by: Actor) -> None:
    """It ends with the last task that she holds for this client."""
    task = claim.task
    if task.help_request is None or task.tier == 0:
        return
    client = task.help_request.client
    live = Claim.objects.filter(volunteer=claim.volunteer, state__in=[state.value for state in LIVE_CLAIM])
    if not live.filter(task__help_request__client=client).exclude(pk=claim.pk).exists():
        end_conversations(helper=claim.volunteer, client=client, purpose=Purpose.TASK, by=by)
