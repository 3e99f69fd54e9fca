"""Every figure leads to a list with exactly so many rows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.legal.models import Invitation
from cases.referrals.models import Referral
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF, Outcome, Status, Urgency
from cases.rest.actions import set_limit
from cases.triage.forms import FindForm, QueueForm
from cases.triage.queries import queue
from cases.triage.queries.finding import found
from cases.workload.actions.days import count_days
from cases.workload.queries.dashboard import Dashboard, dashboard
from cases.workload.queries.needs import Need
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from tests.factories.legal import invite_all, make_case, make_meeting
from tests.factories.referrals import hand_over, make_partner
from tests.factories.requests import make_request, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


def _change(row: HelpRequest, **values: Any) -> HelpRequest:
    with writing():
        HelpRequest.objects.filter(pk=row.pk).update(**values)
    return row


@pytest.fixture
def office_at_work(office_warsaw: Office, office_vilnius: Office, alena_operator: User) -> None:
    """Some of everything, in two offices, one sealed off."""
    cache.clear()
    make_topic("permit", parent=make_topic("legalization"))
    kinds = [
        ("legalization", "Warszawa", "be", Urgency.EMERGENCY, 0, "us", alena_operator, None),
        ("permit", "warszawa", "ru", Urgency.NORMAL, 2, "us", None, TODAY + timedelta(days=2)),
        ("permit", "Łódź", "pl", Urgency.NORMAL, 5, "client", alena_operator, TODAY - timedelta(days=3)),
        ("housing", "", "be", Urgency.LOW, 8, "us", alena_operator, TODAY - timedelta(days=3)),
        ("", "Łódź", "be", Urgency.HIGH, 40, "office", None, TODAY + timedelta(days=6)),
        ("", "", "lt", Urgency.HIGH, 100, "us", None, None),
    ]
    for topic, city, language, urgency, days, turn, owner, due in kinds:
        for office in (office_warsaw, office_vilnius):
            row = make_request(office=office, topic=topic or None, language=language, urgency=urgency)
            came = NOW - timedelta(days=days, hours=1)
            _change(row, received_at=came, turn_since=came, turn=turn, deadline_on=due, city=city)
            _change(row, assigned_to=owner if office == office_warsaw else None)
    sealed = make_request(office=office_warsaw, topic="housing", city="Sopot")
    _change(sealed, sensitivity=SEALED_OFF, assigned_to=alena_operator)
    for days, outcome in ((1, Outcome.SOLVED), (9, Outcome.SOLVED), (9, Outcome.SPAM), (200, Outcome.SOLVED)):
        row = make_request(office=office_warsaw, status=Status.CLOSED, outcome=outcome)
        _change(row, received_at=NOW - timedelta(days=days, hours=5), closed_at=NOW - timedelta(days=days))
        _change(row, first_answered_at=NOW - timedelta(days=days))
        with writing():
            row.events.all().delete()  # they would tell of a closing today
    count_days()


def _figures(board: Dashboard) -> list[tuple[str, int, str]]:
    """What stands on the page: its name, its number, its list."""
    names = ("open", "new", "ours", "theirs", "late", "due")
    shown = [(name, getattr(board.now, name), board.links[name]) for name in names]
    for table in (board.topics, board.people, board.cities, board.languages):
        shown += [
            (f"{line.name} {name}", getattr(line.tally, name), line.links[name])
            for line in table
            for name in names[:-1]
        ]
    shown += [(need.code, need.count, need.url) for need in board.needs if "/queue/" in need.url]
    shown.append(("answered", board.times.first_answer.count, board.times_links["answered"]))
    shown.append(("outcome", board.times.outcome.count, board.times_links["closed"]))
    for chart in (board.age, board.flow, board.topic_chart):
        shown += [
            (f"{chart.title} {label}", int(cell.value or 0), cell.url)
            for label, cells in chart.cells
            for cell in cells
            if cell.value
        ]
    return shown


def _rows(client: Client, url: str) -> int:
    return len(re.findall(r"<tr [^>]*data-row", client.get(url).content.decode()))


def _length(user: User, url: str) -> int:
    """The length of the list, asked as its view asks it, without drawing a hundred pages."""
    path, _mark, query = url.partition("?")
    if path == reverse("triage:find"):
        return len(found(user, FindForm(QueryDict(query)).sought()).rows)
    return queue(user, QueueForm(QueryDict(query)).wanted()).count()


def test_every_figure_leads_to_exactly_so_many_rows(
    client: Client, sign_in: SignIn, hanna_coordinator: User, office_at_work: None
) -> None:
    sign_in(client, hanna_coordinator)
    board = dashboard(hanna_coordinator)
    assert board is not None
    figures = {url: (name, count) for name, count, url in _figures(board)}
    assert (board.now.open, len(figures) > 80) == (6, True)
    counted = {url: (name, _length(hanna_coordinator, url)) for url, (name, _count) in figures.items()}
    assert counted == figures
    for url in (board.links["late"], board.people[0].links["open"], board.flow.links[1][-1]):
        assert _rows(client, url) == figures[url][1]
    page = client.get("/desk/workload/").content.decode()
    linked = {url.replace("&amp;", "&") for url in re.findall(r'href="([^"]+)"', page)}
    assert {url for url, (_name, count) in figures.items() if count} <= linked
    assert "Sopot" not in page


def test_people_over_their_limit_are_counted_and_listed(
    client: Client, sign_in: SignIn, hanna_coordinator: User, alena_operator: User, office_at_work: None
) -> None:
    board = dashboard(hanna_coordinator)
    assert board is not None
    weight = next(line.tally.weight for line in board.people if line.name == "Alena")
    for most, count in ((weight, 0), (weight - 1, 1)):
        set_limit(of=alena_operator, most_weight=most, most_hours=40, by=hanna_coordinator)
        board = dashboard(hanna_coordinator)
        assert board is not None
        assert {need.code: need.count for need in board.needs}["over"] == count
    page = sign_in(client, hanna_coordinator).get("/desk/rest/limits/?over=1").content.decode()
    assert page.count('<th scope="row">') == 1


def test_silent_partners_are_counted_and_listed(
    client: Client, sign_in: SignIn, hanna_coordinator: User, alena_operator: User, office_warsaw: Office
) -> None:
    partner = make_partner(make_topic("housing"))
    for due in (TODAY, TODAY + timedelta(days=1)):
        request = make_request(office=office_warsaw, topic="housing", status=Status.TRIAGED)
        referral, _code = hand_over(request, partner, by=alena_operator)
        with writing():
            Referral.objects.filter(pk=referral.pk).update(due_on=due)
    need = _need(hanna_coordinator, "referrals")
    assert need.count == 1
    sign_in(client, hanna_coordinator)
    assert (_rows(client, need.url), _rows(client, "/desk/referrals/")) == (1, 2)


def test_consultations_without_seats_are_counted_and_listed(
    client: Client, sign_in: SignIn, hanna_coordinator: User, maks_lawyer: User, office_warsaw: Office
) -> None:
    three = [make_request(office=office_warsaw) for _one in range(3)]
    case = make_case(by=hanna_coordinator, lawyer=maks_lawyer, help_requests=three)
    full, free = (make_meeting(case, by=maks_lawyer, days=days) for days in (3, 9))
    for place, invitation in enumerate(invite_all(full, by=maks_lawyer)[:2], start=1):
        with writing():
            Invitation.objects.filter(pk=invitation.pk).update(state="waiting", place_in_line=place)
    invite_all(free, by=maks_lawyer)
    need = _need(hanna_coordinator, "seats")
    assert need.count == 1
    sign_in(client, hanna_coordinator)
    assert _rows(client, need.url) == 1
    with writing():
        Invitation.objects.filter(state="waiting").update(state="declined")
    assert _need(hanna_coordinator, "seats").count == _rows(client, need.url) == 0


def _need(user: User, code: str) -> Need:
    board = dashboard(user)
    assert board is not None
    return next(need for need in board.needs if need.code == code)
