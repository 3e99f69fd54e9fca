"""Case and partner at once: whatever happens in whatever order, an open request is in somebody's list."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.test import Client as Browser
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.closing.actions import close, reopen
from cases.closing.actions.undo import unclose, ungroup
from cases.closing.queries import Before, before_of
from cases.legal.actions import (
    add_deadline,
    add_member,
    close_case,
    confirm_deadline,
    open_case,
    remove_member,
    send_to_members,
)
from cases.legal.models import LegalCase, Membership
from cases.referrals.actions import cancel, partner_says, record_consents, send
from cases.referrals.models import Partner, Referral
from cases.referrals.workflow import DataSet, ReferralStatus
from cases.requests.actions import add_client_message
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome, Status, Turn
from cases.triage.models import Suggestion
from cases.triage.suggestions.grouping import backlog
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from tests.factories.legal import make_case_type
from tests.factories.referrals import make_partner, make_referral
from tests.factories.requests import Holder, make_holder, make_request, make_topic
from tests.factories.web import unlock

pytestmark = pytest.mark.django_db
PARTNERS = ("dach", "other")


class Desk:
    """One request of one person, and everything that this room and the next can do to it."""

    def __init__(self, holder: Holder, operator: User, lawyer: User) -> None:
        self.holder, self.operator, self.lawyer = holder, operator, lawyer
        self.request = make_request(client=holder.client, topic=make_topic("housing"))
        self.closed: Before | None = None
        self.grouped: tuple[LegalCase, bool] | None = None

    @property
    def fresh(self) -> HelpRequest:
        return HelpRequest.objects.select_related("client", "office").get(pk=self.request.pk)

    def live(self) -> Referral | None:
        return Referral.objects.live().filter(help_request=self.request).first()

    def member(self) -> Membership | None:
        return Membership.objects.filter(help_request=self.request, left_at=None).first()

    def refer(self, slug: str) -> None:
        made = make_referral(self.fresh, Partner.objects.get(slug=slug), by=self.operator)
        send(
            referral=record_consents(referral=made, agreed=[DataSet.NEED], by=self.operator), by=self.operator
        )

    def answer(self, said: ReferralStatus) -> None:
        with_partner = Referral.objects.filter(help_request=self.request, status__in=["sent", "accepted"])
        if (one := with_partner.first()) is not None:
            partner_says(referral=one, answer=said, why_not=None)

    def take_back(self) -> None:
        if (one := self.live()) is not None:
            cancel(referral=one, by=self.operator)

    def join(self) -> None:
        case = LegalCase.objects.open().first()
        self.grouped = None
        if case is None:
            case = open_case(
                case_type=make_case_type(),
                help_requests=[self.fresh],
                lawyer=self.lawyer,
                title="",
                by=self.operator,
            )
            self.grouped = case, True
        else:
            add_member(legal_case=case, help_request=self.fresh, by=self.operator)
            self.grouped = case, False

    def leave(self) -> None:
        if (row := self.member()) is not None:
            remove_member(membership=row, by=self.operator)

    def broadcast(self) -> None:
        if (row := self.member()) is not None:
            send_to_members(legal_case=row.legal_case, texts={"be": "Добры дзень"}, by=self.lawyer)

    def end_case(self) -> None:
        if (row := self.member()) is not None:
            close_case(legal_case=row.legal_case, by=self.operator)

    def write(self) -> None:
        add_client_message(
            help_request=self.fresh, body="ці ёсць навіны?", language="be",
            by=self.holder.actor, opener=self.holder.key,
        )  # fmt: skip

    def close(self) -> None:
        self.closed = before_of(self.request)
        close(help_request=self.fresh, outcome=Outcome.WITHDRAWN, by=self.operator)

    def undo(self) -> None:
        if self.closed is not None and self.fresh.status == Status.CLOSED.value:
            unclose(before=self.closed, by=self.operator)
        elif self.grouped is not None:
            case, is_new = self.grouped
            ungroup(case_id=case.pk, request_ids=[self.request.pk], is_new=is_new, by=self.operator)

    def step(self, name: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "refer": lambda: self.refer("dach"),
            "refer to another": lambda: self.refer("other"),
            "accepted": lambda: self.answer(ReferralStatus.ACCEPTED),
            "declined": lambda: self.answer(ReferralStatus.DECLINED),
            "done": lambda: self.answer(ReferralStatus.DONE),
            "reopen": lambda: reopen(help_request=self.fresh, by=self.operator),
        }
        act = acts.get(name) or getattr(self, name)
        with suppress(NotNow, Refused):
            act()


STEPS = (
    "refer", "refer to another", "accepted", "declined", "done", "take_back", "join", "leave", "broadcast",
    "end_case", "write", "close", "undo", "reopen",
)  # fmt: skip


def is_in_somebodys_list(desk: Desk) -> str:
    """What is wrong with where the request stands; empty when nothing is."""
    row, is_member = desk.fresh, desk.member() is not None
    referrals = Referral.objects.filter(help_request=row)
    is_with_partner = referrals.filter(status__in=["sent", "accepted"]).exists()
    if not row.is_open:
        return "a closed request is a member" if is_member else ""
    status = Status(row.status)
    if status is Status.REFERRED and not is_with_partner:
        return "with no partner"
    if status is Status.IN_CASE and not is_member:
        return "in no case"
    if is_member and status not in {Status.IN_CASE, Status.REFERRED}:
        return f"in a case, and {status}"
    if row.turn == Turn.OFFICE.value and not is_with_partner:
        return "waits for an office that has nothing of it"
    return ""


@pytest.fixture
def house(alena_operator: User, maks_lawyer: User) -> tuple[User, User]:
    for name in PARTNERS:
        make_partner(make_topic("housing"), name=name.capitalize())
    return alena_operator, maks_lawyer


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=2, max_size=9))
@example(steps=["refer", "join", "declined", "leave"])
@example(steps=["refer", "join", "declined", "undo"])
@example(steps=["join", "refer", "broadcast", "declined"])
@example(steps=["join", "refer", "declined"])
@example(steps=["join", "refer", "done", "leave"])
@example(steps=["join", "refer", "take_back", "end_case"])
@example(steps=["refer", "close", "declined", "undo"])
@example(steps=["join", "refer", "close", "declined", "undo"])
@example(steps=["refer", "refer to another", "declined", "join", "accepted", "done", "leave"])
def test_every_open_request_is_in_somebodys_list(house: tuple[User, User], steps: list[str]) -> None:
    operator, lawyer = house
    desk = Desk(make_holder(office=operator.office), operator, lawyer)
    for number, name in enumerate(steps):
        had = Referral.objects.filter(help_request=desk.request, status__in=["sent", "accepted"]).count()
        desk.step(name)
        assert is_in_somebodys_list(desk) == "", steps[: number + 1]
        has = Referral.objects.filter(help_request=desk.request, status__in=["sent", "accepted"]).count()
        if had and not has and desk.fresh.is_open:
            assert desk.fresh.turn == Turn.US.value, steps[: number + 1]


@pytest.fixture
def desk(house: tuple[User, User]) -> Desk:
    return Desk(make_holder(office=house[0].office), *house)


@pytest.mark.parametrize("how", ["declined", "done", "take_back"])
@pytest.mark.parametrize("ways", [("refer", "join"), ("join", "refer"), ("join", "refer", "broadcast")])
def test_what_a_partner_ends_is_the_turn_of_the_lawyer_where_there_is_a_case(
    desk: Desk, ways: tuple[str, ...], how: str
) -> None:
    for way in (*ways, how):
        desk.step(way)
    assert (desk.fresh.status, desk.fresh.turn) == (Status.IN_CASE.value, Turn.US.value)
    kind = {"take_back": "referral_cancelled"}.get(how, f"referral_{how}")
    assert desk.request.events.filter(kind=kind).count() == 1
    desk.step("leave")
    assert (desk.fresh.status, desk.fresh.turn) == (
        (Status.TRIAGED.value if ways[0] == "refer" else Status.NEW.value),
        Turn.US.value,
    )


def test_a_message_to_all_leaves_a_member_with_her_partner(desk: Desk) -> None:
    for way in ("join", "refer", "broadcast"):
        desk.step(way)
    assert (desk.fresh.status, desk.fresh.turn) == (Status.REFERRED.value, Turn.CLIENT.value)
    desk.step("leave")
    assert desk.fresh.status == Status.REFERRED.value


def test_leaving_gives_back_a_request_that_a_partner_has_still(desk: Desk) -> None:
    desk.step("refer")
    stood = HelpRequest.objects.filter(pk=desk.request.pk).values("status", "turn", "turn_since")
    before = stood.get()
    desk.step("join")
    desk.step("leave")
    assert stood.get() == before


def test_a_member_who_is_with_a_partner_keeps_her_days_and_is_in_no_other_group(
    client: Browser, desk: Desk
) -> None:
    desk.step("join")
    member = desk.member()
    assert member is not None
    today = timezone.localdate()
    deadline = add_deadline(membership=member, kind="pl_refusal", document_on=today, by=desk.lawyer)
    confirm_deadline(deadline=deadline, due_on=today, by=desk.lawyer)
    with writing():
        Suggestion(help_request=desk.request, concepts=["roof"], made_at=timezone.now()).save()
    unlock(client, desk.holder.digits)
    office = desk.operator.office
    assert office is not None
    for way in ("refer", "declined"):
        desk.step(way)
        assert "Last day to send the appeal" in client.get("/en/inbox/").content.decode(), way
        assert backlog(office, "PL") == [], way
    desk.step("leave")
    assert [known.key for known in backlog(office, "PL")] == [desk.request.pk]
