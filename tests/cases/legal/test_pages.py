"""The pages of the legal room: who sees what, what each form does, and how many queries they cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.legal.actions import hand_over, set_label, set_step, write_words
from cases.legal.models import Consultation, Invitation, LegalCase, Membership, MemberStep
from cases.legal.workflow import CaseStatus, StepState
from cases.requests.models import HelpRequest, Message
from cases.requests.workflow import Status
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.accounts import UserFactory
from tests.factories.legal import (
    invite_all,
    make_case,
    make_case_type,
    make_meeting,
    members_of,
    move_meeting,
)
from tests.factories.requests import make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
CANARIES = ("Canary title", "Canary notes", "Canary label", "CAN-123", "Canary place", "Canary reason")


def _full_case(operator: User, lawyer: User) -> LegalCase:
    case = make_case(by=operator, lawyer=lawyer, members=3)
    write_words(legal_case=case, title="Canary title", notes="Canary notes", by=lawyer)
    first = members_of(case)[0]
    set_label(membership=first, label="Canary label", file_number="CAN-123", by=lawyer)
    step = MemberStep.objects.filter(membership=first)[0]
    set_step(step=step, state=StepState.NOT_NEEDED, reason="Canary reason", by=lawyer)
    invite_all(make_meeting(case, by=lawyer, place="Canary place"), by=lawyer)
    return case


def _seen(client: Client, case: LegalCase) -> set[str]:
    answer = client.get(reverse("legal:open", args=[case.pk]))
    assert answer.status_code == 200
    return {word for word in CANARIES if word in answer.content.decode()}


def test_the_lawyer_reads_her_words_and_others_see_the_frame(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    case = _full_case(alena_operator, maks_lawyer)
    assert _seen(sign_in(client, maks_lawyer), case) == set(CANARIES)
    assert _seen(sign_in(client, alena_operator), case) == {"Canary place"}
    assert _seen(sign_in(client, hanna_coordinator), case) == set()


def test_the_list_shows_the_title_to_the_lawyer_only(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    _full_case(alena_operator, maks_lawyer)
    for user, reads in ((maks_lawyer, True), (alena_operator, False), (hanna_coordinator, False)):
        page = sign_in(client, user).get(reverse("legal:list")).content.decode()
        assert ("Canary title" in page) is reads


def test_opening_the_words_is_one_entry_in_the_access_log(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = _full_case(alena_operator, maks_lawyer)
    signed = sign_in(client, maks_lawyer)
    before = AccessEntry.objects.count()
    signed.get(reverse("legal:open", args=[case.pk]))
    (entry,) = AccessEntry.objects.filter(verb="sealing.reveal", object_id=str(case.pk)).order_by("-pk")[:1]
    assert entry.object_type == "cases.legalcase"
    assert AccessEntry.objects.count() == before + 1


def test_other_offices_and_other_lawyers_find_no_case(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, jonas_operator: User
) -> None:
    case = _full_case(alena_operator, maks_lawyer)
    other = UserFactory.create(roles=[Role.LAWYER], office=alena_operator.office)
    for stranger in (jonas_operator, other):
        signed = sign_in(client, stranger)
        assert signed.get(reverse("legal:open", args=[case.pk])).status_code == 404
        assert signed.post(reverse("legal:send", args=[case.pk])).status_code == 404
        assert case.code not in signed.get(reverse("legal:list")).content.decode()


def test_handing_over_moves_the_grant(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = _full_case(alena_operator, maks_lawyer)
    one = members_of(case)[0].help_request
    new = UserFactory.create(roles=[Role.LAWYER], office=alena_operator.office)
    hand_over(legal_case=case, lawyer=new, by=alena_operator)
    for user, status in ((maks_lawyer, 404), (new, 200)):
        signed = sign_in(client, user)
        assert signed.get(reverse("legal:open", args=[case.pk])).status_code == status
        assert signed.get(reverse("casefile:open", args=[one.pk])).status_code == status
    assert _seen(sign_in(client, new), case) == set(CANARIES)


def test_the_old_lawyer_gets_nothing_back_when_a_request_leaves(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    one = make_request(office=alena_operator.office)
    with writing():
        HelpRequest.objects.filter(pk=one.pk).update(assigned_to=maks_lawyer)
    case = make_case(
        by=alena_operator, lawyer=maks_lawyer, help_requests=[HelpRequest.objects.get(pk=one.pk)]
    )
    new = UserFactory.create(roles=[Role.LAWYER], office=alena_operator.office)
    sign_in(client, alena_operator).post(reverse("legal:hand_over", args=[case.pk]), {"lawyer": new.pk})
    (member,) = members_of(case)
    sign_in(client, alena_operator).post(reverse("legal:remove", args=[case.pk, member.pk]))
    assert HelpRequest.objects.get(pk=one.pk).assigned_to_id is None
    assert sign_in(client, maks_lawyer).get(reverse("casefile:open", args=[one.pk])).status_code == 404


def test_a_sealed_off_member_is_unknown_to_the_rest_of_the_office(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    invite_all(make_meeting(case, by=maks_lawyer), by=maks_lawyer)
    hidden = members_of(case)[0].help_request
    with writing():
        HelpRequest.objects.filter(pk=hidden.pk).update(sensitivity=3)
    for user, knows in ((maks_lawyer, True), (alena_operator, False)):
        page = sign_in(client, user).get(reverse("legal:open", args=[case.pk])).content.decode()
        assert (hidden.client.alias in page) is (hidden.code in page) is knows


def _queries(client: Client, url: str) -> int:
    """What one visit costs; the very first one of a session also looks at the second factor."""
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("role", ["lawyer", "operator"])
def test_the_list_costs_the_same_for_any_number_of_cases(
    role: str, client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    signed = sign_in(client, {"lawyer": maks_lawyer, "operator": alena_operator}[role])
    url = reverse("legal:list")
    make_case(by=alena_operator, lawyer=maks_lawyer, members=1, title="One")
    few = _queries(signed, url)
    for number in range(8):
        make_case(by=alena_operator, lawyer=maks_lawyer, members=3, title=f"Case {number}")
    assert _queries(signed, url) == few <= 12


@pytest.mark.parametrize("role", ["lawyer", "operator", "coordinator"])
def test_a_case_costs_the_same_for_any_number_of_members(
    role: str,
    client: Client,
    sign_in: SignIn,
    alena_operator: User,
    maks_lawyer: User,
    hanna_coordinator: User,
) -> None:
    users = {"lawyer": maks_lawyer, "operator": alena_operator, "coordinator": hanna_coordinator}
    signed = sign_in(client, users[role])
    counts = []
    for members in (1, 9):
        case = make_case(by=alena_operator, lawyer=maks_lawyer, members=members, title="Alike")
        for _ in range(members):
            invite_all(make_meeting(case, by=maks_lawyer), by=maks_lawyer)
        counts.append(_queries(signed, reverse("legal:open", args=[case.pk])))
    assert counts[0] == counts[1] <= 12


def test_three_requests_selected_in_the_queue_become_one_case(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    signed = sign_in(client, alena_operator)
    chosen = [make_request(office=alena_operator.office).pk for _ in range(3)]
    case_type = make_case_type()
    asked = signed.post(reverse("legal:new"), {"selected": chosen})
    assert asked.status_code == 200
    wrong = signed.post(reverse("legal:new"), {"selected": chosen, "case_type": ""})
    assert wrong.status_code == 422
    made = signed.post(
        reverse("legal:new"),
        {"selected": chosen, "case_type": case_type.pk, "lawyer": maks_lawyer.pk, "title": "Alike"},
    )
    case = LegalCase.objects.get()
    assert made["Location"] == reverse("legal:open", args=[case.pk])
    assert len(members_of(case)) == 3


def test_every_form_of_the_page_does_its_work(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    first, second = members_of(case)
    signed = sign_in(client, maks_lawyer)

    def post(name: str, *more: object, **data: object) -> None:
        answer = signed.post(reverse(f"legal:{name}", args=[case.pk, *more]), data)
        assert answer.status_code == 302, (name, answer.content.decode()[-3000:])

    day = timezone.localdate() + timedelta(days=9)
    post("schedule", on_date=day.isoformat(), at_time="18:00", place="Room 5", seats=6)
    meeting = Consultation.objects.get()
    post("invite", meeting.pk)
    own = Invitation.objects.get(membership=first)
    post("answer", own.pk, accept="yes", seats=4)
    move_meeting(meeting, -1)
    post("attendance", own.pk, came="yes")
    post("send", text_be="Вітаем")
    post("words", title="Alike", notes="Monday")
    post("label", first.pk, label="the nurse", file_number="7")
    step = MemberStep.objects.filter(membership=first)[0]
    post("step", step.pk, state="not_needed", reason="she has it")
    post("office", first.pk, waits="yes")
    post("close_member", first.pk, outcome="solved")
    post("remove", second.pk)
    post("close_case")
    own.refresh_from_db()
    step.refresh_from_db()
    assert (own.state, own.seats, step.state) == ("attended", 4, "not_needed")
    assert Message.objects.count() == 2
    assert LegalCase.objects.get().status == CaseStatus.CLOSED.value
    assert HelpRequest.objects.get(pk=second.help_request_id).status == Status.NEW.value


@pytest.mark.parametrize("code", ["", "R-NOT-HER", "R-AAA\x00AAA", "🙂" * 30])
def test_a_wrong_code_keeps_the_page_and_says_so(
    code: str, client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    case = make_case(by=alena_operator)
    answer = sign_in(client, alena_operator).post(reverse("legal:add", args=[case.pk]), {"code": code})
    assert answer.status_code == 422


def test_a_request_is_added_by_its_code(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    case, one = make_case(by=alena_operator), make_request(office=alena_operator.office)
    url = reverse("legal:add", args=[case.pk])
    assert sign_in(client, alena_operator).post(url, {"code": one.code.lower()}).status_code == 302
    assert Membership.objects.filter(legal_case=case, help_request=one, left_at=None).exists()


def test_long_lists_go_on_behind_the_last_case(
    client: Client, sign_in: SignIn, alena_operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.legal.views.lists.PAGE", 2)
    codes = {make_case(by=alena_operator, members=1).code for _ in range(5)}
    signed, url, seen = sign_in(client, alena_operator), reverse("legal:list"), []
    while url:
        context = signed.get(url).context
        seen += [line.case.code for line in context["lines"]]
        url = context["next_url"]
    assert len(seen) == 5
    assert set(seen) == codes
    assert signed.get(reverse("legal:list"), {"after": "x"}).status_code == 404
