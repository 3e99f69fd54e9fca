"""What the gateway tells, and what it keeps to itself."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.closing.actions import erase_client
from cases.reports.actions.snapshot import take_snapshot
from cases.reports.queries import gateway
from cases.reports.queries.gateway import NoSnapshot, Population, Table
from cases.reports.queries.report import LISTS
from cases.reports.rules import MOST_MOVED, Dim, Marks, Period, may_be_drawn, month_after, moved_by, told
from cases.reports.tasks import take_snapshot as nightly
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import writing
from tests.factories.reports import back, make_funder, remains, snapshot_of_today
from tests.factories.requests import make_request, make_topic

pytestmark = pytest.mark.django_db
SECRET = b"of the test"


@given(number=st.integers(0, 10**7), mark=st.integers(0, 2**62))
def test_a_count_is_hidden_or_rounded_near_the_truth(number: int, mark: int) -> None:
    shown = told(number, mark, SECRET)
    if shown is None:
        assert number < 10 + MOST_MOVED
    else:
        assert number >= 10
        assert shown % 5 == 0
        assert abs(shown - number) <= MOST_MOVED + 2
    assert shown == told(number, mark, SECRET)


def test_counts_are_moved_by_little_and_both_ways() -> None:
    steps = [moved_by(mark, SECRET) for mark in range(4_000)]
    assert set(steps) == set(range(-MOST_MOVED, MOST_MOVED + 1))
    assert abs(sum(steps)) < 400
    assert 0.28 < steps.count(0) / len(steps) < 0.39


@pytest.mark.parametrize(
    ("people", "shown", "drawn"), [(49, 0, False), (50, 4, True), (54, 5, False), (55, 5, True)]
)
def test_a_table_needs_enough_people_behind_its_hidden_cells(people: int, shown: int, drawn: bool) -> None:
    assert may_be_drawn(people, shown) is drawn


def _rows(office: Office, many: int, **fields: object) -> list[dict[str, object]]:
    return [{"month": back(1), "office_id": office.pk, "country": "PL", **fields}] * many


def _last_month(office: Office | None = None) -> Population:
    return Population(Period(back(1), back(1)), office.pk if office else None)


def _countries(population: Population) -> Table:
    return gateway.lists(gateway.current(), population, [Dim.COUNTRY])["country"]


def test_nobody_reads_figures_before_they_are_counted() -> None:
    with pytest.raises(NoSnapshot):
        gateway.current()


def test_asking_twice_around_one_event_shows_nothing(office_warsaw: Office) -> None:
    remains(_rows(office_warsaw, 100))
    assert nightly() is True
    before = _countries(_last_month())
    remains(_rows(office_warsaw, 50))
    assert nightly() is False
    assert take_snapshot() is None
    assert _countries(_last_month()) == before
    assert snapshot_of_today().is_current
    assert _countries(_last_month()).total == 150


def test_few_are_shown_as_fewer_than_ten_and_none_likewise(office_warsaw: Office) -> None:
    remains(_rows(office_warsaw, 100) + _rows(office_warsaw, 9, country="LT"))
    snapshot_of_today()
    table = _countries(_last_month())
    assert table.is_drawn
    assert table.cell("LT") is None
    assert table.cell("XX") is None
    assert table.cell("PL") in range(90, 111, 5)


def test_an_office_is_told_of_its_own_work(office_warsaw: Office, office_vilnius: Office) -> None:
    remains(_rows(office_warsaw, 100) + _rows(office_vilnius, 60, country="LT"))
    snapshot_of_today()
    assert _countries(_last_month(office_vilnius)).total == 60
    assert _countries(_last_month(office_vilnius)).cell("PL") is None
    assert _countries(_last_month()).total == 160


def test_too_few_people_make_no_table_but_an_exact_number(office_warsaw: Office) -> None:
    remains(_rows(office_warsaw, 49))
    snapshot_of_today()
    table = _countries(_last_month())
    assert (table.is_drawn, table.total, dict(table.cells)) == (False, 49, {})


def test_what_is_sealed_off_counts_in_the_total_and_in_no_cell(office_warsaw: Office) -> None:
    remains(_rows(office_warsaw, 60) + _rows(office_warsaw, 40, country="LT", is_apart=True))
    snapshot_of_today()
    table = _countries(_last_month())
    assert table.total == 100
    assert table.cell("LT") is None


def test_margins_are_told_like_tables_of_their_own(office_warsaw: Office) -> None:
    """Nothing is summed up from cells: each margin is rounded by itself, and the same wherever it stands."""
    channels = [("web", 34), ("phone", 33), ("email", 9)]
    remains([row for channel, many in channels for row in _rows(office_warsaw, many, channel=channel)])
    remains(_rows(office_warsaw, 31, country="LT"))
    snapshot = snapshot_of_today()
    both = gateway.cross_table(snapshot, _last_month(), Dim.CHANNEL, Dim.COUNTRY)
    turned = gateway.cross_table(snapshot, _last_month(), Dim.COUNTRY, Dim.CHANNEL)
    once = gateway.lists(snapshot, _last_month(), [Dim.CHANNEL, Dim.COUNTRY])
    for channel in ("web", "phone", "email"):
        assert both.cell(channel, "") == turned.cell("", channel) == once["channel"].cell(channel)
        assert both.cell(channel, "PL") == turned.cell("PL", channel)
    assert both.cell("", "PL") == once["country"].cell("PL")


def test_two_dimensions_are_the_most(office_warsaw: Office) -> None:
    snapshot = snapshot_of_today()
    with pytest.raises(ValueError, match="different"):
        gateway.cross_table(snapshot, _last_month(), Dim.TOPIC, Dim.TOPIC)
    with pytest.raises(ValueError, match="whole months"):
        Period(back(1) + timedelta(days=3), back(0))


def test_the_month_that_runs_is_not_told_yet(office_warsaw: Office) -> None:
    remains([row | {"month": back(0)} for row in _rows(office_warsaw, 80)])
    snapshot = snapshot_of_today()
    assert gateway.total(snapshot, Population(Period(back(3), back(0)))) == 0


def _asked(office: Office, **fields: object) -> HelpRequest:
    """A closed request of last month, tagged, rated and flagged."""
    moment = timezone.make_aware(datetime.combine(back(1), time(12)))
    one = make_request(
        office=office, topic="stay", received_at=moment, flags=["elderly"], status=Status.CLOSED
    )
    with writing():
        HelpRequest.objects.filter(pk=one.pk).update(
            closed_at=moment + timedelta(days=5), heard_from="friends", rating=5, **fields
        )
    return one


def test_figures_before_and_after_an_erasure_agree(office_warsaw: Office) -> None:
    """Also for the tag, the rating, the flags, and what is sealed off."""
    funder = make_funder()
    make_topic("stay")
    remains(_rows(office_warsaw, 70, heard_from="friends", funder_id=funder.pk))
    asked = [_asked(office_warsaw, funder=funder) for _ in range(2)] + [_asked(office_warsaw, sensitivity=3)]
    populations = [_last_month(), Population(Period(back(1), back(1)), office_warsaw.pk, funder.pk)]
    populations.append(Population(Period(month_after(back(1), -9), back(1))))
    seen = []
    for _ in range(2):
        snapshot = snapshot_of_today()
        lists = [gateway.lists(snapshot, people, LISTS) for people in populations]
        pair = gateway.cross_table(snapshot, populations[0], Dim.BAND, Dim.OUTCOME)
        seen.append((lists, pair, gateway.done(snapshot, populations[0])))
        for one in asked:
            if HelpRequest.objects.filter(pk=one.pk).exists():
                erase_client(client=one.client, by=SYSTEM)
    assert HelpRequest.objects.count() == 0
    assert seen[0] == seen[1]
    assert seen[1][0][0]["country"].total == 73
    assert seen[1][0][1][Marks.FLAG.value].is_drawn
