"""What erases: a person's whole mailbox by her own wish, and closed requests when their time has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from cases.closing.actions.tallying import tally_outputs
from cases.closing.models import Certificate, StatisticsRow
from cases.closing.notifications import silence
from cases.closing.rules import Rule, digest_of, new_certificate_code
from cases.files.models import Attachment
from cases.mentoring.models import Mentorship, SafetySignal
from cases.referrals.models import Referral
from cases.relay.models import Conversation
from cases.requests.models import Client, HelpRequest, Household, Message, Note
from cases.requests.workflow import SEALED_OFF, Outcome
from cases.screening.models import Screening
from cases.volunteering.models import Task
from helpdesk.accounts.actors import Actor, ByReceipt, System
from helpdesk.accounts.errors import Refused
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_keys
from helpdesk.sealing.ledger import note_erasure
from helpdesk.sealing.models import DataKey, Erasure

COUNTED: dict[str, type[Any]] = {"messages": Message, "notes": Note, "files": Attachment, "tasks": Task}


@action
def erase_client(*, client: Client, by: Actor) -> Certificate:
    """Everything a person told us, gone now: her words, contact, requests, tasks and the keys they lay under.

    One row of statistics stays for each request; nothing in it leads back. She herself needs no reason.
    """
    if isinstance(by, ByReceipt) and by.client_id != client.pk:
        raise Refused
    fresh = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    requests = list(HelpRequest.objects.select_for_update(of=("self",)).filter(client=fresh).order_by("pk"))
    counted = _count(requests)
    total = sum((counted[row.pk] for row in requests), Counter(requests=len(requests)))
    total["keys"] = _forget(requests, [fresh])
    silence(client)
    return _certify("client.erase", client, Rule.OWN_WISH, total, by=by)


@action
def erase_requests(*, requests: Sequence[HelpRequest], rules: dict[UUID, Rule], by: System) -> int:
    """Closed requests whose time has come, all at once or none; whose last one goes, she goes herself.

    The caller has locked them and checked that each is due. Gives how many keys are gone.
    """
    ids = [row.pk for row in requests]
    left = HelpRequest.objects.exclude(pk__in=ids).values("client")
    hers = {row.client_id for row in requests}
    clients = list(Client.objects.filter(pk__in=hers).exclude(pk__in=left).order_by("pk"))
    counted = _count(requests)
    keys = _forget(requests, clients)
    for client in clients:
        silence(client)
    for row in requests:
        total = counted[row.pk] + Counter(requests=1)
        _certify("request.erase", row, rules[row.pk], total, by=by)
    return keys


def _certify(verb: str, thing: Any, rule: Rule, counted: Counter[str], *, by: Actor) -> Certificate:
    """The proof: its digest stands in the entry of the access log that says what was done."""
    counts = {name: number for name, number in sorted(counted.items()) if number}
    paper = Certificate(code=new_certificate_code(), rule=rule.value, counts=counts)
    paper.issued_on = timezone.localdate()
    paper.digest = digest_of(code=paper.code, rule=paper.rule, issued_on=paper.issued_on, counts=counts)
    paper.entry = record(verb, thing, by=by, reason=f"{rule.value} {paper.digest}").pk
    paper.save(force_insert=True)
    return paper


def _count(requests: Sequence[HelpRequest]) -> dict[UUID, Counter[str]]:
    """How many things hang on each of these requests; one query for each kind."""
    found: dict[UUID, Counter[str]] = {row.pk: Counter() for row in requests}
    for name, model in COUNTED.items():
        rows: QuerySet[Any] = model.objects.filter(help_request__in=list(found)).order_by()
        for pk, number in rows.values_list("help_request").annotate(number=Count("pk")):
            found[pk][name] = number
    return found


@dataclass(frozen=True)
class _Around:
    """What goes together with requests and clients."""

    requests: Sequence[HelpRequest]
    clients: Sequence[Client]
    households: list[UUID]

    @property
    def tasks(self) -> QuerySet[Any]:
        return Task.objects.filter(help_request__in=self.requests)

    @property
    def mentorships(self) -> QuerySet[Any]:
        return Mentorship.objects.filter(household__in=self.households)

    def keys(self) -> list[UUID]:
        """Ids of every key under which anything of all this lies."""
        wanted: set[UUID | None] = {client.mailbox_key_id for client in self.clients}
        for row in self.requests:
            wanted |= {row.inbox_key_id, row.desk_key_id}
        signals = SafetySignal.objects.filter(mentorship__in=self.mentorships.values("pk"))
        for rows, name in (
            (Screening.objects.filter(help_request__in=self.requests), "screening_key"),
            (Conversation.objects.filter(client__in=self.clients), "relay_key"),
            (Referral.objects.filter(help_request__in=self.requests), "payload_key"),
            (self.tasks, "task_key"),
            (self.mentorships, "mentorship_key"),
            (signals, "signal_key"),
        ):
            wanted |= set(rows.order_by().values_list(name, flat=True))
        return [pk for pk in wanted if pk is not None]


def _forget(requests: Sequence[HelpRequest], clients: Sequence[Client]) -> int:
    """Rows, then keys; sums and statistics stay. How many keys are gone."""
    alone = Household.objects.filter(clients__in=clients)
    alone = alone.exclude(clients__in=Client.objects.exclude(pk__in=[client.pk for client in clients]))
    around = _Around(requests, clients, list(alone.values_list("pk", flat=True).distinct()))
    keys = around.keys()
    StatisticsRow.objects.bulk_create([_statistics(help_request) for help_request in requests])
    tally_outputs(requests, around.mentorships)
    around.tasks.delete()
    HelpRequest.objects.filter(pk__in=[row.pk for row in requests]).delete()  # messages, notes, files go too
    Client.objects.filter(pk__in=[client.pk for client in clients]).delete()
    Household.objects.filter(pk__in=around.households).delete()
    erase_keys(list(DataKey.objects.filter(pk__in=keys)))
    for client in clients:
        note_erasure(Erasure.CLIENT, client.pk)  # a restored backup is told that she is gone
    return len(keys)


def _statistics(help_request: HelpRequest) -> StatisticsRow:
    end = help_request.closed_at or timezone.now()
    return StatisticsRow(
        month=timezone.localtime(help_request.received_at).date().replace(day=1),
        office_id=help_request.office_id,
        country=help_request.country,
        topic_id=help_request.topic_id,
        channel=help_request.channel,
        heard_from=help_request.heard_from,
        outcome=help_request.outcome or Outcome.WITHDRAWN.value,
        days_band=_band(end - help_request.received_at),
        funder_id=help_request.funder_id,
        rating=help_request.rating,
        is_apart=help_request.sensitivity >= SEALED_OFF,
    )


def _band(duration: timedelta) -> str:
    days = duration.days
    for most, name in ((3, "0-3"), (14, "4-14"), (60, "15-60")):
        if days <= most:
            return name
    return "61+"
