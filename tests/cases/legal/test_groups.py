"""Any group of any size: nobody learns of the others, leaving restores all, a split loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.legal.actions import (
    add_deadline,
    add_member,
    answer_invitation,
    close_case,
    confirm_deadline,
    invite,
    move_up,
    remove_member,
    send_to_members,
    set_label,
    set_step,
    split_case,
)
from cases.legal.models import Invitation, LegalCase, Membership, MemberStep, StepTemplate
from cases.legal.workflow import StepState
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status, Urgency
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.legal import invite_all, make_case, make_meeting, members_of, move_meeting
from tests.factories.requests import Holder, make_holder, make_request
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
PAPER = "Passport, all pages"
FIELDS = ("status", "turn", "turn_since", "assigned_to_id", "urgency", "deadline_on", "outcome")
same_database = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
before_joining = st.fixed_dictionaries(
    {
        "status": st.sampled_from([Status.NEW, Status.TRIAGED, Status.ANSWERED, Status.WAITING_LIST]),
        "urgency": st.sampled_from(list(Urgency)),
        "mine": st.booleans(),
    }
)


def _state(help_request: HelpRequest) -> dict[str, Any]:
    return HelpRequest.objects.filter(pk=help_request.pk).values(*FIELDS).get()


def _group(size: int, *, operator: User, lawyer: User, title: str) -> tuple[LegalCase, list[Holder]]:
    """A group to which everything was done that members notice."""
    holders = [make_holder(office=operator.office) for _ in range(size)]
    chosen = [
        make_request(client=holder.client, story=f"Own words {number}x", city=f"Miasto{number}x")
        for number, holder in enumerate(holders)
    ]
    case = make_case(by=operator, lawyer=lawyer, help_requests=chosen, title=title)
    paper = {"actor": "person", "document": PAPER, "document_en": PAPER}
    StepTemplate.objects.filter(case_type=case.case_type, slug="collect").update(**paper)
    for number, member in enumerate(members_of(case)):
        set_label(membership=member, label=f"Label{number}x", file_number=f"FILE-{number}x", by=lawyer)
    send_to_members(legal_case=case, texts={"be": "Добры дзень"}, by=lawyer)
    invite_all(make_meeting(case, by=lawyer, seats=90 + size), by=lawyer)
    return case, holders


def _inbox(client: Client, holder: Holder) -> str:
    client.cookies.clear()
    unlock(client, holder.digits)
    pages = [client.get(f"/en/{path}").content.decode() for path in ("inbox/", "inbox/papers/")]
    return "".join(pages)


def _text(page: str, holder: Holder) -> str:
    """What she reads, without what is hers alone and without the minute."""
    main = re.sub(r"<[^>]+>", " ", page.partition("<main")[2])
    own = re.sub(r"Own words \d+x|Miasto\d+x", "OWN", main.replace(holder.client.alias, "ALIAS"))
    return " ".join(re.sub(r"\d\d:\d\d", "TIME", own).split())


@same_database
@given(size=st.integers(2, 6), data=st.data())
def test_a_members_page_tells_of_no_other_member_nor_of_the_group(
    client: Client, alena_operator: User, maks_lawyer: User, size: int, data: st.DataObject
) -> None:
    title = "Nine nurses of one ward"
    case, holders = _group(size, operator=alena_operator, lawyer=maks_lawyer, title=title)
    me = data.draw(st.integers(0, size - 1))
    page = _inbox(client, holders[me])
    assert f"Own words {me}x" in page
    assert page.count(PAPER) > 1  # in the inbox, and on the page of papers
    foreign = [title, case.code, str(case.pk), maks_lawyer.name]
    for number, member in enumerate(members_of(case)):
        foreign += [f"Label{number}x", f"FILE-{number}x"]
        client_id = member.help_request.client_id
        if client_id != holders[me].client.pk:
            foreign += [member.help_request.code, str(member.help_request_id), str(client_id)]
            foreign += [member.help_request.client.alias]
    others = [number for number in range(size) if number != me]
    foreign += [f"{words}{number}x" for number in others for words in ("Own words ", "Miasto")]
    assert [word for word in foreign if word in page] == []
    # Somebody who is alone in her case reads the very same page: the size of a group shows nowhere.
    _case, (alone,) = _group(1, operator=alena_operator, lawyer=maks_lawyer, title="")
    assert _text(_inbox(client, alone), alone) == _text(page, holders[me])


@same_database
@given(size=st.integers(2, 6), wanted=st.integers(1, 4), data=st.data())
def test_the_waiting_list_tells_of_no_place_in_it_and_of_no_number(
    client: Client, alena_operator: User, maks_lawyer: User, size: int, wanted: int, data: st.DataObject
) -> None:
    me = data.draw(st.integers(0, size - 1))
    pages = []
    for others in (size - 1, 1):  # many wait before and behind her; or one alone has taken the seats
        holders = [make_holder(office=alena_operator.office) for _ in range(others + 1)]
        chosen = [make_request(client=one.client, story="Own words 0x", city="Miasto0x") for one in holders]
        case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=chosen)
        meeting = make_meeting(case, by=maks_lawyer, seats=5)
        rows = {row.membership.help_request.client_id: row for row in invite_all(meeting, by=maks_lawyer)}
        mine = holders[min(me, others)]
        first, *rest = [one for one in holders if one is not mine]
        replies = [(first, 5), *((one, 1) for one in rest)]
        replies.insert(data.draw(st.integers(1, len(replies))), (mine, wanted))
        for one, seats in replies:
            answer_invitation(invitation=rows[one.client.pk], accept=True, seats=seats, by=one.actor)
        pages.append(_text(_inbox(client, mine), mine))
        answer_invitation(invitation=rows[first.client.pk], accept=False, seats=1, by=first.actor)
        move_up(consultation=meeting)
        if Invitation.objects.get(pk=rows[mine.client.pk].pk).state == "accepted":
            assert "Seats became free, so they are yours now." in _text(_inbox(client, mine), mine)
    assert "we write to you if" in pages[0]
    assert pages[0] == pages[1]


@same_database
@given(befores=st.lists(before_joining, min_size=1, max_size=4))
def test_undoing_a_grouping_restores_each_request_exactly(
    alena_operator: User, maks_lawyer: User, befores: list[dict[str, Any]]
) -> None:
    chosen = []
    for before in befores:
        one = make_request(office=alena_operator.office, status=before["status"], urgency=before["urgency"])
        with writing():
            HelpRequest.objects.filter(pk=one.pk).update(
                assigned_to=alena_operator if before["mine"] else None,
                turn_since=timezone.now() - timedelta(days=5),
            )
        chosen.append(HelpRequest.objects.get(pk=one.pk))
    stood = [_state(one) for one in chosen]
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=chosen)
    assert all(_state(one)["status"] == Status.IN_CASE.value for one in chosen)
    first, *_others = members_of(case)
    remove_member(membership=first, by=alena_operator)
    close_case(legal_case=case, by=alena_operator)
    assert [_state(one) for one in chosen] == stood


def _rich(case: LegalCase, lawyer: User) -> Membership:
    """A member with a label, a reason and a confirmed day."""
    member = members_of(case)[0]
    set_label(membership=member, label="the nurse", file_number="7", by=lawyer)
    step = MemberStep.objects.select_related("membership__legal_case__case_key").filter(membership=member)[0]
    set_step(step=step, state=StepState.NOT_NEEDED, reason="she has it", by=lawyer)
    today = timezone.localdate()
    deadline = add_deadline(membership=member, kind="pl_refusal", document_on=today, by=lawyer)
    confirm_deadline(deadline=deadline, due_on=today + timedelta(days=14), by=lawyer)
    return member


def test_a_split_makes_two_cases_and_takes_along_what_is_hers(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=3)
    member = _rich(case, maks_lawyer)
    signed, url = sign_in(client, maks_lawyer), reverse("legal:split", args=[case.pk])
    assert signed.get(url).status_code == 200
    assert signed.post(url, {"title": "x"}).status_code == 422
    assert signed.post(url, {"selected": ["nonsense"]}).status_code == 404
    moved = signed.post(url, {"selected": [str(member.pk)], "title": "Alone"})
    new = LegalCase.objects.exclude(pk=case.pk).get()
    assert moved["Location"] == reverse("legal:open", args=[new.pk])
    page = signed.get(moved["Location"]).content.decode()
    for words in ("Alone", "the nurse", "she has it", "PL-21"):
        assert words in page
    assert len(members_of(case)) == 2
    assert [row.pk for row in members_of(new)] == [member.pk]
    assert "the nurse" not in signed.get(reverse("legal:open", args=[case.pk])).content.decode()


def test_after_a_split_undo_still_restores_the_state_before_the_first_grouping(
    alena_operator: User, maks_lawyer: User
) -> None:
    chosen = [make_request(office=alena_operator.office) for _ in range(2)]
    stood = _state(chosen[0])
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=chosen)
    member = next(row for row in members_of(case) if row.help_request_id == chosen[0].pk)
    new = split_case(legal_case=case, chosen={member.pk}, title="", by=alena_operator)
    remove_member(membership=members_of(new)[0], by=alena_operator)
    assert _state(chosen[0]) == stood


@pytest.mark.parametrize("how", ["nobody", "everybody", "invited"])
def test_a_split_of_nobody_everybody_or_somebody_invited_is_refused(
    how: str, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=2)
    first, second = members_of(case)
    if how == "invited":
        meeting = make_meeting(case, by=maks_lawyer)
        invite(consultation=meeting, memberships=[first], by=maks_lawyer)
    chosen = {"nobody": set(), "everybody": {first.pk, second.pk}, "invited": {first.pk}}[how]
    with pytest.raises(NotNow):
        split_case(legal_case=case, chosen=chosen, title="", by=alena_operator)
    assert LegalCase.objects.count() == 1
    if how == "invited":
        move_meeting(meeting, -1)
        split_case(legal_case=case, chosen=chosen, title="", by=alena_operator)


def test_nobody_splits_a_case_that_is_not_hers_or_moves_a_stranger(
    alena_operator: User, maks_lawyer: User, jonas_operator: User
) -> None:
    case, other = (make_case(by=alena_operator, lawyer=maks_lawyer) for _ in range(2))
    own, foreign = members_of(case)[0], members_of(other)[0]
    with pytest.raises(Refused):
        split_case(legal_case=case, chosen={own.pk}, title="", by=jonas_operator)
    with pytest.raises(Refused):
        split_case(legal_case=case, chosen={foreign.pk}, title="", by=alena_operator)


def test_requests_of_another_country_never_join(alena_operator: User, office_vilnius: Office) -> None:
    foreign = make_request(office=office_vilnius, country="LT")
    own = make_request(office=alena_operator.office)
    attempts: list[Callable[[], object]] = [
        lambda: make_case(by=alena_operator, help_requests=[own, foreign]),
        lambda: add_member(legal_case=make_case(by=alena_operator), help_request=foreign, by=alena_operator),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()


def test_both_halves_open_with_the_same_key(alena_operator: User, maks_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=2)
    member = _rich(case, maks_lawyer)
    new = split_case(legal_case=case, chosen={member.pk}, title="", by=maks_lawyer)
    moved = Membership.objects.select_related("legal_case__case_key").get(legal_case=new)
    opened = reveal_one(moved, ["label"], by=maks_lawyer, reason=Reason.LEGAL_CASE)
    assert opened == {"label": "the nurse"}
