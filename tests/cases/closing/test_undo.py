"""Any decision and its undo: request, case, meeting, tasks and what was learnt stand as before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.legal.models import Invitation, LegalCase, Membership
from cases.referrals.actions import record_consents
from cases.referrals.models import Partner, Referral
from cases.referrals.workflow import DataSet, ReferralStatus
from cases.requests.models import HelpRequest
from cases.requests.workflow import Flag, Status, Turn, Urgency
from cases.triage.models import Lesson
from cases.triage.tasks import compute_suggestion
from cases.volunteering.models import Task
from cases.waiting.actions import pause_topic
from cases.waiting.models import TopicPause
from cases.waiting.rules import Reason
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from tests.factories.accounts import UserFactory
from tests.factories.legal import invite_all, make_case, make_case_type, make_meeting
from tests.factories.referrals import hand_over, make_partner
from tests.factories.requests import make_client, make_request, make_topic
from tests.factories.volunteering import make_open_task

pytestmark = pytest.mark.django_db
FIELDS = ("status", "turn", "turn_since", "assigned_to_id", "topic_id", "urgency", "flags", "deadline_on")
same_database = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
befores = st.fixed_dictionaries(
    {
        "status": st.sampled_from(
            [
                Status.NEW,
                Status.TRIAGED,
                Status.ANSWERED,
                Status.REFERRED,
                Status.IN_CASE,
                Status.WAITING_LIST,
            ]
        ),
        "turn": st.sampled_from(list(Turn)),
        "urgency": st.sampled_from(list(Urgency)),
        "flags": st.lists(st.sampled_from([flag.value for flag in Flag]), unique=True, max_size=3),
        "days": st.none() | st.integers(0, 60),
        "mine": st.booleans(),
        "task": st.booleans(),
    }
)
STORY = "Муж вчера избил меня, карта побыту кончается через 9 дней, что делать?"


def stands(help_request: HelpRequest) -> dict[str, Any]:
    """All that a decision may change, anywhere."""
    found = HelpRequest.objects.filter(pk=help_request.pk).values(*FIELDS, "outcome", "closed_at").get()
    places = Membership.objects.filter(help_request=help_request, left_at=None)
    return {
        **found,
        "places": sorted(places.values_list("legal_case", "outcome")),
        "invitations": sorted(
            Invitation.objects.filter(membership__in=places).values_list("pk", "state", "place_in_line")
        ),
        "tasks": sorted(
            Task.objects.filter(help_request=help_request, status="open").values_list("pk", "finished_at")
        ),
        "referrals": sorted(
            Referral.objects.live().filter(help_request=help_request).values_list("partner__name", "status")
        ),
        "lessons": sorted(Lesson.objects.filter(right__gt=0).values_list("name", "right"))
        + sorted(Lesson.objects.filter(wrong__gt=0).values_list("name", "wrong")),
    }


def _prepare(before: dict[str, Any], operator: User, lawyer: User) -> HelpRequest:
    topic = make_topic("housing")
    client = make_client(office=operator.office)
    one = make_request(client=client, topic=topic, story=STORY)
    if before["status"] is Status.IN_CASE:
        case = make_case(by=operator, lawyer=lawyer, help_requests=[one])
        invite_all(make_meeting(case, by=lawyer), by=lawyer)
    compute_suggestion(str(one.pk))
    if before["task"]:
        make_open_task(help_request=one, by=operator)
    elif before["status"] is Status.REFERRED:  # nobody is referred without a partner
        hand_over(one, _partner_for(one), by=operator)
    deadline = timezone.localdate() + timedelta(days=before["days"]) if before["days"] is not None else None
    with writing():
        rows = HelpRequest.objects.filter(pk=one.pk)
        if before["status"] not in {Status.IN_CASE, Status.REFERRED} and not before["task"]:
            rows.update(status=before["status"].value)
        rows.update(
            turn=before["turn"].value, urgency=before["urgency"].value, flags=before["flags"],
            deadline_on=deadline, turn_since=timezone.now() - timedelta(days=5),
            assigned_to=operator if before["mine"] else None,
        )  # fmt: skip
    make_request(client=client, topic=topic)  # the twin's other
    return HelpRequest.objects.get(pk=one.pk)


def _twin_of(one: HelpRequest) -> str:
    return str(HelpRequest.objects.filter(client=one.client_id).exclude(pk=one.pk).get().pk)


def _partner_for(one: HelpRequest) -> Partner:
    assert one.topic is not None
    return Partner.objects.filter(topics=one.topic).first() or make_partner(one.topic)


Ask = Callable[[HelpRequest], tuple[str, dict[str, Any]]]
DECISIONS: dict[str, Ask] = {
    "spam": lambda one: (reverse("closing:spam"), {"selected": str(one.pk)}),
    "close": lambda one: (
        reverse("closing:close", args=[one.pk]), {"outcome": "no_reply", "seen": one.version},
    ),
    "twin": lambda one: (reverse("closing:duplicate", args=[one.pk]), {"kept": _twin_of(one)}),
    "sort": lambda one: (
        reverse("triage:decide", args=[one.pk]),
        {"topic": "housing", "urgency": "high", "flags": ["homeless"], "deadline_on": "2027-01-05",
         "seen": one.version},
    ),
    "agree": lambda one: (reverse("triage:accept", args=[one.pk]), {"part": "all"}),
    "wait": lambda one: (reverse("triage:wait"), {"selected": str(one.pk)}),
    "take": lambda one: (reverse("triage:assign", args=[one.pk]), {"to": "me"}),
    "group": lambda one: (
        reverse("legal:new"),
        {"selected": str(one.pk), "title": "Two", "case_type": str(make_case_type().pk), "lawyer": ""},
    ),
    "task": lambda one: (
        reverse("volunteering:new_task", args=[one.pk]),
        {"kind": "errand", "languages": ["be"], "country": "PL", "city": "Warszawa", "tier": "1",
         "part_of_day": "any", "hours": "1", "brief": "Buy bread", "exact_place": ""},
    ),
    "refer": lambda one: (
        reverse("referrals:refer", args=[one.pk]),
        {"partner": str(_partner_for(one).pk), "aim": "roof", "data_sets": ["need"], "summary": "",
         "due_on": (timezone.localdate() + timedelta(days=7)).isoformat(), "how": "said"},
    ),
}  # fmt: skip


def _undo(desk: Client, html: str) -> None:
    found = re.search(
        r'form="(?:undo|act)" formaction="([^"]+)" name="(\w+)" value="([^"]*)" data-key="u"', html
    )
    assert found, "no undo is offered"
    desk.post(found[1], {found[2]: found[3]})


def _decide(desk: Client, one: HelpRequest, decision: str, coordinator: User) -> str:
    if decision == "wait" and not TopicPause.objects.live().exists():
        pause_topic(
            topic=one.topic, country="PL", reason=Reason.NO_PEOPLE,
            until_on=timezone.localdate() + timedelta(days=9), words={}, by=coordinator,
        )  # fmt: skip
    address, typed = DECISIONS[decision](one)
    desk.post(address, typed)
    return desk.get(reverse("casefile:open", args=[one.pk])).content.decode()


PLAIN: dict[str, Any] = {
    "status": Status.NEW,
    "turn": Turn.US,
    "urgency": Urgency.LOW,
    "flags": [],
    "days": None,
    "mine": False,
    "task": False,
}


@pytest.mark.parametrize("decision", sorted(DECISIONS))
def test_each_decision_changes_something_and_its_undo_takes_it_back(
    sign_in: Any, alena_operator: User, maks_lawyer: User, hanna_coordinator: User, decision: str
) -> None:
    cache.clear()
    desk = sign_in(Client(), alena_operator)
    one = _prepare(PLAIN, alena_operator, maks_lawyer)
    stood = stands(one)
    html = _decide(desk, one, decision, hanna_coordinator)
    assert stands(one) != stood
    _undo(desk, html)
    assert stands(one) == stood


@same_database
@given(before=befores, decision=st.sampled_from(sorted(DECISIONS)))
def test_a_decision_and_its_undo_change_nothing_whatever_stood_there(
    sign_in: Any, alena_operator: User, maks_lawyer: User, hanna_coordinator: User, before: Any, decision: str
) -> None:
    cache.clear()
    desk = sign_in(Client(), alena_operator)
    one = _prepare(before, alena_operator, maks_lawyer)
    stood = stands(one)
    html = _decide(desk, one, decision, hanna_coordinator)
    if stands(one) == stood:
        return  # refused, or nothing to change: the page says so, and all is as it was
    _undo(desk, html)
    now = stands(one)
    assert {name: now[name] for name in now if now[name] != stood[name]} == {}


def test_undo_loses_nothing_that_happened_since(sign_in: Any, alena_operator: User) -> None:
    desk = sign_in(Client(), alena_operator)
    one = make_request(office=alena_operator.office)
    html = desk.post(
        reverse("triage:decide", args=[one.pk]), {"topic": "", "urgency": "high", "seen": "0"}, follow=True
    ).content.decode()
    desk.post(reverse("triage:assign", args=[one.pk]), {"to": "me"})
    _undo(desk, html)
    one.refresh_from_db()
    assert (one.urgency, one.assigned_to) == ("high", alena_operator)
    assert "Nothing was undone" in desk.get(reverse("casefile:open", args=[one.pk])).content.decode()


def test_an_undo_is_its_own_readers_and_works_once(sign_in: Any, alena_operator: User, db: None) -> None:
    desk = sign_in(Client(), alena_operator)
    one = make_request(office=alena_operator.office, status=Status.ANSWERED)
    html = desk.post(
        reverse("closing:spam"), {"selected": str(one.pk), "next": "/desk/queue/"}, follow=True
    ).content.decode()
    other = sign_in(
        Client(), UserFactory.create(name="Zosia", roles=["operator"], office=alena_operator.office)
    )
    _undo(other, html)
    assert HelpRequest.objects.get(pk=one.pk).status == "closed"
    _undo(desk, html)
    _undo(desk, html)
    assert HelpRequest.objects.get(pk=one.pk).status == "answered"


def test_the_undo_of_a_new_group_leaves_no_open_case(sign_in: Any, alena_operator: User) -> None:
    desk = sign_in(Client(), alena_operator)
    rows = [make_request(office=alena_operator.office) for _ in range(3)]
    typed = {
        "selected": [str(one.pk) for one in rows],
        "title": "Three",
        "case_type": str(make_case_type().pk),
        "lawyer": "",
    }
    desk.post(reverse("legal:new"), typed)
    assert LegalCase.objects.filter(status="open").count() == 1
    _undo(desk, desk.get(reverse("triage:queue")).content.decode())
    assert not LegalCase.objects.filter(status="open").exists()
    assert {one.status for one in HelpRequest.objects.all()} == {"new"}


def test_a_referral_that_has_gone_on_is_not_undone(sign_in: Any, alena_operator: User) -> None:
    desk = sign_in(Client(), alena_operator)
    one = make_request(office=alena_operator.office, topic=make_topic("housing"))
    desk.post(*DECISIONS["refer"](one))
    html = desk.get(reverse("casefile:open", args=[one.pk])).content.decode()
    made = Referral.objects.get(help_request=one)
    record_consents(referral=made, agreed=[DataSet.NEED], by=alena_operator)
    _undo(desk, html)
    assert Referral.objects.get(pk=made.pk).status == ReferralStatus.READY.value
    said = desk.get(reverse("casefile:open", args=[one.pk])).content.decode()
    assert "The hand-over has gone on already" in said
