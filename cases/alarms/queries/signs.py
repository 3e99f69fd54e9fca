"""What the counts of one office say today: which alarms are right now, and which are over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min, Q
from django.utils import timezone

from cases.alarms.rules.limits import (
    BEFORE,
    LATELY,
    MONEY_DAYS,
    Answers,
    Key,
    Kind,
    Sign,
    backlog_sign,
    is_backlog_calm,
    is_quick_again,
    money_sign,
    slow_sign,
)
from cases.alarms.rules.ranges import MONTH, MOST_WEEKS, Arrivals, is_calm, silence_at, wave_at
from cases.funding.models import Funder
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF, Outcome, Status, Turn
from cases.workload.models import DayCount
from cases.workload.queries.days import figures_by_topic
from cases.workload.queries.live import midnight
from helpdesk.accounts.models import Office
from knowledge.articles.models import Topic

LOOK_BACK = timedelta(weeks=MOST_WEEKS + MONTH.guard + 5)


@dataclass
class Found:
    """The alarms that are right today, and those among the open ones that are over."""

    signs: dict[Key, Sign] = field(default_factory=dict)
    over: set[Key] = field(default_factory=set)

    def add(self, sign: Sign | None) -> None:
        if sign is not None:
            self.signs[sign.key] = sign


def signs_of(office: Office, opened: Collection[Key], today: date | None = None) -> Found:
    """What is right and what is over; `opened` are the alarms that are open now. Seven queries."""
    today = today or timezone.localdate()
    found = Found()
    _look_at_arrivals(found, office, opened, today)
    _look_at_backlog(found, office, today)
    _look_at_answers(found, office, today)
    _look_at_money(found, office, opened, today)
    found.over -= set(found.signs)
    return found


def _look_at_arrivals(found: Found, office: Office, opened: Collection[Key], today: date) -> None:
    since = _first_day(office, today)
    by_topic = arrivals_by_family(office, since, today)
    everything = Arrivals(_together(by_topic), since)
    quiet = silence_at(everything, today - timedelta(days=1))  # of whole days only
    if quiet is not None:
        found.add(Sign(Key(Kind.SILENCE), quiet.seen, quiet.usual, quiet.days))
    found.over.add(Key(Kind.SILENCE))
    for family, by_day in by_topic.items():
        arrivals = Arrivals(by_day, since)
        wave, key = wave_at(arrivals, today), Key(Kind.WAVE, family[-1])
        if wave is not None:
            found.add(Sign(key, wave.seen, wave.usual, wave.days))
        elif key in opened and is_calm(arrivals, today - timedelta(days=1)):
            found.over.add(key)
    _without_parents(found, by_topic)


def _without_parents(found: Found, families: Collection[tuple[int, ...]]) -> None:
    """A wave of one topic lifts the sum above it too; the topic itself says more."""
    for family in families:
        if len(family) == 2 and Key(Kind.WAVE, family[1]) in found.signs:
            found.signs.pop(Key(Kind.WAVE, family[0]), None)


def arrivals_by_family(office: Office, since: date, until: date) -> dict[tuple[int, ...], dict[date, int]]:
    """Arrivals by day of each topic: (it,) for one at the top with all below, (top, it) for one below."""
    found: dict[tuple[int, ...], dict[date, int]] = {}
    parents = dict(Topic.objects.values_list("pk", "parent_id"))
    for topic, days in figures_by_topic(office, since=since, until=until).items():
        if topic is None:
            continue
        above = parents.get(topic)
        for family in ((above,), (above, topic)) if above else ((topic,),):
            sums = found.setdefault(family, {})
            for day, figures in days.items():
                sums[day] = sums.get(day, 0) + figures.arrivals
    return found


def _together(by_family: dict[tuple[int, ...], dict[date, int]]) -> dict[date, int]:
    sums: dict[date, int] = {}
    for family, days in by_family.items():
        for day, count in days.items() if len(family) == 1 else ():
            sums[day] = sums.get(day, 0) + count
    return sums


def _first_day(office: Office, today: date) -> date:
    """From when on the office's days are known, as far back as anything is compared."""
    first: date | None = DayCount.objects.filter(office=office).aggregate(first=Min("day"))["first"]
    return max(first or today, today - LOOK_BACK)


def _look_at_backlog(found: Found, office: Office, today: date) -> None:
    waiting = HelpRequest.objects.filter(office=office, sensitivity__lt=SEALED_OFF).our_turn()
    count = waiting.count()
    since = list(waiting.order_by("turn_since").values_list("turn_since", flat=True)[count // 10 :][:1])
    days = (today - timezone.localdate(since[0])).days if since else 0
    found.add(backlog_sign(count, days))
    if is_backlog_calm(count, days):
        found.over.add(Key(Kind.BACKLOG))


def _look_at_answers(found: Found, office: Office, today: date) -> None:
    start = midnight(today + timedelta(days=1))
    lately = _answers(office, Q(received_at__gte=start - LATELY))
    before = _answers(office, Q(received_at__gte=start - LATELY - BEFORE, received_at__lt=start - LATELY))
    found.add(slow_sign(lately, before))
    if is_quick_again(lately, before):
        found.over.add(Key(Kind.SLOW))


def _answers(office: Office, when: Q) -> Answers:
    """Whoever has no answer yet counts with the hours she has waited; those who wait by a pause do not."""
    now = timezone.now()
    rows = HelpRequest.objects.filter(when, office=office, sensitivity__lt=SEALED_OFF)
    rows = rows.exclude(status=Status.WAITING_LIST.value).exclude(
        first_answered_at=None, turn=Turn.NOBODY.value
    )
    rows = rows.exclude(outcome__in=(Outcome.SPAM.value, Outcome.WITHDRAWN.value))
    hours = sorted(
        ((answered or now) - came).total_seconds() / 3600
        for came, answered in rows.values_list("received_at", "first_answered_at").iterator()
    )
    return Answers(len(hours), hours[len(hours) // 2] if hours else 0.0)


def _look_at_money(found: Found, office: Office, opened: Collection[Key], today: date) -> None:
    found.over |= {key for key in opened if key.kind is Kind.MONEY}
    for funder, ends_on in _ending(office, today):
        found.add(money_sign(funder, ends_on, today))


def _ending(office: Office, today: date) -> Iterator[tuple[UUID, date]]:
    mine = Q(office=office) | Q(office=None)
    rows = Funder.objects.filter(mine).running(today).filter(ends_on__lte=today + timedelta(days=MONEY_DAYS))
    return rows.values_list("pk", "ends_on").iterator()
