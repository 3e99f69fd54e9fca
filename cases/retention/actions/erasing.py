"""Erasing what is due, batch by batch: a run that is killed leaves whole requests or none of them."""

from __future__ import annotations

import logging
from datetime import date
from uuid import UUID

from cases.closing.actions import erase_requests
from cases.closing.rules import Rule
from cases.legal.models import Consultation, LegalCase, Membership, MemberStep, PrivilegedNote
from cases.requests.models import HelpRequest
from cases.retention.actions.planning import FORGETTING
from cases.retention.models import PlannedErasure
from cases.retention.queries import ended_briefs, ended_cases, is_ripe
from cases.volunteering.models import Claim, Task
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_keys
from helpdesk.sealing.fields import Sealed
from helpdesk.sealing.models import DataKey

BATCH = 50
logger = logging.getLogger("helpdesk.retention")


def erase_due(today: date) -> int:
    """Everything whose day has come; how many requests. What stands in the way of one holds up no other.

    Raises the last error when all the others are done.
    """
    done, skip, trouble = 0, 0, None
    while ids := _next(today, skip):
        try:
            erased = _erase_some(ids, today)
        except Exception:  # noqa: BLE001 - looked at one by one below, and raised at the end
            erased, trouble = _one_by_one(ids, today)
        done, skip = done + erased, skip + len(ids) - erased
    if trouble is not None:
        raise trouble
    return done


def _next(today: date, skip: int) -> list[UUID]:
    due = PlannedErasure.objects.due(today).order_by("due_on", "pk")
    return list(due.values_list("pk", flat=True)[skip : skip + BATCH])


def _one_by_one(ids: list[UUID], today: date) -> tuple[int, Exception | None]:
    done, trouble = 0, None
    for pk in ids:
        try:
            done += _erase_some([pk], today)
        except Exception as error:  # noqa: BLE001 - raised when the others are done
            logger.warning("retention.stays %s %s", pk, type(error).__name__)
            trouble = error
    return done, trouble


@action
def _erase_some(ids: list[UUID], today: date) -> int:
    """These plans in one transaction, each looked at once more under its lock; how many requests are gone."""
    wanted = PlannedErasure.objects.filter(pk__in=ids).values("help_request")
    rows = HelpRequest.objects.select_for_update(of=("self",), skip_locked=True).defer("story", "answers")
    locked = list(rows.filter(pk__in=wanted).order_by("pk"))
    plans = PlannedErasure.objects.select_for_update(of=("self",)).filter(help_request__in=locked)
    held = {plan.help_request_id: plan for plan in plans.order_by("pk")}
    ripe = [row for row in locked if row.pk in held and is_ripe(row, held[row.pk], today)]
    if ripe:
        rules = {row.pk: Rule(held[row.pk].rule) for row in ripe}
        erase_requests(requests=ripe, rules=rules, by=FORGETTING)
    return len(ripe)


def forget_briefs() -> int:
    """Brief, place and reports of tasks that ended three days ago; the card stays for the figures."""
    done = 0
    while number := _forget_some_briefs():
        done += number
    return done


@action
def _forget_some_briefs() -> int:
    rows = ended_briefs().select_for_update(of=("self",), skip_locked=True).select_related("task_key")
    tasks = list(rows.order_by("pk")[:BATCH])
    keys = [task.task_key for task in tasks]
    ids = [task.pk for task in tasks]
    Task.objects.filter(pk__in=ids).update(brief=Sealed(), exact_place=Sealed(), task_key=None)
    Claim.objects.filter(task__in=ids).update(report=Sealed())
    for task in tasks:
        record("task.forget_brief", task, by=FORGETTING)
    erase_keys(keys)
    return len(tasks)


def forget_case_words(today: date) -> int:
    """Title, notes, labels and places of cases that closed long ago; who helped how often stays.

    The halves of a split case hold one key: each loses its own words at its own term, the last one the key.
    """
    return sum(_forget_one_case(case.pk, today) for case in list(ended_cases(today).order_by("pk")[:1000]))


@action
def _forget_one_case(pk: UUID, today: date) -> bool:
    legal_case = LegalCase.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if legal_case is None or not ended_cases(today).filter(pk=pk).exists():
        return False
    # Held, so that of two halves that end at the same moment one sees that it is the last.
    keys = list(DataKey.objects.select_for_update().filter(pk=legal_case.case_key_id))
    members = Membership.objects.filter(legal_case=legal_case)
    members.update(label=Sealed(), file_number=Sealed())
    MemberStep.objects.filter(membership__in=members).update(reason=Sealed())
    Consultation.objects.filter(legal_case=legal_case).update(place=Sealed(), link=Sealed())
    PrivilegedNote.objects.filter(legal_case=legal_case).delete()
    LegalCase.objects.filter(pk=pk).update(title=Sealed(), notes=Sealed(), case_key=None)
    record("case.forget_words", legal_case, by=FORGETTING)
    if not LegalCase.objects.filter(case_key__in=keys).exists():
        erase_keys(keys)
    return True
