"""The verbs of waiting: pause a topic, open it again, let in those who waited, and reckon the time."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.requests.actions import change_status, locked
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_triage
from cases.requests.workflow import Status
from cases.waiting.models import TopicPause, WaitingTime
from cases.waiting.notifications import ask_for_release, open_again
from cases.waiting.permissions import can_pause
from cases.waiting.queries import LIVE, TIMES, histories, pause_of, waiting_for
from cases.waiting.rules import Reason, reckon
from helpdesk import languages
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.ui.dates import day
from knowledge.articles.models import Topic

LONGEST = timedelta(days=180)
WAVE_REST = timedelta(days=14)  # how long a pause is suggested for when a wave comes
CLOCK = System(job="waiting")


def prepared_words(topic: Topic, until_on: date) -> dict[str, str]:
    """What we say in each language when the coordinator writes nothing of her own."""
    words = {}
    for code in languages.CODES:
        with override(code):
            words[code] = _(
                "Right now we cannot take new questions about “%(topic)s”. We plan to go on after %(day)s. "
                "In danger write all the same: we read that at once."
            ) % {
                "topic": getattr(topic, f"name_{code}") or topic.name,
                "day": day(until_on),
            }
    return words


def wave_words(topic: Topic, until_on: date) -> dict[str, str]:
    """What we say in each language when far more people write than we can answer."""
    words = {}
    for code in languages.CODES:
        with override(code):
            words[code] = _(
                "Very many people are writing to us about “%(topic)s” now, more than we can answer well. "
                "We plan to take new questions after %(day)s. You can join the waiting list: "
                "who came first is answered first. In danger write all the same: we read that at once."
            ) % {
                "topic": getattr(topic, f"name_{code}") or topic.name,
                "day": day(until_on),
            }
    return words


@action
def pause_topic(
    *, topic: Topic, country: str, reason: Reason, until_on: date, words: dict[str, str], by: User
) -> TopicPause:
    """New requests about this topic join a waiting list; what stands in the queue already stays there.

    `words`: language code -> text; a missing language gets prepared words.
    Raises NotNow when it rests already or the day is not within the next half year.
    """
    if not can_pause(by, country):
        raise Refused
    today = timezone.localdate()
    if not today <= until_on <= today + LONGEST:
        raise NotNow(_("Choose a day within the next half year."))
    pause = TopicPause(
        topic=topic,
        country=country,
        reason=reason.value,
        until_on=until_on,
        words=prepared_words(topic, until_on) | {code: text for code, text in words.items() if text},
        started_at=timezone.now(),
        started_by=by,
    )
    try:
        with transaction.atomic():
            pause.save(force_insert=True)
    except IntegrityError as twin:
        raise NotNow(_("This topic is paused already.")) from twin
    record("topic.pause", pause, by=by, reason=reason.value)
    _forget_kept()
    return pause


@action
def end_pause(*, pause: TopicPause, by: User | System) -> None:
    """The topic is open again: those who waited come back into the queue and are told. Twice is once."""
    if isinstance(by, User) and not can_pause(by, pause.country):
        raise Refused
    fresh = TopicPause.objects.select_for_update(of=("self",)).get(pk=pause.pk)
    if fresh.ended_at is not None:
        return
    fresh.ended_at = timezone.now()
    fresh.ended_by = by if isinstance(by, User) else None
    fresh.save(update_fields=["ended_at", "ended_by"])
    record("topic.open", fresh, by=by)
    _forget_kept()
    ask_for_release(fresh)


def end_overdue() -> int:
    """Opens every topic whose last day has gone."""
    over = list(TopicPause.objects.live().filter(until_on__lt=timezone.localdate()))
    for pause in over:
        end_pause(pause=pause, by=CLOCK)
    return len(over)


def release(*, pause: TopicPause) -> int:
    """Lets in, in their order, all who waited for an ended pause; each in a transaction of her own.

    A run that died half-way is finished by the next: whoever is in already is no longer on the list.
    """
    if pause.ended_at is None:
        return 0
    let_in = 0
    for help_request in list(waiting_for(pause).select_related("client", "topic")):
        if pause_of(help_request.topic, help_request.country) is None:
            let_in += _let_in(help_request=help_request)
    _mark_released(pause=pause)
    return let_in


@action
def _let_in(*, help_request: HelpRequest) -> bool:
    fresh = HelpRequest.objects.select_for_update(of=("self",)).get(pk=help_request.pk)
    if fresh.status != Status.WAITING_LIST.value:
        return False
    change_status(help_request=fresh, to=Status.NEW, by=CLOCK, kind="topic_open_again")
    open_again(help_request.client)
    return True


@action
def _mark_released(*, pause: TopicPause) -> None:
    pause.released_at = timezone.now()
    pause.save(update_fields=["released_at"])


@action
def put_on_waiting_list(*, help_request: HelpRequest, by: User) -> None:
    """Somebody at the desk decides that a request of a paused topic waits. NotNow when nothing is paused."""
    if not can_triage(by, help_request):
        raise Refused
    if pause_of(help_request.topic, help_request.country) is None:
        raise NotNow(_("This topic is not paused, so there is no waiting list for it."))
    locked(help_request)
    if help_request.memberships.filter(left_at=None).exists():
        raise NotNow(_("It stands in a legal case of this office. Take it out of the case first."))
    change_status(help_request=help_request, to=Status.WAITING_LIST, by=by, kind="put_on_waiting_list")
    record("request.wait", help_request, by=by)


@action
def reckon_waiting_times() -> int:
    """Writes anew what is told about the waiting time of each topic; what has too few answers goes."""
    now = timezone.now()
    kept = []
    for (topic_id, country), history in histories().items():
        found = reckon(history, now)
        if found is None:
            continue
        kept.append(
            WaitingTime(
                topic_id=topic_id,
                country=country,
                low_hours=found.range.low,
                high_hours=found.range.high,
                answers=found.answers,
                told=found.told,
                kept=found.kept,
                reckoned_at=now,
            )
        )
    WaitingTime.objects.all().delete()
    WaitingTime.objects.bulk_create(kept)
    transaction.on_commit(lambda: cache.delete(TIMES))
    return len(kept)


def _forget_kept() -> None:
    transaction.on_commit(lambda: cache.delete(LIVE))
