"""What is asked about waiting: which topics rest, who stands where in the line, how long it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from cases.requests.models import HelpRequest, HelpRequestQuerySet
from cases.requests.workflow import Status, Urgency
from cases.waiting.models import TopicPause, WaitingTime, range_words
from cases.waiting.rules import Asked, Range
from helpdesk.accounts.models import User
from knowledge.articles.models import Topic
from knowledge.articles.queries import Shown, articles_of

LIVE = "waiting:pauses"  # name in the cache; actions throw it away
KEEP_SECONDS = 60
TIMES = "waiting:times"
KEEP_TIMES = 60 * 60
LOOK_BACK = timedelta(days=180)
MOST_TO_READ = 3


@dataclass(frozen=True)
class Place:
    """Where a request stands in the line of its topic; `until_on` None when no pause holds it any more."""

    number: int
    until_on: date | None


def live_pauses() -> list[TopicPause]:
    """All pauses of today; a handful of rows, kept for a minute."""
    known: list[TopicPause] | None = cache.get(LIVE)
    if known is None:
        known = list(TopicPause.objects.live().select_related("topic"))
        cache.set(LIVE, known, KEEP_SECONDS)
    return known


def pause_of(topic: Topic | None, country: str) -> TopicPause | None:
    """The pause of this topic, or of the one above it, in this country."""
    if topic is None:
        return None
    family = {topic.pk, topic.parent_id}
    found = (one for one in live_pauses() if one.country == country and one.topic_id in family)
    return next(found, None)


def must_wait(topic: Topic | None, country: str, urgency: str) -> bool:
    """Whether a new request joins the waiting list; danger never waits."""
    return urgency != Urgency.EMERGENCY.value and pause_of(topic, country) is not None


def to_read_meanwhile(pause: TopicPause, reader: str) -> list[Shown]:
    """A few articles of the paused topic, in the reader's order of languages. One query."""
    return articles_of(pause.topic, reader, pause.country)[:MOST_TO_READ]


@dataclass(frozen=True)
class Paused:
    """What the form says about a paused topic to one reader."""

    words: str
    language: str
    until_on: date
    number: int
    articles: list[Shown]


def paused_for(topic: Topic | None, country: str, reader: str) -> Paused | None:
    """What to say, the place in the line, and what can be read meanwhile; None when the topic is open."""
    pause = pause_of(topic, country)
    if pause is None:
        return None
    words, language = pause.words_for(reader)
    return Paused(words, language, pause.until_on, next_number(pause), to_read_meanwhile(pause, reader))


def next_number(pause: TopicPause) -> int:
    """The place in the line that the next one gets. One query."""
    return waiting_for(pause).count() + 1


def waiting_for(pause: TopicPause) -> HelpRequestQuerySet:
    """Whoever waits for this topic, the one who came first in front."""
    family = Q(topic=pause.topic_id) | Q(topic__parent=pause.topic_id)
    waiting = HelpRequest.objects.filter(family, country=pause.country, status=Status.WAITING_LIST.value)
    return waiting.order_by("received_at", "id")


def places_of(help_requests: Iterable[HelpRequest]) -> dict[UUID, Place]:
    """The places of those that stand on a waiting list. At most one query for each pause among them."""
    found: dict[UUID, Place] = {}
    by_pause: dict[UUID, list[HelpRequest]] = defaultdict(list)
    pauses: dict[UUID, TopicPause] = {}
    for one in help_requests:
        if one.status != Status.WAITING_LIST.value:
            continue
        pause = pause_of(one.topic, one.country)
        if pause is None:
            found[one.pk] = Place(1, None)
            continue
        pauses[pause.pk] = pause
        by_pause[pause.pk].append(one)
    for key, members in by_pause.items():
        line = list(waiting_for(pauses[key]).values_list("pk", flat=True))
        found |= {
            one.pk: Place(line.index(one.pk) + 1, pauses[key].until_on) for one in members if one.pk in line
        }
    return found


def known_ranges() -> dict[tuple[int, str], Range]:
    """What is told for each topic and country; some dozens, kept until they are reckoned anew."""
    known: dict[tuple[int, str], Range] | None = cache.get(TIMES)
    if known is None:
        known = {(one.topic_id, one.country): one.range for one in WaitingTime.objects.all()}
        cache.set(TIMES, known, KEEP_TIMES)
    return known


def usual_wait(topic: Topic | None, country: str) -> Range | None:
    """What is told about the waiting time; None means that we do not know yet."""
    if topic is None:
        return None
    known = known_ranges()
    return known.get((topic.pk, country)) or known.get((topic.parent_id or 0, country))


def wait_words(topic: Topic | None, country: str) -> str:
    """The range in words; empty when we do not know yet."""
    told = usual_wait(topic, country)
    return range_words(told) if told else ""


def histories() -> dict[tuple[int, str], list[Asked]]:
    """Half a year of requests and first answers: by topic, and together by the topic above. One query."""
    rows = (
        HelpRequest.objects.filter(received_at__gte=timezone.now() - LOOK_BACK, topic__isnull=False)
        .exclude(status=Status.WAITING_LIST.value)
        .exclude(outcome__in=("spam", "withdrawn"))
        .values_list("topic_id", "topic__parent_id", "country", "received_at", "first_answered_at")
    )
    found: dict[tuple[int, str], list[Asked]] = defaultdict(list)
    for topic, parent, country, received_at, answered_at in rows.iterator():
        asked = Asked(received_at, answered_at)
        for key in filter(None, (topic, parent)):
            found[key, country].append(asked)
    return found


def pauses_for(user: User) -> list[TopicPause]:
    """Pauses of this coordinator's country, each with how many wait. Two queries."""
    country = user.office.country if user.office else ""
    pauses = list(
        TopicPause.objects.visible_to(user)
        .live()
        .filter(country=country)
        .select_related("topic", "started_by")
    )
    counts: dict[int, int] = defaultdict(int)
    waiting = HelpRequest.objects.filter(country=country, status=Status.WAITING_LIST.value)
    for topic, parent, number in waiting.values_list("topic_id", "topic__parent_id").annotate(
        number=Count("pk")
    ):
        for key in filter(None, (topic, parent)):
            counts[key] += number
    for pause in pauses:
        pause.waiting = counts[pause.topic_id]
    return pauses


def waiting_times(user: User) -> list[WaitingTime]:
    """What the pages tell people of this coordinator's country, and how often it came true. One query."""
    country = user.office.country if user.office else ""
    times = WaitingTime.objects.filter(country=country, topic__parent=None).select_related("topic")
    return list(times.order_by("topic__order", "topic__slug"))
