"""Day counts: right by hand, the same when counted again, and never lowered by what is erased later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.requests.actions import change_status
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF, Outcome, Status
from cases.workload.actions.days import count_days, rebuild_days
from cases.workload.models import DayCount
from cases.workload.queries.days import (
    by_week,
    figures_by_topic,
)
from cases.workload.rules.days import Figures, Place, days_between, keeping_erased, stock_by_day
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import writing
from tests.factories.requests import make_request, make_topic

TODAY = timezone.localdate()


def _rows() -> set[tuple[object, ...]]:
    return set(
        DayCount.objects.values_list("day", "office", "country", "topic", "arrivals", "closings", "open")
    )


def _came(office: Office, days_ago: int, topic: str = "", closed: int | None = None) -> HelpRequest:
    """A request that came so many days ago and was closed so many days ago."""
    row = make_request(
        office=office,
        topic=topic or None,
        status=Status.NEW if closed is None else Status.CLOSED,
        received_at=timezone.now() - timedelta(days=days_ago),
    )
    if closed is not None:
        with writing():
            HelpRequest.objects.filter(pk=row.pk).update(closed_at=timezone.now() - timedelta(days=closed))
            row.events.filter(to_status="closed").update(happened_at=timezone.now() - timedelta(days=closed))
    return row


class TestPure:
    def test_a_change_of_topic_moves_a_count_and_an_erasure_leaves_it(self) -> None:
        none, visa, flat = Place(1, "PL", 0), Place(1, "PL", 7), Place(1, "PL", 8)
        assert keeping_erased({none: 3}, {none: 1, visa: 2}) == {none: 1, visa: 2}
        assert keeping_erased({none: 3, flat: 1}, {none: 1, visa: 1}) == {none: 3, visa: 1}
        assert keeping_erased({}, {none: 1}) == {none: 1}

    def test_the_stock_is_walked_back(self) -> None:
        here = Place(1, "PL", 0)
        days = [date(2026, 1, 1), date(2026, 1, 2)]
        found = stock_by_day({here: 5}, {days[1]: {here: 2}}, {days[1]: {here: 1}}, days)
        assert found == {days[0]: {here: 4}, days[1]: {here: 5}}


def _days(office: Office | None, since: date) -> dict[date, Figures]:
    """All topics together, each day since then."""
    found = dict.fromkeys(days_between(since, TODAY), Figures())
    for days in figures_by_topic(office, since=since, until=TODAY).values():
        for day, one in days.items():
            sums = found[day]
            found[day] = Figures(
                sums.arrivals + one.arrivals, sums.closings + one.closings, sums.open + one.open
            )
    return found


@pytest.mark.django_db
class TestCounting:
    def test_the_first_count_takes_in_all_that_is_here(self, office_warsaw: Office) -> None:
        _came(office_warsaw, 5, "housing", closed=2)
        _came(office_warsaw, 5, "housing")
        _came(office_warsaw, 1)
        count_days()
        since = TODAY - timedelta(days=5)
        days = _days(office_warsaw, since)
        assert [day.arrivals for day in days.values()] == [2, 0, 0, 0, 1, 0]
        assert [day.closings for day in days.values()] == [0, 0, 0, 1, 0, 0]
        assert [day.open for day in days.values()] == [2, 2, 2, 1, 2, 2]
        topics = figures_by_topic(office_warsaw, since=since, until=TODAY)
        assert sum(day.arrivals for day in topics[make_topic("housing").pk].values()) == 2
        assert topics[None][TODAY].open == 1
        weeks = by_week(days)
        assert (sum(w.arrivals for w in weeks.values()), list(weeks.values())[-1].open) == (3, 2)

    def test_counting_again_gives_the_same(self, office_warsaw: Office) -> None:
        _came(office_warsaw, 3, "housing", closed=0)
        _came(office_warsaw, 0)
        count_days()
        first = _rows()
        count_days()
        assert _rows() == first
        rebuild_days()
        assert _rows() == first

    def test_what_is_erased_stays_counted(self, office_warsaw: Office) -> None:
        _came(office_warsaw, 9, closed=8)
        fresh = _came(office_warsaw, 0, closed=0)
        count_days()
        first = _rows()
        with writing():
            HelpRequest.objects.filter(pk=fresh.pk).delete()
            HelpRequest.objects.exclude(pk=fresh.pk).delete()
        count_days()
        assert _rows() == first
        assert sum(day.arrivals for day in _days(None, TODAY - timedelta(days=9)).values()) == 2

    def test_another_topic_moves_the_count(self, office_warsaw: Office) -> None:
        row = _came(office_warsaw, 0)
        count_days()
        with writing():
            HelpRequest.objects.filter(pk=row.pk).update(topic=make_topic("housing"))
        count_days()
        by_topic = figures_by_topic(office_warsaw, since=TODAY, until=TODAY)
        assert by_topic[None][TODAY].arrivals == 0
        assert by_topic[make_topic("housing").pk][TODAY].arrivals == 1

    def test_a_closing_stays_a_closing_when_it_is_opened_again(self, office_warsaw: Office) -> None:
        row = _came(office_warsaw, 1, closed=0)
        count_days()
        change_status(help_request=row, to=Status.TRIAGED, by=SYSTEM, kind="reopened")
        count_days()
        assert _days(office_warsaw, TODAY)[TODAY].closings == 1
        assert _days(office_warsaw, TODAY)[TODAY].open == 1
        change_status(
            help_request=row, to=Status.CLOSED, by=SYSTEM, kind="closed", outcome=Outcome.SOLVED.value
        )
        count_days()
        assert _days(office_warsaw, TODAY)[TODAY].closings == 1

    def test_days_on_which_nobody_counted_are_made_good(self, office_warsaw: Office) -> None:
        _came(office_warsaw, 20)
        _came(office_warsaw, 6)
        _came(office_warsaw, 2)
        count_days(today=TODAY - timedelta(days=7))
        with writing():  # the count of that day could not see what came later
            DayCount.objects.filter(day__gt=TODAY - timedelta(days=7)).delete()
        count_days()
        assert sum(day.arrivals for day in _days(office_warsaw, TODAY - timedelta(days=30)).values()) == 3

    def test_what_is_sealed_off_is_in_no_count(self, office_warsaw: Office) -> None:
        row = _came(office_warsaw, 0)
        with writing():
            HelpRequest.objects.filter(pk=row.pk).update(sensitivity=SEALED_OFF)
        _came(office_warsaw, 0)
        count_days()
        assert _days(office_warsaw, TODAY)[TODAY].arrivals == 1
        assert _days(office_warsaw, TODAY)[TODAY].open == 1

    def test_nothing_is_counted_where_nothing_is(self, db: None) -> None:
        assert count_days() == 0
