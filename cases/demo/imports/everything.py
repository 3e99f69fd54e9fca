"""The whole demo in order: topics, articles, case types, requests in every state, cases, board."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.alarms.actions import look_everywhere
from cases.demo.imports.applications import load_applications
from cases.demo.imports.people import load_breaks, load_mentorship, load_tasks, load_volunteers
from cases.demo.imports.reads import load_reads
from cases.legal.actions import invite, open_case, schedule_consultation, write_words
from cases.legal.imports import import_case_types
from cases.legal.models import CaseType, LegalCase
from cases.reports.actions.snapshot import take_snapshot
from cases.requests.actions import Need, add_staff_message, change_status, enrol_client, receive, this_hour
from cases.requests.models import Event, HelpRequest, Message
from cases.requests.workflow import Channel, Outcome, Status, Urgency
from cases.triage.tasks import suggest_missing
from cases.workload.actions.days import count_days
from cases.workload.actions.keeping import keep_figures
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import action, writing
from helpdesk.sealing.receipts import derive
from helpdesk.team.actions import create_demo_staff
from knowledge.articles.imports import import_articles, import_topics
from knowledge.articles.models import Topic
from knowledge.directory.imports import import_services

FOLDER = Path(__file__).resolve().parent.parent
KNOWLEDGE = FOLDER.parent.parent / "knowledge" / "demo"
# The receipt of the demo client who is invited to a consultation: printed at the end of `make run`.
DEMO_RECEIPT = "000000000000000000"
Item = dict[str, Any]


def demo_receipt() -> str:
    """Twenty digits with their check digits (ISO 7064 MOD 97-10), known to everybody: development only."""
    return f"{DEMO_RECEIPT}{98 - int(DEMO_RECEIPT + '00') % 97:02d}"


def load() -> dict[str, int]:
    """Loads what is missing; a second run changes nothing. Counts by kind.

    Raises Refused outside development and tests.
    """
    if not (settings.DEBUG or getattr(settings, "TESTING", False)):
        raise Refused
    with transaction.atomic():  # all or nothing: a start that was stopped half-way begins again
        made = _load()
    suggest_missing()
    take_snapshot()
    count_days()  # the beat does it an hour after its start; dashboards have their weeks at once
    keep_figures()
    look_everywhere()
    return made


def _load() -> dict[str, int]:
    staff = create_demo_staff()
    import_topics(KNOWLEDGE / "topics.json", SYSTEM)
    import_articles(KNOWLEDGE / "articles", SYSTEM)  # the values beside them first, kin when all are there
    import_services(KNOWLEDGE / "directory.json", SYSTEM)
    import_case_types(FOLDER / "case_types.json")
    operators = {"PL": staff["alena"], "LT": staff["jonas"]}
    items: list[Item] = json.loads((FOLDER / "requests.json").read_text(encoding="utf-8"))
    holder = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))[0]["members"][0]
    made = {item["key"]: _request(item, operators, with_receipt=item["key"] == holder) for item in items}
    cases = _cases(made, staff["maks"], operators)
    volunteers = load_volunteers(FOLDER, staff["vika"])
    tasks = load_tasks(FOLDER, volunteers, made, operators)
    load_breaks(FOLDER, volunteers)
    household = next(
        made[item["key"]]
        for item in items
        if "child_out_of_school" in item["flags"] and item["country"] == "PL"
    )
    load_mentorship(household, staff["vika"], staff["alena"])
    load_applications(staff["hanna"])
    load_reads()
    return {"requests": len(made), "cases": cases, "tasks": tasks, "volunteers": len(volunteers)}


@action
def _request(item: Item, operators: dict[str, User], *, with_receipt: bool) -> HelpRequest:
    known = HelpRequest.objects.filter(source_id=f"demo-{item['key']}").first()
    if known is not None:
        return known
    office = operators[item["country"]].office or Office.objects.filter(country=item["country"])[0]
    receipt = derive(demo_receipt()) if with_receipt else None
    client = enrol_client(
        office=office,
        language=item["language"],
        country=item["country"],
        city=item["city"] or "",
        locator=receipt.locator if receipt else None,
        inbox_public_key=receipt.public if receipt else None,
        by=SYSTEM,
    )
    help_request = receive(client=client, need=_need(item), by=SYSTEM)
    _bring_to(help_request, item, operators[item["country"]])
    return help_request


def _need(item: Item) -> Need:
    arrived = this_hour() - timedelta(days=item["days_ago"], hours=3)
    today = timezone.localdate()
    deadline, again = item["deadline_in_days"], item["look_again_in_days"]
    return Need(
        story=item["story"],
        language=item["language"],
        country=item["country"],
        city=item["city"] or "",
        channel=Channel(item["channel"]),
        topic=Topic.objects.get(slug=item["topic"]),
        urgency=Urgency(item["urgency"]),
        flags=item["flags"],
        deadline_on=today + timedelta(days=deadline) if deadline is not None else None,
        look_again_on=arrived.date() + timedelta(days=again) if again is not None else None,
        source_id=f"demo-{item['key']}",
        received_at=arrived,
    )


def _bring_to(help_request: HelpRequest, item: Item, operator: User) -> None:
    """Through the real actions, then back in time, so that twelve weeks lie behind the desk."""
    state = item["state"]
    if state in {"triaged", "with_volunteer"}:
        change_status(help_request=help_request, to=Status.TRIAGED, by=operator, kind="triaged")
        HelpRequest.objects.filter(pk=help_request.pk).update(assigned_to=operator)
    if item["reply"]:
        add_staff_message(
            help_request=help_request, body=item["reply"], language=item["language"], by=operator
        )
        change_status(help_request=help_request, to=Status.ANSWERED, by=operator, kind="answered")
    if state == "waiting_list":
        change_status(help_request=help_request, to=Status.WAITING_LIST, by=operator, kind="waiting_list")
    if state == "closed":
        outcome = Outcome.ANSWERED.value
        change_status(
            help_request=help_request, to=Status.CLOSED, by=operator, kind="closed", outcome=outcome
        )
    _age(help_request, item["days_ago"])


def _age(help_request: HelpRequest, days_ago: int) -> None:
    arrived = help_request.received_at
    answered = min(arrived + timedelta(hours=7 + days_ago), timezone.now())
    closed = min(arrived + timedelta(days=3 + days_ago // 4), timezone.now())
    with writing():
        row = HelpRequest.objects.filter(pk=help_request.pk)
        row.update(turn_since=answered if help_request.first_answered_at else arrived)
        if help_request.first_answered_at:
            row.update(first_answered_at=answered)
        if help_request.closed_at:
            row.update(closed_at=closed)
        Message.objects.filter(help_request=help_request).update(sent_at=answered)
        Event.objects.filter(help_request=help_request).exclude(kind="received").update(happened_at=answered)
    help_request.refresh_from_db()


def _cases(made: dict[str, HelpRequest], lawyer: User, operators: dict[str, User]) -> int:
    if LegalCase.objects.exists():
        return 0
    items: list[Item] = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
    for item in items:
        operator = operators[item["country"]]
        own = lawyer if lawyer.office_id == operator.office_id else None
        case = open_case(
            case_type=CaseType.objects.get(slug=item["case_type"]),
            help_requests=[made[key] for key in item["members"]],
            lawyer=own,
            title=item["title"][(own or operator).language],
            by=operator,
        )
        if own is not None:
            write_words(legal_case=case, title=item["title"][own.language], notes=item["notes"], by=own)
        _meeting(case, item["consultation"], own or operator)
    return len(items)


def _meeting(case: LegalCase, plan: Item | None, by: User) -> None:
    if plan is None:
        return
    day = timezone.localdate() + timedelta(days=plan["in_days"])
    starts = timezone.make_aware(datetime.combine(day, time(plan["hour"])))
    meeting = schedule_consultation(
        legal_case=case, starts_at=starts, place=plan["place"], seats=plan["seats"], by=by
    )
    members = case.memberships.select_related("help_request__client", "help_request__inbox_key")
    invite(consultation=meeting, memberships=list(members), by=by)
