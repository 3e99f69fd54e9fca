"""Screening's verbs: take in answers with consent, take them back, decide about a required step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.duty.actions import raise_danger
from cases.requests.actions import locked, note_event, this_hour
from cases.requests.models import HelpRequest
from cases.requests.queries import before_closing
from cases.requests.workflow import Outcome, Status, Urgency
from cases.screening.models import Screening, StepDecision
from cases.screening.permissions import can_ask_aloud, can_decide_step
from cases.screening.queries import open_steps, screening_of
from cases.screening.steps import NO, STEPS, YES, StepState, flags_of, steps_for, urgency_from
from helpdesk.accounts.actors import Actor, ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_key, new_data_key, seal

MOST_REASON = 300


@action
def answer_screening(
    *, help_request: HelpRequest, answers: Mapping[str, str], consent: str, by: ByReceipt | User
) -> Screening:
    """Answers replace earlier ones; sealed under a key of their own, and only flags come out of them.

    `consent` are the words that she agreed to. NotNow for a closed request.
    """
    if isinstance(by, ByReceipt) and help_request.client_id != by.client_id:
        raise Refused
    if isinstance(by, User) and not can_ask_aloud(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        raise NotNow(_("This request is closed."))
    known = _flags_without(fresh, _erase(fresh))
    raised = [flag.value for flag in flags_of(dict(answers)) if flag.value not in known]
    screening = _sealed(fresh, answers, consent, by)
    screening.raised = raised
    screening.save(force_insert=True)
    _mark(fresh, [*known, *raised], by=by)
    help_request.flags, help_request.urgency = fresh.flags, fresh.urgency
    help_request.version = fresh.version
    note_event(help_request=fresh, kind="screened", by=by)
    record("screening.answer", fresh, by=by, fields=["answers", "consent"])
    return screening


@action
def withdraw_consent(*, help_request: HelpRequest, by: ByReceipt | User) -> None:
    """Answers erased with their key; the flags and decisions that came only from them go as well."""
    if isinstance(by, ByReceipt) and help_request.client_id != by.client_id:
        raise Refused
    if isinstance(by, User) and not can_ask_aloud(by, help_request):
        raise Refused
    fresh = locked(help_request)
    raised = _erase(fresh)
    if raised is None:
        return
    gone = [step.code for step in steps_for(raised, fresh.country)]
    StepDecision.objects.filter(help_request=fresh, step__in=gone).delete()
    fresh.flags = _flags_without(fresh, raised)
    fresh.version += 1
    fresh.save(update_fields=["flags", "version"])
    help_request.flags, help_request.version = fresh.flags, fresh.version
    note_event(help_request=fresh, kind="screening_withdrawn", by=by)
    record("screening.withdraw", fresh, by=by, fields=["answers", "consent"])


@action
def decide_step(
    *, help_request: HelpRequest, step: str, state: StepState, by: User, reason: str = ""
) -> StepDecision:
    """A required step is done, or not needed for a reason; a later decision replaces the earlier one."""
    if not can_decide_step(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if STEPS.get(step) not in steps_for(fresh.flags, fresh.country):
        raise NotNow(_("This step is not asked for any more. Look at the request again."))
    if state is StepState.NOT_NEEDED and not reason.strip():
        raise NotNow(_("Please say why the step is not needed."))
    decision = StepDecision.objects.filter(help_request=fresh, step=step).first()
    decision = decision or StepDecision(help_request=fresh, step=step)
    decision.state, decision.decided_by, decision.decided_at = state.value, by, timezone.now()
    seal(decision, reason=reason.strip()[:MOST_REASON])
    decision.save()
    note_event(help_request=fresh, kind="step_decided", by=by)
    record("screening.step", fresh, by=by, fields=["state", "reason"] if reason else ["state"])
    return decision


@action
def open_step_again(*, help_request: HelpRequest, step: str, by: User) -> None:
    """The undo of a decision."""
    if not can_decide_step(by, help_request):
        raise Refused
    fresh = locked(help_request)
    gone, _by_model = StepDecision.objects.filter(help_request=fresh, step=step).delete()
    if gone:
        record("screening.step", fresh, by=by, fields=["state"])


@receiver(before_closing)
def refuse_while_a_step_is_open(
    *, help_request: HelpRequest, by: Actor, outcome: str, **_signal: Any
) -> None:
    """Whoever works here decides about every required step first; the person herself may always withdraw."""
    if not isinstance(by, User) or outcome == Outcome.SPAM.value:
        return
    if open_steps(help_request):
        raise NotNow(_("A required step is open. Decide about it on the page of the request, then close."))


def _erase(help_request: HelpRequest) -> list[str] | None:
    """Gone with its key; gives back the flags that it had raised, None when there was no screening."""
    screening = screening_of(help_request)
    if screening is None:
        return None
    raised, key = list(screening.raised), screening.screening_key
    Screening.objects.filter(pk=screening.pk).delete()
    if key is not None:
        erase_key(key)
    return raised


def _flags_without(help_request: HelpRequest, raised: Iterable[str] | None) -> list[str]:
    return [flag for flag in help_request.flags if flag not in set(raised or ())]


def _sealed(
    help_request: HelpRequest, answers: Mapping[str, str], consent: str, by: ByReceipt | User
) -> Screening:
    client = help_request.client
    public_key = bytes(client.inbox_public_key) if client.inbox_public_key else None
    is_hers = isinstance(by, ByReceipt)
    screening = Screening(
        help_request=help_request,
        asked_by=by if isinstance(by, User) else None,
        answered_at=this_hour() if is_hers else timezone.now(),
    )
    screening.screening_key = new_data_key(
        "screening", client_public_key=public_key, client_id=client.pk if public_key else None
    )
    said = {code: answer for code, answer in answers.items() if answer in {YES, NO}}
    seal(screening, answers=json.dumps(said), consent=consent)
    return screening


def _mark(help_request: HelpRequest, flags: list[str], *, by: ByReceipt | User) -> None:
    """Flags for everybody who sorts; danger rings at once."""
    before = Urgency(help_request.urgency)
    help_request.flags = sorted(set(flags))
    help_request.urgency = urgency_from(help_request.flags, before).value
    help_request.version += 1
    help_request.save(update_fields=["flags", "urgency", "version"])
    if help_request.urgency == Urgency.EMERGENCY.value and before is not Urgency.EMERGENCY:
        raise_danger(help_request=help_request, by=by)
