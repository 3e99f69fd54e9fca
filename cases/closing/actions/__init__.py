"""Closing's verbs: what ends a request or opens it again, and what erases a person's whole mailbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.closing.models import StatisticsRow
from cases.closing.notifications import silence
from cases.closing.queries import NO_DUPLICATE, why_no_duplicate
from cases.legal.actions import let_go
from cases.mentoring.models import Mentorship
from cases.referrals.models import Referral
from cases.relay.models import Conversation
from cases.requests.actions import change_status, locked, note_event
from cases.requests.models import Client, HelpRequest, Household
from cases.requests.permissions import can_close
from cases.requests.workflow import Outcome, Status
from cases.screening.models import Screening
from cases.volunteering.models import Task
from cases.volunteering.workflow import TaskStatus
from helpdesk.accounts.actors import Actor, ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_key
from helpdesk.sealing.models import DataKey


@action
def close(*, help_request: HelpRequest, outcome: Outcome, by: User, seen: int | None = None) -> HelpRequest:
    """Ends a request with an outcome, from any open state; the same form sent twice closes once.

    `seen` is the version on the page: NotNow when somebody, or the person herself, changed it meanwhile.
    """
    if not can_close(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        if fresh.outcome == outcome.value:
            return fresh
        raise NotNow(_("This request is closed already."))
    if seen is not None and seen != fresh.version:
        raise NotNow(
            _("Something has happened here meanwhile. Look at the request again before you close it.")
        )
    _check_no_volunteer(fresh)
    _let_go(fresh, outcome)
    change_status(help_request=fresh, to=Status.CLOSED, by=by, kind="closed", outcome=outcome.value)
    record("request.close", fresh, by=by, fields=["outcome"])
    return fresh


@action
def close_as_duplicate(
    *, help_request: HelpRequest, kept: HelpRequest, by: User, seen: int | None = None
) -> HelpRequest:
    """The same matter of the same household runs in `kept`: this one closes as handed on; undo is reopen().

    Her words stay hers and are copied nowhere: nobody of the household reads another's thread. Raises
    NotNow for other households, for a closed `kept`, and between two people where there is violence at home.
    """
    if not can_close(by, kept):
        raise Refused
    first, second = sorted((help_request.pk, kept.pk))
    rows = HelpRequest.objects.select_for_update(of=("self",)).select_related("client").order_by("pk")
    both = {row.pk: row for row in rows.filter(pk__in=[first, second])}
    if why := why_no_duplicate(both[help_request.pk], both[kept.pk]):
        raise NotNow(NO_DUPLICATE[why])
    fresh = close(help_request=help_request, outcome=Outcome.HANDED_ON, by=by, seen=seen)
    note_event(help_request=fresh, kind="duplicate", by=by)
    record("request.duplicate", fresh, by=by, reason=kept.code)
    return fresh


@action
def reopen(*, help_request: HelpRequest, by: User) -> HelpRequest:
    """A closed request is in work again; also the undo of closing."""
    if not can_close(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if fresh.status != Status.CLOSED.value:
        return fresh
    change_status(help_request=fresh, to=Status.TRIAGED, by=by, kind="reopened")
    record("request.reopen", fresh, by=by)
    return fresh


@action
def withdraw(*, help_request: HelpRequest, by: ByReceipt) -> HelpRequest:
    """The person needs us no more; she can open it again by writing."""
    if help_request.client_id != by.client_id:
        raise Refused
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        return fresh
    _let_go(fresh, Outcome.WITHDRAWN)
    change_status(
        help_request=fresh, to=Status.CLOSED, by=by, kind="withdrawn", outcome=Outcome.WITHDRAWN.value
    )
    record("request.withdraw", fresh, by=by)
    return fresh


@action
def reopen_own(*, help_request: HelpRequest, by: ByReceipt) -> HelpRequest:
    """The person needs us again for a closed request, without having to find words."""
    if help_request.client_id != by.client_id:
        raise Refused
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        change_status(help_request=fresh, to=Status.TRIAGED, by=by, kind="reopened")
        record("request.reopen", fresh, by=by)
    return fresh


@action
def rate(*, help_request: HelpRequest, stars: int, by: ByReceipt) -> HelpRequest:
    """The person's own rating, 1 to 5, of a request that was answered or closed; the last one counts."""
    if help_request.client_id != by.client_id:
        raise Refused
    if not 1 <= stars <= 5:
        raise NotNow(_("Choose one to five stars."))
    fresh = locked(help_request)
    if fresh.status not in {Status.ANSWERED.value, Status.CLOSED.value}:
        raise NotNow(_("You can rate our help when it was answered or closed."))
    fresh.rating = stars
    fresh.save(update_fields=["rating"])
    help_request.rating = stars
    note_event(help_request=fresh, kind="rated", by=by)
    record("request.rate", fresh, by=by, fields=["rating"])
    return fresh


def _check_no_volunteer(help_request: HelpRequest) -> None:
    """Raises NotNow while a volunteer holds a task: she must not find it gone under her hands."""
    held = [TaskStatus.CLAIMED.value, TaskStatus.TAKEN.value]
    if Task.objects.filter(help_request=help_request, status__in=held).exists():
        raise NotNow(_("A volunteer holds a task for this request. End the task first."))


def _let_go(help_request: HelpRequest, outcome: Outcome) -> None:
    """What still hangs on the request ends with it: its place in a case, and tasks on the board."""
    now = timezone.now()
    let_go(help_request=help_request, outcome=outcome)
    Task.objects.filter(help_request=help_request, status=TaskStatus.OPEN.value).update(
        status=TaskStatus.WITHDRAWN.value, finished_at=now
    )


@action
def erase_client(*, client: Client, by: Actor) -> None:
    """Everything a person told us, gone now: her words, contact, requests, tasks and the keys they lay under.

    One row of statistics stays for each request; nothing in it leads back. She herself needs no reason.
    """
    if isinstance(by, ByReceipt) and by.client_id != client.pk:
        raise Refused
    fresh = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    requests = list(HelpRequest.objects.select_for_update(of=("self",)).filter(client=fresh).order_by("pk"))
    tasks = Task.objects.filter(help_request__in=requests)
    hers_alone = Household.objects.filter(clients=fresh).exclude(
        clients__in=Client.objects.exclude(pk=fresh.pk)
    )
    household_ids = list(hers_alone.values_list("pk", flat=True))
    mentorships = Mentorship.objects.filter(household__in=household_ids)
    referrals = Referral.objects.filter(help_request__in=requests)
    keys = _keys_of(fresh, requests, tasks, mentorships, referrals)
    StatisticsRow.objects.bulk_create([_statistics(help_request) for help_request in requests])
    tasks.delete()
    Client.objects.filter(pk=fresh.pk).delete()  # requests, messages, notes, memberships go with her
    Household.objects.filter(pk__in=household_ids).delete()
    for key in keys:
        erase_key(key)
    silence(client)
    record("client.erase", client, by=by)


def _keys_of(
    client: Client,
    requests: Iterable[HelpRequest],
    tasks: Iterable[Task],
    mentorships: Iterable[Mentorship],
    referrals: Iterable[Referral],
) -> list[DataKey]:
    wanted = {client.mailbox_key_id}
    for help_request in requests:
        wanted |= {help_request.inbox_key_id, help_request.desk_key_id}
    asked = Screening.objects.filter(help_request__client=client)
    wanted |= set(asked.values_list("screening_key_id", flat=True))
    talks = Conversation.objects.filter(client=client)
    wanted |= set(talks.values_list("relay_key_id", flat=True))
    wanted |= {task.task_key_id for task in tasks}
    wanted |= {mentorship.mentorship_key_id for mentorship in mentorships}
    wanted |= {referral.payload_key_id for referral in referrals}
    return list(DataKey.objects.filter(pk__in=[pk for pk in wanted if pk is not None]))


def _statistics(help_request: HelpRequest) -> StatisticsRow:
    end = help_request.closed_at or timezone.now()
    return StatisticsRow(
        month=timezone.localtime(help_request.received_at).date().replace(day=1),
        office_id=help_request.office_id,
        country=help_request.country,
        topic_id=help_request.topic_id,
        channel=help_request.channel,
        outcome=help_request.outcome or Outcome.WITHDRAWN.value,
        days_band=_band(end - help_request.received_at),
    )


def _band(duration: timedelta) -> str:
    days = duration.days
    for most, name in ((3, "0-3"), (14, "4-14"), (60, "15-60")):
        if days <= most:
            return name
    return "61+"
